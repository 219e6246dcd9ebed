import ArgumentParser
import FoundationEssentials
import SinewDevices

/// For developers: brings the files that are made of the device catalogue up to date.
struct Regenerate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the files that are made of the device catalogue.",
    discussion: """
      Writes udev-rules/60-sinew.rules and Docs/Devices.md in a checkout.

      Examples:
        sinewctl regenerate
        sinewctl regenerate --check
      """,
    shouldDisplay: false)

  @Flag(help: "Write nothing; end with 1 when a file is stale.") var check = false
  @Option(help: "The checkout.") var root = "."

  func run() throws {
    let profiles = deviceCatalog.map { $0.profile }
    let recordings = "\(root)/Tests/SinewDevicesTests/Recordings"
    let recorded = profiles.map(\.id).filter {
      FileManager.default.fileExists(atPath: "\(recordings)/\($0).session")
    }
    let files = [
      ("udev-rules/60-sinew.rules", UdevRules.text(profiles)),
      (
        "Docs/Devices.md",
        DevicesPage.text(
          profiles, recorded: Set(recorded),
          emulated: Set(SimulateSensor.Model.allCases.map(\.rawValue)),
          peers: DevicePeers.read(root: root))
      ),
    ]
    var isStale = false
    for (name, text) in files where try !bring(name, to: text) { isStale = true }
    if isStale { throw ExitCode(1) }
  }

  /// Returns whether the file is up to date in the end.
  private func bring(_ name: String, to text: String) throws -> Bool {
    let path = "\(root)/\(name)"
    let present = FileManager.default.contents(atPath: path)
    if present == Data(text.utf8) { return true }
    guard !check else {
      Screen.complain("\(name) is stale: run `sinewctl regenerate` and commit the result")
      return false
    }
    do {
      try Data(text.utf8).write(to: URL(filePath: path))
    } catch {
      Screen.complain("sinewctl: \(path) can't be written: \(error)")
      throw ExitCode(1)
    }
    Screen.write("wrote \(name)\n")
    return true
  }
}
