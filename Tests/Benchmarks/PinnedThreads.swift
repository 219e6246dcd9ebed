import Glibc
import Synchronization

/// Two threads on two cores that start together.
enum PinnedThreads {
  private final class Job {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }

  private static let gate = Atomic<Int>(0)

  /// Runs `first` on a thread of its own on core `cpus.0` and `second` here on core `cpus.1`.
  static func run(cpus: (Int, Int), _ first: @escaping () -> Void, _ second: () -> Void) {
    gate.store(0, ordering: .sequentiallyConsistent)
    let job = Job {
      pin(to: cpus.0)
      meet()
      first()
    }
    var thread = pthread_t()
    let started = unsafe pthread_create(
      &thread, nil,
      { argument in
        guard let argument = unsafe argument else { return nil }
        unsafe Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().body()
        return nil
      }, Unmanaged.passRetained(job).toOpaque())
    guard started == 0 else { fatalError("no thread") }
    pin(to: cpus.1)
    meet()
    second()
    pthread_join(thread, nil)
  }

  private static func meet() {
    gate.add(1, ordering: .sequentiallyConsistent)
    while gate.load(ordering: .acquiring) < 2 {}
  }

  /// Glibc's module shows no affinity calls, so the symbol is looked up.
  private static func pin(to cpu: Int) {
    typealias SetAffinity = @convention(c) (Int32, Int, UnsafeRawPointer) -> Int32
    guard cpu >= 0, cpu < 64, let symbol = unsafe dlsym(nil, "sched_setaffinity") else { return }
    let setAffinity = unsafe unsafeBitCast(symbol, to: SetAffinity.self)
    var mask = (UInt64(1) << UInt64(cpu), UInt64(0))
    _ = unsafe setAffinity(0, 16, &mask)
  }
}
