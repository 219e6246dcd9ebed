internal import Glibc
internal import NIOPosix

/// Speaks a sentence with espeak-ng, which needs no network: the browser's own voices may, and in a
/// Chromium of Debian there is none without a desktop's speech service.
///
/// An actor, so that one sentence is made at a time: each takes a few hundredths of a second.
actor Voice {
  /// Sentences longer than this are not spoken, bytes.
  static let longest = 240

  private let program: String

  init(program: String) { self.program = program }

  /// A WAV file; nil where there is no voice.
  func speak(_ text: String, lang: String) async -> [UInt8]? {
    let voice = lang.hasPrefix("de") ? "de" : "en"
    let program = program
    return try? await NIOThreadPool.singleton.runIfActive {
      Self.run([program, "--stdin", "--stdout", "-v", voice, "-s", "150"], saying: text)
    }
  }

  /// Runs a program with `text` on its standard input. The text is no argument, so that it can't
  /// be taken for an option; it is shorter than what a pipe holds, so that nobody waits for anybody.
  private static func run(_ words: [String], saying text: String) -> [UInt8]? {
    guard let program = words.first, text.utf8.count <= longest, let into = Pipe(), let out = Pipe()
    else { return nil }
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, into.reading, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, out.writing, 1)
    unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
    defer { unsafe arguments.forEach { unsafe free($0) } }
    var pid: pid_t = 0
    guard unsafe posix_spawnp(&pid, program, &actions, nil, &arguments, environ) == 0 else {
      return nil
    }
    let bytes = Array(text.utf8)
    _ = unsafe write(into.writing, bytes, bytes.count)
    into.endWriting()
    out.endWriting()
    let sound = out.readAll()
    var status: CInt = 0
    while unsafe waitpid(pid, &status, 0) < 0, errno == EINTR {}
    return status == 0 && !sound.isEmpty ? sound : nil
  }
}

/// Two ends that close by themselves.
private final class Pipe {
  let reading: CInt
  private(set) var writing: CInt
  /// A minute of speech; more is no cue.
  private static let longest = 4 << 20

  init?() {
    var ends: [CInt] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (reading, writing) = (ends[0], ends[1])
  }

  deinit {
    endWriting()
    close(reading)
  }

  func endWriting() {
    if writing >= 0 { close(writing) }
    writing = -1
  }

  func readAll() -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while all.count < Self.longest {
      let count = unsafe read(reading, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      all += buffer[..<count]
    }
    return all
  }
}
