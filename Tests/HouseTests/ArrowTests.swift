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
  "SinewSeasons": ["SinewSignal", "SinewFeedback", "SinewCoaching"],
  "SinewPipeline": [
    "SinewSignal", "SinewDevices", "SinewEngine", "SinewCoaching", "SinewFeedback",
  ],
  "SinewLinks": [
    "SinewSignal", "CLinux", "CUdev", "CBluetooth", "Glibc", "Synchronization",
  ],
  "SinewRecording": ["SinewSignal", "CZlib", "Glibc"],
  "SinewHistory": [
    "SinewFeedback", "GRDB", "CZlib", "CCrypt", "Glibc", "FoundationEssentials",
  ],
  "SinewEmulators": ["SinewSignal", "SinewRecording", "CLinux", "Glibc", "Synchronization"],
  "SinewDaemon": [
    "UnixSignals", "SinewSignal", "SinewDevices", "SinewEngine", "SinewFeedback", "SinewCoaching",
    "SinewPipeline", "SinewLinks", "SinewRecording", "SinewHistory", "CLinux", "Logging",
    "ServiceLifecycle",
    "Glibc", "FoundationEssentials", "Synchronization",
  ],
  "SinewKiosk": [
    "SinewFeedback", "Hummingbird", "HummingbirdCore", "HTTPTypes", "NIOCore", "NIOPosix",
    "Logging", "ServiceLifecycle", "CCrypt", "CLinux", "Glibc", "Synchronization",
  ],
  "SinewBridge": [
    "SinewFeedback", "CLinux", "CMosquitto", "CZlib", "Glibc", "Synchronization",
  ],
  "sinew-bridge": ["SinewBridge", "ArgumentParser", "Glibc"],
  "sinew-kiosk": ["SinewKiosk", "ArgumentParser", "Logging", "Glibc"],
  "sinewd": ["SinewDaemon", "ArgumentParser", "Logging", "Glibc"],
  "sinewctl": [
    "SinewSignal", "SinewDevices", "SinewFeedback", "SinewPipeline", "SinewCoaching",
    "SinewSeasons",
    "SinewRecording", "SinewHistory", "SinewEmulators", "SinewLinks", "CLinux", "ArgumentParser",
    "Glibc",
    "FoundationEssentials", "Synchronization",
  ],
]

@Test func importsFollowTheArrowsOfTheHouse() throws {
  let importLine =
    #/^(?:@preconcurrency )?(?:package |internal |public |private |fileprivate )?import (?:struct |enum |class |func )?([A-Za-z]+)/#
  var shortcuts: [String] = []
  for source in try House.sources() {
    let allowed = try #require(arrows[source.room], "\(source.room) is not on the plan")
    for line in source.text.split(separator: "\n") {
      guard let match = line.firstMatch(of: importLine) else { continue }
      let imported = String(match.1)
      if !allowed.contains(imported) { shortcuts.append("\(source.file) imports \(imported)") }
    }
  }
  #expect(shortcuts == [])
}

@Test func emulatorsShareNothingWithDrivers() throws {
  let package = try House.text("Package.swift")
  let room = try #require(package.firstMatch(of: #/room\("SinewEmulators", \[([^\]]*)\]/#))
  #expect(!room.1.contains("SinewDevices"))
}

@Test func filesStayShort() throws {
  let long = try House.sources().filter { source in
    source.text.utf8.count { $0 == UInt8(ascii: "\n") } > 400
  }
  #expect(long.map(\.file) == [], "look for a second idea inside")
}

@Test func namesSayWhatThingsAre() throws {
  let vague = #/\b(?:class|struct|enum|actor|protocol) \w*(?:Manager|Helper|Utils|Util|Impl)\b/#
  let named = try House.sources().filter { $0.text.firstMatch(of: vague) != nil }
  #expect(named.map(\.file) == [])
}
