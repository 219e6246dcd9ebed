import Foundation
import Testing

/// What developers of drivers do: begin a family, bless a recording.
@Suite(.roomForFew) struct DeveloperStories {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
  private static let recordings = "\(root)/Tests/SinewDevicesTests/Recordings"

  // MARK: bless

  @Test func everyRecordingIsAsItsDriverSays() async throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.recordings)
      .filter { $0.hasSuffix(".session") }.sorted().map { "\(Self.recordings)/\($0)" }
    #expect(files.count > 10)
    let gym = try Gym()
    let words = [try Program.path("sinewctl"), "bless", "--check"]
    let done = try await gym.run(words + files)
    #expect(done.code == 0, "\(done.output)")
  }

  @Test func framesThatAreMissingAreWrittenWhereTheyBelong() async throws {
    let gym = try Gym()
    let whole = try String(
      contentsOfFile: "\(Self.recordings)/witmotion-wt901.session", encoding: .utf8)
    let lines = whole.split(separator: "\n", omittingEmptySubsequences: false)
    try gym.write(
      lines.filter { !$0.hasPrefix("=") }.joined(separator: "\n"), to: "bare.session")
    let done = try await gym.command("bless", "\(gym.folder)/bare.session")
    #expect(done.code == 0, "\(done.output)")
    #expect(gym.text("bare.session") == whole)
  }

  @Test func onlyTheFrameThatIsWrongChanges() async throws {
    let gym = try Gym()
    let good = """
      sinew-session 1
      device:   generic-lines
      Recorded-By: nobody
      """.replacingOccurrences(of: "Recorded-By", with: "recorded")
    let body = """

      # a comment  with blanks at its end\("  ")
      @0.0 < 31 0A
      @0.1 < 37 2C 38 0A
      @0.2 < 37 2C 38 0A
      @0.3 < 37 2C 38 0A
      @0.4 < 37 2C 38 0A
      @0.5 <   35 2C 36 0A
      = 0 0 5 6

      ~ 0 0 0.1 0.1 0 0
      @0.6 < 39 2C 34 0A
      = 0 1 9 WRONG
      """
    try gym.write(
      good + body.replacingOccurrences(of: "WRONG", with: "4.5") + "\n", to: "a.session")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o640], ofItemAtPath: "\(gym.folder)/a.session")
    let before = try #require(gym.text("a.session"))
    let checked = try await gym.json("bless", "--check", "\(gym.folder)/a.session")
    #expect(checked.code == 1)
    #expect(checked.answer.int("added") == 1 && checked.answer.int("removed") == 1)
    #expect(gym.text("a.session") == before)

    let done = try await gym.command("bless", "\(gym.folder)/a.session")
    #expect(done.code == 0)
    #expect(done.output.contains("- = 0 1 9 4.5") && done.output.contains("+ = 0 1 9 4"))
    #expect(gym.text("a.session") == before.replacingOccurrences(of: "9 4.5", with: "9 4"))
    let attributes = try FileManager.default.attributesOfItem(atPath: "\(gym.folder)/a.session")
    #expect(attributes[.posixPermissions] as? Int == 0o640)
    let names = try FileManager.default.contentsOfDirectory(atPath: gym.folder)
    #expect(!names.contains { $0.hasPrefix("a.session.") })
  }

  @Test(arguments: [
    (
      "sinew-session 1\ndevice: generic-lines\n@0.0 < 31 0A 31 0A 31 0A 31 0A 31 0A\n= 0 0 1\n",
      "makes no frame"
    ),
    ("sinew-session 1\ndevice: generic-lines\n# no bytes\n= 0 0 1\n", "the driver refuses it"),
    ("sinew-session 1\ndevice: nobody-nothing\n@0.0 < 31 0A\n", "not in the catalogue"),
    ("sinew-session 1\n@0.0 < 31 0A\n", "which device"),
    ("sinew-session 1\ndevice: openbci-cyton\n@0.0 < A0 00 C0\n", "record the handshake too"),
    ("sinew-session 9\n", "newer Sinew"), ("hello\n", "no session"),
  ])
  func whatCantBeDecodedIsNotTouched(text: String, why: String) async throws {
    let gym = try Gym()
    try gym.write(text, to: "a.session")
    let done = try await gym.command("bless", "\(gym.folder)/a.session")
    #expect(done.code == 2)
    #expect(done.output.contains(why), "\(done.output)")
    #expect(done.output.split(separator: "\n").count == 1, "\(done.output)")
    #expect(gym.text("a.session") == text)
  }

  // MARK: new-device

  /// A folder with as much of the checkout as a new family touches.
  private static func checkout() throws -> Gym {
    let gym = try Gym()
    try FileManager.default.createDirectory(
      atPath: "\(gym.folder)/Sources", withIntermediateDirectories: true)
    for room in ["SinewDevices", "SinewSignal"] {
      try FileManager.default.copyItem(
        atPath: "\(root)/Sources/\(room)", toPath: "\(gym.folder)/Sources/\(room)")
    }
    try FileManager.default.createDirectory(
      atPath: "\(gym.folder)/Tests/SinewDevicesTests/Recordings",
      withIntermediateDirectories: true)
    return gym
  }

  @Test func aNewFamilyGetsItsFilesAndItsPlaceInTheCatalogue() async throws {
    let gym = try Self.checkout()
    let before = try #require(gym.text("Sources/SinewDevices/Catalog.swift"))
    let done = try await gym.command("new-device", "olimex-band2", "--root", gym.folder)
    #expect(done.code == 0, "\(done.output)")
    let catalogue = try #require(gym.text("Sources/SinewDevices/Catalog.swift"))
    #expect(catalogue.replacingOccurrences(of: "  OlimexBand2.self,\n", with: "") == before)
    // Between its neighbours by id: olimex-band2 < olimex-openeeg.
    #expect(catalogue.contains("  OlimexBand2.self,\n  OlimexOpenEEG.self,\n"))
    let driver = try #require(gym.text("Sources/SinewDevices/OlimexBand2.swift"))
    #expect(driver.contains(#"id: "olimex-band2""#))
    let test = try #require(gym.text("Tests/SinewDevicesTests/OlimexBand2Tests.swift"))
    #expect(test.contains("OlimexBand2()"))
    let recording = try #require(
      gym.text("Tests/SinewDevicesTests/Recordings/olimex-band2.session"))
    #expect(recording.contains("device: olimex-band2\n") && !recording.contains("\n="))

    let again = try await gym.command("new-device", "olimex-band2", "--root", gym.folder)
    #expect(again.code == 2)
    #expect(again.output.contains("in the catalogue already"), "\(again.output)")
  }

  @Test(arguments: [
    "acme", "Acme-Band", "acme_band", "acme-", "-band", "acme--band", "3d-band", "acme-bänd",
    "../acme-band", "acme-band\n", "acme band", "",
    "acme-" + String(repeating: "x", count: 60),
    // Its type would be one that the room has already.
    "line-sample", "open-bci-cyton/x", "openbci-cyton", "generic-lines",
  ])
  func aNameThatWontDoIsRefusedAndNothingWritten(name: String) async throws {
    let gym = try Self.checkout()
    let files = try FileManager.default.subpathsOfDirectory(atPath: gym.folder).sorted()
    let catalogue = gym.text("Sources/SinewDevices/Catalog.swift")
    let done = try await gym.command("new-device", "--root", gym.folder, "--", name)
    #expect(done.code == 2)
    #expect(done.output.split(separator: "\n").count == 1, "\(done.output)")
    let after = try FileManager.default.subpathsOfDirectory(atPath: gym.folder).sorted()
    #expect(after.filter { !$0.hasPrefix("run-") } == files)
    #expect(gym.text("Sources/SinewDevices/Catalog.swift") == catalogue)
  }

  @Test(.enabled("needs a compiler on the PATH") { Self.hasCompiler })
  func theWrittenDriverCompilesWithTheProofOfItsHotPath() async throws {
    let gym = try Self.checkout()
    _ = try await gym.command("new-device", "acme-band", "--root", gym.folder)
    let house = [
      "/usr/bin/env", "swiftc", "-swift-version", "6", "-package-name", "sinew",
      "-strict-memory-safety", "-warnings-as-errors", "-parse-as-library", "-wmo", "-O",
      "-enable-upcoming-feature", "ExistentialAny", "-enable-upcoming-feature",
      "InternalImportsByDefault", "-enable-upcoming-feature", "MemberImportVisibility",
    ]
    let signal = try FileManager.default.subpathsOfDirectory(
      atPath: "\(gym.folder)/Sources/SinewSignal"
    ).filter { $0.hasSuffix(".swift") }.map { "\(gym.folder)/Sources/SinewSignal/\($0)" }
    let first = try await gym.run(
      house + [
        "-emit-module", "-module-name", "SinewSignal", "-o",
        "\(gym.folder)/SinewSignal.swiftmodule",
      ] + signal)
    #expect(first.code == 0, "\(first.output)")
    let needed = ["ByteWindow", "DeviceDriver", "DeviceProfile", "DriverSettings", "AcmeBand"]
    let second = try await gym.run(
      house + [
        "-c", "-module-name", "SinewDevices", "-I", gym.folder, "-o", "\(gym.folder)/devices.o",
      ] + needed.map { "\(gym.folder)/Sources/SinewDevices/\($0).swift" })
    #expect(second.code == 0, "\(second.output)")
  }

  private static var hasCompiler: Bool {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/swiftc")
    }
  }
}
