// swift-tools-version: 6.2
// The ring and the engine with their tests, to be built under the thread sanitizer: a package of
// its own, so that nothing else has to be. The folders are links to the sources.
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
    .target(name: "InoutMarks"),
    .target(name: "SinewSignal", dependencies: ["InoutMarks"], swiftSettings: settings),
    .target(name: "SinewEngine", dependencies: ["SinewSignal"], swiftSettings: settings),
    .testTarget(
      name: "SinewEngineTests", dependencies: ["SinewEngine", "SinewSignal"],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
