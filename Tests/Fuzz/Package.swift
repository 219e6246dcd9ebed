// swift-tools-version: 6.2
// The fuzz targets and just the rooms that read what strangers send: a package of its own, so that
// a build under a sanitizer takes the few targets it needs. The rooms are links to the sources.
import Foundation
import PackageDescription

let settings: [SwiftSetting] =
  [
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ]
  + (ProcessInfo.processInfo.environment["SINEW_LIBFUZZER"] == "1"
    ? [.define("SINEW_LIBFUZZER")] : [])

func room(
  _ name: String, _ arrows: [Target.Dependency] = [], resources: [Resource] = []
) -> Target {
  .target(name: name, dependencies: arrows, resources: resources, swiftSettings: settings)
}

let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
  name: "Sinew",
  dependencies: [.package(url: "https://github.com/jpsim/Yams", from: "6.2.2")],
  targets: [
    room("SinewSignal"),
    room("SinewDevices", ["SinewSignal"]),
    room("SinewFeedback"),
    room(
      "SinewCoaching", ["SinewSignal", "SinewFeedback", yams],
      resources: [.embedInCode("Exercises"), .embedInCode("Phases")]),
    room("SinewRecording", ["SinewSignal", "CZlib"]),
    // What reads archives alone: the store behind it needs SQLite.
    room("SinewHistory", ["SinewFeedback"]),
    room("SinewLinks", ["SinewSignal", "CLinux", "CUdev", "CBluetooth"]),
    // The limits of the engine alone, which the configuration is held against.
    room("SinewEngine"),
    // The configuration of the daemon alone.
    room(
      "SinewDaemon",
      ["SinewSignal", "SinewDevices", "SinewEngine", "SinewCoaching", "SinewLinks", yams]),
    // What the bridge reads: lines, its configuration, its buffer.
    room("SinewBridge", ["SinewFeedback", "CLinux", "CZlib"]),
    .target(name: "CLinux"),
    .systemLibrary(name: "CUdev"),
    .systemLibrary(name: "CBluetooth"),
    .systemLibrary(name: "CZlib"),
    .executableTarget(
      name: "sinew-fuzz",
      dependencies: [
        "SinewSignal", "SinewDevices", "SinewFeedback", "SinewCoaching", "SinewRecording",
        "SinewLinks", "SinewHistory", "SinewDaemon", "SinewBridge",
      ],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
