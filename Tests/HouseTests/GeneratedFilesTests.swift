import Foundation
import SinewFeedback
import Testing

/// What is made of the device catalogue is as the catalogue is.
@Test func generatedFilesAreFresh() throws {
  let (status, words) = try regenerate(["--check", "--root", House.root.path])
  #expect(status == 0, "\(words)")
}

@Test func staleFilesAreNamedAndWritten() throws {
  let root = FileManager.default.temporaryDirectory.appending(path: "sinew-\(UUID().uuidString)")
  for folder in ["udev-rules", "Docs"] {
    try FileManager.default.createDirectory(
      at: root.appending(path: folder), withIntermediateDirectories: true)
  }
  defer { try? FileManager.default.removeItem(at: root) }

  let (stale, words) = try regenerate(["--check", "--root", root.path])
  #expect(stale == 1)
  #expect(words.contains("60-sinew.rules is stale") && words.contains("Devices.md is stale"))
  #expect(try regenerate(["--root", root.path]).status == 0)
  #expect(try regenerate(["--check", "--root", root.path]).status == 0)
}

@Test func rulesGiveEverySensorToTheDaemonAlone() throws {
  let rules = try House.text("udev-rules/60-sinew.rules")
  let active = rules.split(separator: "\n").filter { !$0.hasPrefix("#") }
  #expect(!active.contains { $0.contains("uaccess") })
  #expect(active.contains { $0.contains(#"GROUP="sinew", MODE="0660""#) })
  let ids = #/ATTRS\{idVendor\}=="([0-9a-f]{4})", ATTRS\{idProduct\}=="([0-9a-f]{4})"(.*), ENV/#
  let named = active.compactMap { $0.firstMatch(of: ids) }.map { "\($0.1):\($0.2)\($0.3)" }
  #expect(!named.isEmpty)
  #expect(Set(named).count == named.count, "an id stands once, whatever families share it")
}

@Test func thePackageIsOfTheProgramsVersion() throws {
  let newest = try #require(House.text("debian/changelog").firstMatch(of: /^sinew \((.*?)\)/))
  #expect(newest.1 == sinewVersion)
}

private func regenerate(_ arguments: [String]) throws -> (status: Int32, words: String) {
  let process = Process()
  process.executableURL = try sinewctl()
  process.arguments = ["regenerate"] + arguments
  let output = Pipe()
  process.standardOutput = output
  process.standardError = output
  try process.run()
  let words = try output.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  return (process.terminationStatus, String(decoding: words, as: UTF8.self))
}

/// The program built beside the tests.
private func sinewctl() throws -> URL {
  let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
  for start in [own] + CommandLine.arguments {
    var folder = URL(filePath: start)
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      let program = folder.appending(path: "sinewctl")
      var isFolder: ObjCBool = false
      if unsafe FileManager.default.fileExists(atPath: program.path, isDirectory: &isFolder),
        !isFolder.boolValue
      {
        return program
      }
    }
  }
  throw CocoaError(.fileNoSuchFile)
}
