import ArgumentParser
import FoundationEssentials
import Glibc
import SinewHistory

struct Backup: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Copy the history to a file while the daemon goes on, and check the copy.",
    discussion: "Example:\n  sudo sinewctl backup /media/stick/sinew-2026-11-30.sqlite")
  @Argument(help: "The file to make.") var file: String
  @Option(help: "Where the daemon keeps its state.") var stateDirectory = "/var/lib/sinew"
  @Flag(help: "Print what the copy holds as JSON.") var json = false

  func run() throws {
    do throws(HistoryError) {
      let counts = try HistoryCopy.back(up: "\(stateDirectory)/history.sqlite", to: file)
      Screen.write(json ? counts.json + "\n" : "\(file): \(counts.sentence), checked\n")
    } catch {
      Screen.complain("sinewctl backup: \(error)")
      throw ExitCode(1)
    }
  }
}

struct Restore: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Put a copy in the place of the history; the daemon must be stopped.",
    discussion: """
      A damaged copy and one of a later version are refused. The history before is kept as \
      history.sqlite.before-restore.

      Example:
        sudo sinewctl restore /media/stick/sinew-2026-11-30.sqlite
      """)
  @Argument(help: "The copy.") var file: String
  @Option(help: "Where the daemon keeps its state.") var stateDirectory = "/var/lib/sinew"
  @Flag(help: "Print what the history holds now as JSON.") var json = false

  func run() throws {
    do throws(HistoryError) {
      let (counts, before) = try HistoryCopy.restore(
        file, to: "\(stateDirectory)/history.sqlite")
      giveToOwner()
      Screen.write(
        json
          ? counts.json + "\n"
          : "restored: \(counts.sentence)" + (before.map { "; before: \($0)" } ?? "") + "\n")
    } catch {
      var sentence = "\(error)"
      if case .locked = error {
        sentence =
          "the daemon runs on \(stateDirectory); stop it first (systemctl stop sinewd"
          + " sinewd-feedback.socket sinewd-control.socket)"
      }
      Screen.complain("sinewctl restore: \(sentence)")
      throw ExitCode(1)
    }
  }

  /// Root made the file; the daemon's user must be able to write it.
  private func giveToOwner() {
    var status = stat()
    guard unsafe stat(stateDirectory, &status) == 0 else { return }
    for name in ["history.sqlite", "history.lock"] {
      _ = unsafe chown("\(stateDirectory)/\(name)", status.st_uid, status.st_gid)
    }
  }
}

extension HistoryCopy.Counts {
  fileprivate var sentence: String {
    "\(athletes) athletes, \(sets) sets, \(repetitions) repetitions"
  }

  fileprivate var json: String {
    "{\"athletes\":\(athletes),\"sets\":\(sets),\"repetitions\":\(repetitions),"
      + "\"statements\":\(statements)}"
  }
}
