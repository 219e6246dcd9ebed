/// The sample at which something is to be looked at again, if anything is.
struct Appointment: BitwiseCopyable {
  private var due = Int.max

  init() {}

  @_noLocks @_noAllocation
  mutating func plan(_ sample: Int) { due = sample }

  @_noLocks @_noAllocation
  mutating func cancel() { due = .max }

  /// True once, at `now` or later.
  @_noLocks @_noAllocation
  mutating func isDue(_ now: Int) -> Bool {
    guard now >= due else { return false }
    due = .max
    return true
  }
}
