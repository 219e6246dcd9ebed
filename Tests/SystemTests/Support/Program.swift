import Foundation
import Glibc

/// A child process; killed when nobody holds it any more.
final class Program {
  struct NotStarted: Error { let words: [String] }

  private(set) var pid: pid_t = 0
  /// How it ended; nil while it runs.
  private(set) var status: CInt?

  /// - Parameters:
  ///   - descriptors: what the child finds as 3, 4, ...
  ///   - output: the file that takes standard output and error.
  init(
    _ words: [String], environment: [String: String] = [:], descriptors: [CInt] = [],
    output: String
  ) throws {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_addopen(
      &actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
    // Far away first, so that no number is taken before it was copied.
    let copies = descriptors.map { fcntl($0, F_DUPFD_CLOEXEC, 200) }
    defer { for copy in copies { close(copy) } }
    for (index, copy) in copies.enumerated() {
      unsafe posix_spawn_file_actions_adddup2(&actions, copy, CInt(3 + index))
    }
    Self.keepToOurselves
    var inherited = ProcessInfo.processInfo.environment
    for name in ["NOTIFY_SOCKET", "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES"] {
      inherited[name] = nil
    }
    let variables = inherited.merging(environment) { $1 }.map { "\($0)=\($1)" }
    var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
    var setting = unsafe variables.map { unsafe strdup($0) } + [nil]
    defer { unsafe (arguments + setting).forEach { unsafe free($0) } }
    guard unsafe posix_spawn(&pid, words[0], &actions, nil, &arguments, &setting) == 0 else {
      throw NotStarted(words: words)
    }
    Undertaker.watch(pid: pid)
  }

  /// What others opened in the test program before us is no business of a child.
  private static let keepToOurselves: Void = {
    for descriptor in 3..<256 as Range<CInt> { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
  }()

  deinit {
    guard !hasEnded else { return }
    kill(pid, SIGKILL)
    var status: CInt = 0
    unsafe waitpid(pid, &status, 0)
  }

  var hasEnded: Bool {
    if status != nil { return true }
    var word: CInt = 0
    if unsafe waitpid(pid, &word, WNOHANG) == pid { status = word }
    return status != nil
  }

  func signal(_ number: CInt) { if !hasEnded { kill(pid, number) } }

  /// Waits for the end and returns the exit code, or minus the signal that killed it.
  func end(within seconds: Double = 120) async throws -> Int {
    try await eventually("the end of process \(pid)", within: seconds) { hasEnded }
    let word = Int(status ?? 0)
    return word & 0x7F == 0 ? word >> 8 & 0xFF : -(word & 0x7F)
  }

  /// A program of this package, built beside the tests; in the folder SINEW_PROGRAMS where that is
  /// set, for a build with other settings (optimised, with a sanitizer).
  static func path(_ name: String) throws -> String {
    if let folder = ProcessInfo.processInfo.environment["SINEW_PROGRAMS"] {
      return "\(folder)/\(name)"
    }
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let candidates = [own, CommandLine.arguments[0]] + CommandLine.arguments.dropFirst()
    for candidate in candidates {
      var folder = URL(filePath: candidate)
      while folder.path != "/" {
        folder.deleteLastPathComponent()
        let path = folder.appending(path: name).path
        if FileManager.default.isExecutableFile(atPath: path), folder.path != "/" { return path }
      }
    }
    throw NotStarted(words: [name])
  }
}
