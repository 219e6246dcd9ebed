import ArgumentParser
import FoundationEssentials

/// For developers: the files with which a new device family begins.
struct NewDevice: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the files with which a new device family begins.",
    discussion: """
      In a checkout: the driver, its line in the catalogue, a recording without frames, and a test \
      that fails until the first frame of the data sheet is in. Docs/AddingADevice.md goes on from \
      there.

      Example:
        sinewctl new-device acme-band --root .
      """,
    shouldDisplay: false)

  @Argument(help: "vendor-product in small letters and digits, such as acme-band.") var id: String
  @Option(help: "The checkout.") var root = "."

  func run() throws {
    do {
      let name = try DeviceName(id)
      let plan = try NewDevicePlan(name, root: root)
      for (path, text) in plan.files {
        try AtomicFile.write(Array(text.utf8), to: "\(root)/\(path)")
        Screen.write("wrote \(path)\n")
      }
      Screen.write(
        """
        Now: swift test --filter SinewDevicesTests fails for \(id) until its first frame is there.
        Docs/AddingADevice.md shows the way; at the end run sinewctl regenerate.

        """)
    } catch let refusal as DeviceName.Refusal {
      Screen.complain("sinewctl new-device: \(refusal)")
      throw ExitCode(2)
    } catch let failure as AtomicFile.Failure {
      Screen.complain("sinewctl new-device: \(failure)")
      throw ExitCode(1)
    }
  }
}
