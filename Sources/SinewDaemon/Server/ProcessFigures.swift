import FoundationEssentials
import Glibc
import SinewFeedback

/// What the kernel knows about this process.
enum ProcessFigures {
  /// Memory in bytes, `anonymous` without what is only mapped from files; processor time in seconds;
  /// a member that the kernel does not tell is missing.
  static var now: JSONObject {
    var figures: JSONObject = ["pid": .integer(Int64(getpid()))]
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    figures["resident_bytes"] = field("VmRSS:", of: status).map { .integer($0 * 1024) }
    figures["anonymous_bytes"] = field("RssAnon:", of: status).map { .integer($0 * 1024) }
    figures["threads"] = field("Threads:", of: status).map(JSONValue.integer)
    figures["cpu_s"] = cpuSeconds.map(JSONValue.number)
    return figures
  }

  private static func field(_ name: String, of text: String) -> Int64? {
    let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
    return line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first
      .flatMap { Int64($0) }
  }

  private static var cpuSeconds: Double? {
    var time = timespec()
    guard unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0 else { return nil }
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
