import FoundationEssentials
import Glibc

/// A real `sinewd` of one's own: started on sockets in a folder that goes away with it.
final class TemporaryDaemon {
  let folder: String
  private var pid: pid_t = 0
  private var screenPid: pid_t = 0

  var feedbackSocket: String { "\(folder)/feedback.sock" }
  var controlSocket: String { "\(folder)/control.sock" }

  /// Makes the folder; `start` starts the daemon in it.
  init() throws { folder = try TemporaryFolder.make() }

  deinit { stop() }

  /// Writes the configuration and starts the daemon that lies beside this program.
  func start(configuration: String) throws {
    let file = "\(folder)/sinew.yaml"
    try Data(configuration.utf8).write(to: URL(filePath: file))
    let words = [
      try Self.program("sinewd"), "--config", file, "--feedback-socket", feedbackSocket,
      "--control-socket", controlSocket, "--state-directory", "\(folder)/state",
      "--log-level", "error",
    ]
    let code = Self.spawn(words, pid: &pid)
    guard code == 0 else {
      pid = 0
      throw SocketClient.Failure(description: "\(words[0]) could not be started")
    }
  }

  /// Starts the screen that lies beside this program on a port of this machine.
  func startScreen(port: Int) throws {
    let words = [
      try Self.program("sinew-kiosk"), "--port", "\(port)", "--feedback-socket", feedbackSocket,
    ]
    guard Self.spawn(words, pid: &screenPid) == 0 else {
      screenPid = 0
      throw SocketClient.Failure(description: "\(words[0]) could not be started")
    }
  }

  /// A connection to the feedback socket, as soon as the daemon listens.
  func connect() throws -> SocketClient {
    for _ in 0..<500 {
      if let client = try? SocketClient(path: feedbackSocket) { return client }
      var status: CInt = 0
      if unsafe waitpid(pid, &status, WNOHANG) == pid {
        pid = 0
        throw SocketClient.Failure(description: "sinewd ended at once; its words are above")
      }
      usleep(20_000)
    }
    throw SocketClient.Failure(description: "sinewd did not listen within 10 s")
  }

  /// Ends the daemon and removes the folder.
  func stop() {
    Self.end(&screenPid)
    Self.end(&pid)
    try? FileManager.default.removeItem(atPath: folder)
  }

  private static func end(_ pid: inout pid_t) {
    guard pid > 0 else { return }
    kill(pid, SIGTERM)
    var status: CInt = 0
    _ = unsafe waitpid(pid, &status, 0)
    pid = 0
  }

  /// `posix_spawn` with this program's environment; returns its error number.
  private static func spawn(_ words: [String], pid: inout pid_t) -> CInt {
    var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
    let code = unsafe posix_spawn(&pid, words[0], nil, nil, &arguments, environ)
    unsafe arguments.forEach { unsafe free($0) }
    return code
  }

  static func program(_ name: String) throws -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let length = unsafe readlink("/proc/self/exe", &buffer, buffer.count - 1)
    let own = String(
      decoding: buffer.prefix(max(0, length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let beside = own.split(separator: "/").dropLast().joined(separator: "/")
    let path = "/\(beside)/\(name)"
    guard unsafe access(path, X_OK) == 0 else {
      throw SocketClient.Failure(
        description: "\(path) is missing: build it with swift build --product \(name)")
    }
    return path
  }
}
