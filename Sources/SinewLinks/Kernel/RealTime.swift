internal import CLinux
internal import Glibc

/// Asks the kernel for real-time treatment and says what was granted. Refusals are never fatal:
/// the sentence goes to the log and to `status`.
package enum RealTime {
  /// What came of a request.
  package struct Outcome: Sendable, Hashable {
    package let granted: Bool
    /// For a person: what is in force, or why not and what would help.
    package let sentence: String

    package init(granted: Bool, sentence: String) {
      self.granted = granted
      self.sentence = sentence
    }
  }

  /// Keeps this process's pages in memory from now on, each from its first use
  /// (MCL_ONFAULT: untouched pages cost nothing).
  ///
  /// Not asked for under a finite limit: the kernel then refuses each later mapping past the limit,
  /// and memory would run out in mid-training (mlockall(2), RLIMIT_MEMLOCK).
  package static func lockMemory() -> Outcome {
    let limit = sinew_limit_locked_bytes()
    guard limit == .max || sinew_may_lock_memory() == 1 else {
      return Outcome(
        granted: false,
        sentence: "Memory is not locked: the limit is \(limit / 1024) KiB,"
          + " set LimitMEMLOCK=infinity.")
    }
    guard mlockall(CInt(MCL_CURRENT) | CInt(MCL_FUTURE) | CInt(MCL_ONFAULT)) == 0 else {
      return Outcome(
        granted: false, sentence: "Memory is not locked: \(systemReason(errno)).")
    }
    return Outcome(granted: true, sentence: "Memory is locked on first use.")
  }

  /// Puts the calling thread under SCHED_FIFO with `priority`, 1...99.
  package static func requestFIFO(priority: Int) -> Outcome {
    var parameter = sched_param()
    parameter.sched_priority = CInt(clamping: min(max(1, priority), 99))
    let code = unsafe pthread_setschedparam(pthread_self(), SCHED_FIFO, &parameter)
    guard code == 0 else {
      let help =
        code == EPERM
        ? "the limit is \(sinew_limit_priority()), set LimitRTPRIO=\(parameter.sched_priority)"
        : systemReason(code)
      return Outcome(granted: false, sentence: "No real-time priority: \(help).")
    }
    return Outcome(
      granted: true, sentence: "Real-time priority SCHED_FIFO \(parameter.sched_priority).")
  }

  /// Keeps the calling thread on one processor, counted from 0.
  package static func pin(toProcessor processor: Int) -> Outcome {
    let code = -sinew_thread_pin(CInt(clamping: processor))
    return code == 0
      ? Outcome(granted: true, sentence: "Pinned to processor \(processor).")
      : Outcome(
        granted: false, sentence: "Not pinned to processor \(processor): \(systemReason(code)).")
  }
}
