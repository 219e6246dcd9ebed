import Foundation
import Glibc
import SinewEmulators

/// A folder of its own with a configuration, sockets, pretend sensors and a real daemon; all of it
/// goes away with the object.
final class Gym {
  let folder: String
  private(set) var daemon: Program?
  private var ports: [PtyThread] = []
  private var wearables: [PeripheralThread] = []
  private var starts = 0

  init() throws {
    var template = Array("/tmp/sinew-test-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else { throw Socket.Refused(code: errno) }
    folder = String(
      decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    Undertaker.watch(folder: folder)
  }

  deinit {
    daemon = nil
    for port in ports { port.stop() }
    for wearable in wearables { wearable.stop() }
    try? FileManager.default.removeItem(atPath: folder)
  }

  var feedbackPath: String { "\(folder)/feedback.sock" }
  var controlPath: String { "\(folder)/control.sock" }
  var configurationPath: String { "\(folder)/sinew.yaml" }
  var statePath: String { "\(folder)/state" }

  /// What the daemon wrote on standard output and error.
  var output: String {
    (try? String(contentsOfFile: "\(folder)/output", encoding: .utf8)) ?? ""
  }

  func write(_ text: String, to name: String) throws {
    let url = URL(filePath: "\(folder)/\(name)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  /// Writes `sinew.yaml`; `DIR` in it stands for the folder.
  func configure(_ text: String) throws {
    let fixed = """
      real_time: false
      exercise_directory: DIR/exercises

      """
    try write(
      (fixed + text).replacingOccurrences(of: "DIR", with: folder), to: "sinew.yaml")
  }

  /// Plugs pretend sensors in, each at `DIR/NAME`; they stay together in one thread.
  @discardableResult
  func plug(_ devices: [String: any EmulatedDevice]) throws -> PtyControl {
    let thread = try PtyThread(
      devices.map { PtyHost.Plan($0.value, link: "\(folder)/\($0.key)") }, duration: 300)
    ports.append(thread)
    return thread.control
  }

  /// Puts pretend wearables on, each served at `DIR/NAME`; they stay together in one thread.
  @discardableResult
  func wear(_ models: [String: any PeripheralModel]) throws -> PeripheralControl {
    let thread = try PeripheralThread(
      models.map { PeripheralHost.Plan($0.value, path: "\(folder)/\($0.key)") }, duration: 300)
    wearables.append(thread)
    return thread.control
  }

  /// The words of a command line that starts the daemon here.
  func words(_ more: [String] = []) throws -> [String] {
    [
      try Program.path("sinewd"), "--config", configurationPath, "--feedback-socket", feedbackPath,
      "--control-socket", controlPath, "--state-directory", statePath,
    ] + more
  }

  /// Starts the daemon and waits until it says that it is ready, as systemd would.
  ///
  /// - Parameter bluetooth: the management socket that the launcher would have bound; nil for none.
  func start(bluetooth: CInt? = nil) async throws {
    let readiness = try Readiness(path: "\(folder)/notify-\(starts)")
    starts += 1
    var environment = ["NOTIFY_SOCKET": readiness.path]
    var start = try words()
    if bluetooth != nil {
      environment.merge(["LISTEN_FDS": "1", "LISTEN_FDNAMES": "bluetooth"]) { $1 }
      start = ["/bin/sh", "-c", #"LISTEN_PID=$$ exec "$0" "$@""#] + start
    }
    let program = try Program(
      start, environment: environment, descriptors: [bluetooth].compactMap(\.self),
      output: "\(folder)/output")
    daemon = program
    try await eventually("sinewd is ready") {
      if program.hasEnded { throw NeverHappened(description: "sinewd ended: \(output)") }
      return readiness.heard().contains("READY=1")
    }
  }

  /// Waits until the daemon listens.
  func listening() async throws {
    try await eventually("sinewd listens") {
      if daemon?.hasEnded ?? true { throw NeverHappened(description: "sinewd ended: \(output)") }
      return (try? Socket(path: controlPath)) != nil
    }
  }

  /// Takes over a daemon that was started in another way.
  func adopt(_ program: Program) { daemon = program }

  /// Runs a program to its end; returns its exit code and what it printed.
  func run(_ words: [String]) async throws -> (code: Int, output: String) {
    let file = "\(folder)/run-\(UUID().uuidString)"
    let code = try await Program(words, output: file).end(within: 60)
    return (code, try String(contentsOfFile: file, encoding: .utf8))
  }

  func listen() throws -> Listener { try Listener(path: feedbackPath) }

  func ask() throws -> Asker { try Asker(path: controlPath) }
}
