internal import Glibc
internal import Synchronization

/// Carries the PDUs that are not for the driver from the thread that reads to the task that looks
/// after the link: a ring of fixed memory for one writer and one reader. Full, it drops and counts.
///
/// `@unchecked Sendable`: a slot belongs to the writer until `written` covers it, then to the
/// reader until `taken` does.
@safe
final class PDUMailbox: @unchecked Sendable {
  private static let slots = 16
  /// One byte for the size, then the PDU.
  private static let slotSize = 256
  static let longestPDU = slotSize - 1

  private let storage: UnsafeMutableRawPointer
  private let written = Atomic<Int>(0)
  private let taken = Atomic<Int>(0)
  private let lost = Atomic<UInt64>(0)
  /// Signalled for each PDU.
  let wakeUp: WakeUp

  /// Throws `tooManyDescriptors` or `system`.
  init() throws(LinkError) {
    wakeUp = try WakeUp()
    unsafe storage = UnsafeMutableRawPointer.allocate(
      byteCount: Self.slots * Self.slotSize, alignment: 16)
    // Touched, so that no page faults on the hot thread.
    unsafe storage.initializeMemory(
      as: UInt8.self, repeating: 0, count: Self.slots * Self.slotSize)
  }

  deinit { unsafe storage.deallocate() }

  /// PDUs dropped because the mailbox was full or they were too long.
  var dropped: UInt64 { lost.load(ordering: .relaxed) }

  /// HOT. Of the one writing thread; no lock, no allocation, one system call.
  func push(_ pdu: UnsafeRawBufferPointer) {
    let place = written.load(ordering: .relaxed)
    guard let source = pdu.baseAddress, pdu.count <= Self.longestPDU,
      place &- taken.load(ordering: .acquiring) < Self.slots
    else {
      drop()
      return
    }
    let slot = unsafe storage + (place % Self.slots) * Self.slotSize
    unsafe slot.storeBytes(of: UInt8(truncatingIfNeeded: pdu.count), as: UInt8.self)
    unsafe (slot + 1).copyMemory(from: source, byteCount: pdu.count)
    written.store(place &+ 1, ordering: .releasing)
    wakeUp.signal()
  }

  /// Counts a PDU that no slot could hold.
  func drop() { lost.wrappingAdd(1, ordering: .relaxed) }

  /// Of the one reading task.
  func pop() -> [UInt8]? {
    let place = taken.load(ordering: .relaxed)
    guard place != written.load(ordering: .acquiring) else { return nil }
    let slot = unsafe storage + (place % Self.slots) * Self.slotSize
    let size = unsafe Int(slot.load(as: UInt8.self))
    let pdu = unsafe Array(UnsafeRawBufferPointer(start: slot + 1, count: size))
    taken.store(place &+ 1, ordering: .releasing)
    return pdu
  }
}
