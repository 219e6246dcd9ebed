import Glibc

/// Runs a program to its end and hears what it says.
enum ChildProgram {
  /// The exit code (minus a signal's number) and both outputs; nil when it could not be started.
  static func run(_ words: [String]) -> (code: Int, output: String)? {
    var ends: [CInt] = [-1, -1]
    guard let program = words.first, unsafe pipe(&ends) == 0 else { return nil }
    defer { close(ends[0]) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    unsafe posix_spawn_file_actions_adddup2(&actions, ends[1], 2)
    var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
    defer { unsafe arguments.forEach { unsafe free($0) } }
    var pid: pid_t = 0
    let started = unsafe posix_spawn(&pid, program, &actions, nil, &arguments, environ) == 0
    close(ends[1])
    guard started else { return nil }
    let output = readAll(ends[0])
    var status: CInt = 0
    while unsafe waitpid(pid, &status, 0) < 0, errno == EINTR {}
    let code = status & 0x7F == 0 ? Int(status >> 8) & 0xFF : -Int(status & 0x7F)
    return (code, String(decoding: output, as: UTF8.self))
  }

  private static func readAll(_ descriptor: CInt) -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = unsafe read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return all }
      all += buffer[..<count]
    }
  }
}
