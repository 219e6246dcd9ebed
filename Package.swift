// swift-tools-version: 6.2
// The plan of the house: every room, and every arrow that is allowed between rooms.
// HouseTests reads the same arrows from the import lines, so a shortcut fails a test.
import Foundation
import PackageDescription

/// `SINEW_STRICT=1` (set by `.ci/run`) turns warnings into errors; a stranger's newer compiler must not.
let strict = ProcessInfo.processInfo.environment["SINEW_STRICT"] == "1"

let settings: [SwiftSetting] =
  [
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ] + (strict ? [.treatAllWarnings(as: .error)] : [])

func room(
  _ name: String, _ arrows: [Target.Dependency] = [], resources: [Resource] = []
) -> Target {
  .target(name: name, dependencies: arrows, resources: resources, swiftSettings: settings)
}

func program(_ name: String, _ arrows: [Target.Dependency]) -> Target {
  .executableTarget(name: name, dependencies: arrows, swiftSettings: settings)
}

func tests(
  _ name: String, _ arrows: [Target.Dependency], resources: [Resource] = []
) -> Target {
  .testTarget(name: name, dependencies: arrows, resources: resources, swiftSettings: settings)
}

let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(
  name: "ServiceLifecycle", package: "swift-service-lifecycle")
let web: [Target.Dependency] = [
  .product(name: "Hummingbird", package: "hummingbird"),
  .product(name: "HummingbirdCore", package: "hummingbird"),
  .product(name: "NIOCore", package: "swift-nio"),
  .product(name: "NIOPosix", package: "swift-nio"),
  .product(name: "HTTPTypes", package: "swift-http-types"),
]
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
  name: "Sinew",
  dependencies: [
    // Command lines with help, completions and exit codes that people expect.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // The logging facade every server-side Swift package agrees on.
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    // Start, signals and graceful shutdown of the daemon's services in one list.
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    // The kiosk's web server; without its traits it brings neither Foundation nor configuration files.
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    // What Hummingbird itself stands on, and the kiosk's connection to the daemon.
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
    // YAML with marks, so that a configuration error can name file and line.
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    // SQLite with migrations, transactions and the online backup: what athletes did, for years.
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    // Hot rooms: per byte and per sample; no I/O, no allocation, no `async`.
    room("SinewSignal"),
    room("SinewDevices", ["SinewSignal"]),
    room("SinewEngine", ["SinewSignal"]),

    // Cold rooms.
    room("SinewFeedback"),
    room(
      "SinewCoaching", ["SinewSignal", "SinewFeedback", yams],
      resources: [.embedInCode("Exercises"), .embedInCode("Phases")]),
    room("SinewSeasons", ["SinewSignal", "SinewFeedback", "SinewCoaching"]),
    room(
      "SinewPipeline",
      ["SinewSignal", "SinewDevices", "SinewEngine", "SinewCoaching", "SinewFeedback"]),
    room("SinewLinks", ["SinewSignal", "CLinux", "CUdev", "CBluetooth"]),
    room("SinewRecording", ["SinewSignal", "CZlib"]),
    room("SinewHistory", ["SinewFeedback", "CZlib", "CCrypt", grdb]),
    room("SinewEmulators", ["SinewSignal", "SinewRecording", "CLinux"]),
    room(
      "SinewDaemon",
      [
        "SinewSignal", "SinewDevices", "SinewEngine", "SinewFeedback", "SinewCoaching",
        "SinewPipeline", "SinewLinks", "SinewRecording", "SinewHistory", "CLinux", logging,
        lifecycle, yams,
      ]),
    room(
      "SinewKiosk", ["SinewFeedback", "CCrypt", "CLinux", lifecycle, logging] + web,
      resources: [.embedInCode("Page")]),
    room("SinewBridge", ["SinewFeedback", "CLinux", "CMosquitto", "CZlib"]),

    // Programs.
    program("sinew-bridge", ["SinewBridge", arguments]),
    program("sinew-kiosk", ["SinewKiosk", arguments, logging]),
    program("sinewd", ["SinewDaemon", arguments, logging]),
    program(
      "sinewctl",
      [
        "SinewSignal", "SinewDevices", "SinewFeedback", "SinewCoaching", "SinewSeasons",
        "SinewPipeline",
        "SinewRecording", "SinewHistory", "SinewEmulators", "SinewLinks", "CLinux", arguments,
      ]),

    // Binds the socket of the Bluetooth adapters with CAP_NET_ADMIN, drops it, starts the daemon.
    .executableTarget(name: "sinew-bluetooth-launcher"),

    // Doors to C.
    .target(name: "CLinux"),
    .systemLibrary(name: "CBluetooth"),
    .systemLibrary(name: "CCrypt"),
    .systemLibrary(name: "CMosquitto"),
    .systemLibrary(name: "CUdev"),
    .systemLibrary(name: "CZlib"),

    // Tests, one target a room, the house as a whole, and the whole system.
    tests(
      "SinewDevicesTests", ["SinewDevices", "SinewSignal", "SinewRecording"],
      resources: [.copy("Recordings")]),
    tests("SinewEngineTests", ["SinewEngine", "SinewSignal", "SinewSeasons"]),
    tests("SinewFeedbackTests", ["SinewFeedback"]),
    tests("SinewCoachingTests", ["SinewCoaching", "SinewFeedback", "SinewSignal", "SinewSeasons"]),
    tests(
      "SinewLinksTests", ["SinewLinks", "SinewSignal", "SinewDevices", "SinewEmulators"]),
    tests("SinewRecordingTests", ["SinewRecording", "SinewSignal", "CZlib"]),
    tests("SinewHistoryTests", ["SinewHistory", "SinewFeedback", grdb]),
    tests("SinewEmulatorsTests", ["SinewEmulators"]),
    tests("SinewBridgeTests", ["SinewBridge", "SinewFeedback"]),
    tests("SinewctlTests", ["sinewctl", "SinewFeedback"]),
    tests("HouseTests", ["sinewctl", "SinewFeedback", arguments]),
    tests(
      "SystemTests",
      ["SinewFeedback", "SinewEmulators", "SinewSignal", "sinewd", "sinewctl"]),

    // Measurements, never part of a test: `make bench`.
    .executableTarget(
      name: "sinew-bench",
      dependencies: [
        "SinewSignal", "SinewDevices", "SinewEngine", "SinewCoaching", "SinewFeedback",
        "SinewPipeline", "SinewHistory", "SinewLinks",
      ],
      path: "Tests/Benchmarks", exclude: ["peers", "run.sh", "summarise.py"],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
