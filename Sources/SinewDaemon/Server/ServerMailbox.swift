import SinewLinks
import Synchronization

/// How other tasks and threads reach what the server thread owns: jobs, run there in order.
final class ServerMailbox: Sendable {
  typealias Job = @Sendable (Server) -> Void

  let wakeUp: WakeUp
  private let jobs = Mutex<[Job]>([])

  init() throws(LinkError) { wakeUp = try WakeUp() }

  func post(_ job: @escaping Job) {
    jobs.withLock { $0.append(job) }
    wakeUp.signal()
  }

  /// What has come since the last call, oldest first.
  func takeAll() -> [Job] {
    jobs.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
  }
}
