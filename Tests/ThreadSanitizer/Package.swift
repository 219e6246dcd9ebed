// swift-tools-version: 6.2
// Ring, engine and their tests, and nothing else: a package of its own, so that a build under the
// thread sanitizer takes what it needs and no dependency. The folders are links to the real ones.
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
    .target(name: "SinewEngine", dependencies: ["SinewSignal"], swiftSettings: settings),
    .testTarget(
      name: "SinewEngineTests", dependencies: ["SinewEngine", "SinewSignal"],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
