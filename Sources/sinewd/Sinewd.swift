import ArgumentParser
import Glibc
import Logging
import SinewDaemon

@main
struct Sinewd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sinewd",
    abstract: "Reads EMG and IMU sensors and publishes live feedback on a Unix socket.",
    discussion: """
      Examples:
        sinewd --check-config
        sinewd --config ./sinew.yaml --state-directory ./state \\
               --feedback-socket ./feedback.sock --control-socket ./control.sock
      """,
    version: Daemon.version)

  @Option(help: "The configuration; conf.d/*.yaml beside it is read too.")
  var config = "/etc/sinew/sinew.yaml"
  @Option(help: "Path of the feedback socket, over the configuration's.")
  var feedbackSocket: String?
  @Option(help: "Path of the control socket, over the configuration's.")
  var controlSocket: String?
  @Option(help: "Folder for set numbers and recordings, over the configuration's.")
  var stateDirectory: String?
  @Flag(help: "Read the configuration, say what is wrong with it, and end.")
  var checkConfig = false
  @Option(help: "trace, debug, info, notice, warning, error or critical.")
  var logLevel = "notice"

  /// EX_CONFIG of sysexits.h: systemd does not try again what only a person can mend.
  private static let wrongConfiguration: Int32 = 78

  func run() async throws {
    // A peer that goes away is an error of one write, never the end of the daemon.
    signal(SIGPIPE, SIG_IGN)
    LoggingSystem.bootstrap { label in
      // Two types behind one factory, so the erased one.
      JournalLogHandler(label: label) as (any LogHandler)?
        ?? StreamLogHandler.standardError(label: label)
    }
    var logger = Logger(label: "sinewd")
    logger.logLevel = Logger.Level(rawValue: logLevel) ?? .notice
    var options = DaemonOptions(configurationPath: config)
    options.feedbackSocket = feedbackSocket
    options.controlSocket = controlSocket
    options.stateDirectory = stateDirectory
    do {
      if checkConfig {
        try Daemon.check(options)
        print("\(config): no complaints")
      } else {
        try await Daemon(options: options, logger: logger).run()
      }
    } catch let error as DaemonError {
      complain("sinewd: \(error)")
      if case .configuration = error, !checkConfig { throw ExitCode(Self.wrongConfiguration) }
      throw ExitCode(2)
    }
  }
}

/// One line on standard error.
private func complain(_ sentence: String) {
  let bytes = Array((sentence + "\n").utf8)
  _ = unsafe bytes.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
}
