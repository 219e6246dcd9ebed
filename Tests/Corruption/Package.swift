// swift-tools-version: 6.2
// An hour of every wired family with a tenth of its bytes wrong: too long for a test, so a package of
// its own. The folders are links to the sources.
//
//     swift run -c release --package-path Tests/Corruption sinew-corruption [SECONDS]
import PackageDescription

let settings: [SwiftSetting] = [
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "Sinew",
  targets: [
    .target(name: "SinewSignal", swiftSettings: settings),
    .target(name: "SinewDevices", dependencies: ["SinewSignal"], swiftSettings: settings),
    .target(name: "CLinux"),
    .systemLibrary(name: "CZlib"),
    .target(
      name: "SinewRecording", dependencies: ["SinewSignal", "CZlib"], swiftSettings: settings),
    .target(
      name: "SinewEmulators", dependencies: ["SinewSignal", "SinewRecording", "CLinux"],
      swiftSettings: settings),
    .executableTarget(
      name: "sinew-corruption", dependencies: ["SinewSignal", "SinewDevices", "SinewEmulators"],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
