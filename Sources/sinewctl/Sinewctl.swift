import ArgumentParser
import Glibc
import SinewFeedback

@main
struct Sinewctl: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sinewctl",
    abstract: "Watch, command and try out the Sinew sensor daemon.",
    discussion: """
      Begin with: sinewctl demo

      Exit codes: 0 done, 1 refused or not reachable, 2 wrong input, 64 wrong usage.
      """,
    version: sinewVersion,
    subcommands: [
      Demo.self, Watch.self, Status.self, Top.self, Metrics.self, Devices.self, Stations.self,
      SetCommand.self, NextExercise.self, Calibrate.self, MarkCommand.self, Pain.self,
      Silence.self, Muscles.self, StationCommand.self,
      ScanCommand.self, Pair.self, Forget.self, Assign.self,
      Identify.self, Unassign.self, Record.self, Reload.self, AthleteCommand.self, History.self,
      Assess.self, Progress.self, PlanCommand.self, Report.self, Backup.self, Restore.self,
      Analyze.self,
      Replay.self, Export.self, LSLOutletCommand.self,
      Simulate.self, Decode.self, Exercises.self, Setup.self, Doctor.self, Bless.self,
      Regenerate.self, NewDevice.self,
    ])

  static func main() {
    // A reader of our output that goes away (`| head`) ends a write, not the program in mid-line.
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let failure as SocketClient.Failure {
      Screen.complain("sinewctl: \(failure)")
      Glibc.exit(1)
    } catch {
      exit(withError: error)
    }
  }
}
