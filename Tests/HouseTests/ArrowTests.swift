import Foundation
import Testing

/// Which rooms a room may import. A new arrow is a change of the plan: Package.swift,
/// Docs/Architecture.md and this table change together.
private let arrows: [String: Set<String>] = [
  "SinewSignal": [],
  "SinewDevices": ["SinewSignal"],
  "SinewEngine": ["SinewSignal", "Synchronization"],
  "SinewFeedback": [],
  "SinewCoaching": ["SinewSignal", "SinewFeedback", "Yams", "FoundationEssentials"],
  "SinewPipeline": [
    "SinewSignal", "SinewDevices", "SinewEngine", "SinewCoaching", "SinewFeedback",
  ],
  "SinewLinks": ["SinewSignal", "CLinux", "Glibc"],
  "SinewRecording": ["SinewSignal", "CZlib", "Glibc"],
  "SinewEmulators": ["SinewSignal", "SinewRecording", "CLinux", "Glibc", "Synchronization"],
  "SinewDaemon": [
    "SinewSignal", "SinewDevices", "SinewEngine", "SinewFeedback", "SinewCoaching",
    "SinewPipeline", "SinewLinks", "SinewRecording", "CLinux", "Logging", "ServiceLifecycle",
    "Glibc", "FoundationEssentials", "Synchronization",
  ],
  "sinewd": ["SinewDaemon", "ArgumentParser", "Logging", "Glibc"],
  "sinewctl": [
    "SinewSignal", "SinewDevices", "SinewFeedback", "SinewPipeline", "SinewCoaching",
    "SinewRecording", "SinewEmulators", "CLinux", "ArgumentParser", "Glibc",
    "FoundationEssentials", "Synchronization",
  ],
]

private let importLine = #/^(?:@preconcurrency )?(?:package |internal |public |private |fileprivate )?import (?:struct |enum |class |func )?([A-Za-z]+)/#

@Test func importsFollowTheArrowsOfTheHouse() throws {
  for source in try House.sources() {
    let allowed = try #require(arrows[source.room], "\(source.room) is not on the plan")
    for line in source.text.split(separator: "\n") {
      guard let match = line.firstMatch(of: importLine) else { continue }
      let imported = String(match.1)
      #expect(allowed.contains(imported), "\(source.file) imports \(imported)")
    }
  }
}

@Test func emulatorsShareNothingWithDrivers() throws {
  let package = try House.text("Package.swift")
  let room = try #require(package.firstMatch(of: #/room\("SinewEmulators", \[([^\]]*)\]/#))
  #expect(!room.1.contains("SinewDevices"))
}

@Test func filesStayShort() throws {
  for source in try House.sources() {
    let lines = source.text.split(separator: "\n", omittingEmptySubsequences: false).count
    #expect(lines <= 400, "\(source.file) has \(lines) lines: look for a second idea inside")
  }
}

@Test func namesSayWhatThingsAre() throws {
  let vague = #/\b(?:class|struct|enum|actor|protocol) \w*(?:Manager|Helper|Utils|Util|Impl)\b/#
  for source in try House.sources() {
    #expect(source.text.firstMatch(of: vague) == nil, "\(source.file)")
  }
}
