internal import Glibc
internal import SinewSignal

/// The hot end of a Bluetooth LE link: each `read` receives one PDU. A value for the driver becomes
/// a record; everything else goes to the task that looks after the link.
///
/// `@unchecked Sendable`: made by that task, then owned by the one thread that reads.
package final class NotificationReader: ByteSource, @unchecked Sendable {
  private let socket: PacketSocket
  private let routes: HandleRoutes
  private let mailbox: PDUMailbox
  /// The first reason the socket gave; data may still follow it.
  private var end: LinkEnd?
  private var owesConfirmation = false
  /// Records that were heard before this reader was made.
  private var early: [UInt8]

  init(socket: PacketSocket, routes: HandleRoutes, mailbox: PDUMailbox, early: [UInt8]) {
    self.early = early
    self.socket = socket
    self.routes = routes
    self.mailbox = mailbox
  }

  /// A reader of a connection over which nobody talks, for measurements.
  ///
  /// - Parameter routes: characteristics of the driver by the handles of their values.
  /// - Throws: what the kernel refuses.
  package convenience init(
    link: consuming Descriptor, routes: [UInt16: UInt8]
  ) throws(LinkError) {
    var table = HandleRoutes()
    for (handle, place) in routes {
      table.add(handle: handle, characteristic: place, isShared: false)
    }
    self.init(socket: PacketSocket(link), routes: table, mailbox: try PDUMailbox(), early: [])
  }

  package var descriptor: CInt { socket.raw }

  /// HOT. `buffer` needs 251 bytes for the longest value; what does not fit is dropped and counted.
  package func read(into buffer: UnsafeMutableRawBufferPointer) -> Transfer {
    guard buffer.count > RecordPlace.margin, let base = buffer.baseAddress else { return .notNow }
    if owesConfirmation { confirm() }
    if !early.isEmpty { return unsafe readEarly(into: buffer) }
    let room = buffer.count - RecordPlace.margin
    while true {
      // MSG_TRUNC: the true size, so that a value that was cut is not taken for a whole one.
      let size = unsafe recv(
        socket.raw, base + RecordPlace.offset, room, CInt(MSG_TRUNC))
      switch Transfer(readResult: size, code: size < 0 ? errno : 0) {
      case .bytes(let size): return unsafe took(size, in: buffer, room: room)
      case .notNow: return end.map { .ended($0) } ?? .notNow
      case .ended(let reason):
        if let end { return .ended(end) }
        // The kernel may tell of the end before it has given all that it received.
        end = reason
      }
    }
  }

  private func took(
    _ size: Int, in buffer: UnsafeMutableRawBufferPointer, room: Int
  ) -> Transfer {
    guard size <= room, size <= RecordPlace.longestDatagram, let base = buffer.baseAddress else {
      mailbox.drop()
      return .notNow
    }
    let start = unsafe base + RecordPlace.offset
    let opcode = unsafe start.load(as: UInt8.self)
    let isIndication = opcode == 0x1D
    guard opcode == 0x1B || isIndication, size >= 3 else {
      unsafe mailbox.push(UnsafeRawBufferPointer(start: start, count: size))
      return .notNow
    }
    // Before anything is made of it: the wearable waits.
    if isIndication { confirm() }
    let handle =
      unsafe UInt16(start.load(fromByteOffset: 1, as: UInt8.self))
      | UInt16(start.load(fromByteOffset: 2, as: UInt8.self)) << 8
    let route = routes.route(of: handle)
    if route?.isShared ?? true {
      // As a notification: it has been confirmed.
      unsafe start.storeBytes(of: 0x1B, as: UInt8.self)
      unsafe mailbox.push(UnsafeRawBufferPointer(start: start, count: size))
    }
    guard let route else { return .notNow }
    let count = unsafe RecordPlace.writeRecord(
      in: buffer, characteristic: route.characteristic, size: size - 3)
    return count > 0 ? .bytes(count) : .notNow
  }

  /// Once or twice in the life of a link.
  private func readEarly(into buffer: UnsafeMutableRawBufferPointer) -> Transfer {
    let part = early.prefix(buffer.count)
    unsafe buffer.copyBytes(from: part)
    early.removeFirst(part.count)
    return .bytes(part.count)
  }

  /// One byte to a socket that does not block. What can't be sent now is owed; the wearable sends
  /// no further indication before it has come.
  private func confirm() {
    var confirmation: UInt8 = 0x1E
    let sent = unsafe send(socket.raw, &confirmation, 1, CInt(MSG_NOSIGNAL))
    owesConfirmation = sent < 0 && errno == EAGAIN
  }
}
