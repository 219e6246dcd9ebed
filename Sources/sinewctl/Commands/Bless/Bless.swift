import ArgumentParser
import FoundationEssentials
import SinewFeedback

struct Bless: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write into a .session file the frames that its driver makes of its bytes.",
    discussion: """
      Only the lines that begin with = change; header, comments and bytes stay as they are. Read \
      the changes before you commit them: what the driver says today becomes what it must say for \
      ever.

      Examples:
        sinewctl bless Tests/SinewDevicesTests/Recordings/acme-band.session
        sinewctl bless --check Recordings/*.session
      """)

  @Argument(help: "The recordings.") var files: [String]
  @Flag(help: "Write nothing; end with 1 when a file would change.") var check = false
  @Flag(help: "Print one JSON object a file.") var json = false

  func run() throws {
    var code: CInt = 0
    for file in files {
      do {
        code = max(code, try bless(file))
      } catch let problem as BlessedSession.Problem {
        Screen.complain("sinewctl bless: \(problem)")
        code = 2
      } catch let failure as AtomicFile.Failure {
        Screen.complain("sinewctl bless: \(failure)")
        code = 2
      }
    }
    if code > 0 { throw ExitCode(Int32(code)) }
  }

  /// Returns 1 when the file is not as its driver says and may not be changed.
  private func bless(_ file: String) throws -> CInt {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw BlessedSession.Problem(description: "\(file) can't be read")
    }
    let session = try BlessedSession(file: file, bytes: Array(data))
    if !check, session.isChanged { try AtomicFile.write(session.bytes, to: file) }
    show(file, session)
    return check && session.isChanged ? 1 : 0
  }

  private func show(_ file: String, _ session: BlessedSession) {
    guard !json else {
      let entry: JSONObject = [
        "file": .string(file), "frames": .integer(Int64(session.frameCount)),
        "added": .integer(Int64(session.added.count)),
        "removed": .integer(Int64(session.removed.count)),
        "written": .bool(session.isChanged && !check),
      ]
      Screen.write(JSONValue.object(entry).text + "\n")
      return
    }
    guard session.isChanged else {
      Screen.write("\(file): \(session.frameCount) frames, all as before\n")
      return
    }
    Screen.write(
      "\(file): \(session.frameCount) frames, \(session.added.count) lines new,"
        + " \(session.removed.count) gone\(check ? " (not written)" : "")\n")
    for line in session.removed.prefix(3) { Screen.write("  - \(line)\n") }
    for line in session.added.prefix(3) { Screen.write("  + \(line)\n") }
  }
}
