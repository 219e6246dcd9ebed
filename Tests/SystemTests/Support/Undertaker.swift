import Foundation
import Glibc

/// A shell that outlives the test program, however that ends, and then kills the daemons and
/// removes the folders that are left.
enum Undertaker {
  /// From now on the process ends with the test program at the latest.
  static func watch(pid: pid_t) { tell("kill \(pid)") }

  /// The folder goes with the test program at the latest.
  static func watch(folder: String) { tell("remove \(folder)") }

  private static let script = """
    while read -r what which; do list="$list $what:$which"; done
    for entry in $list; do
      case $entry in
        kill:*) case $(readlink "/proc/${entry#kill:}/exe") in
          */sinewd) kill -9 "${entry#kill:}" ;; esac ;;
        remove:/tmp/sinew-test-*) rm -rf "${entry#remove:}" ;;
      esac
    done
    """

  /// The end of the shell's standard input that is never closed by us.
  private static let line: CInt = {
    var ends: [CInt] = [-1, -1]
    let kind = CInt(SOCK_STREAM.rawValue) | O_CLOEXEC
    guard unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 else { return -1 }
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
    for stream in 1...2 as ClosedRange<CInt> {
      unsafe posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_WRONLY, 0)
    }
    let words: [String] = ["/bin/sh", "-c", script]
    var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
    defer { unsafe arguments.forEach { unsafe free($0) } }
    var pid: pid_t = 0
    _ = unsafe posix_spawn(&pid, "/bin/sh", &actions, nil, &arguments, environ)
    close(ends[0])
    return ends[1]
  }()

  private static func tell(_ order: String) {
    let bytes = Array("\(order)\n".utf8)
    _ = unsafe bytes.withUnsafeBytes { unsafe write(line, $0.baseAddress, $0.count) }
  }
}
