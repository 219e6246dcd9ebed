import Foundation
import Glibc
import Synchronization

/// The kernel's end of a Bluetooth management socket with one adapter, on a thread of its own:
/// answers as the real one does, and reports what is on the air while somebody scans.
final class PretendAdapter: Sendable {
  /// Something on the air.
  struct Advertiser: Sendable {
    /// Low byte first, as on the wire.
    var address: [UInt8]
    var rssi: Int8
    /// Advertising data.
    var data: [UInt8]

    /// A Myo with a name and its service.
    static func myo(_ last: UInt8, rssi: Int8) -> Advertiser {
      let service: [UInt8] = [
        0x42, 0x48, 0x12, 0x4A, 0x7F, 0x2C, 0x48, 0x47, 0xB9, 0xDE, 0x04, 0xA9, 0x01, 0x00, 0x06,
        0xD5,
      ]
      let name = Array("Myo \(last)".utf8)
      return Advertiser(
        address: [last, 0xC4, 0xC3, 0xC2, 0xC1, 0xC0], rssi: rssi,
        data: [0x11, 0x06] + service + [UInt8(name.count + 1), 0x09] + name)
    }

    /// Nothing that any driver knows.
    static func stranger(_ last: UInt8) -> Advertiser {
      Advertiser(
        address: [last, 0xB4, 0xB3, 0xB2, 0xB1, 0xC0], rssi: -70, data: [3, 0x09, 0x54, 0x56])
    }
  }

  struct State: Sendable {
    var advertisers: [Advertiser] = []
    var isPrivileged = true
    var isBlocked = false
    /// Another program scans, so that nobody else may begin one.
    var isTaken = false
    fileprivate(set) var isScanning = false
    fileprivate var settings: UInt32 = 0
  }

  let state = Mutex(State())
  /// What the daemon finds as its socket.
  let far: CInt
  private let near: CInt
  private let isOver = Atomic<Bool>(false)

  init(_ advertisers: [Advertiser] = []) throws {
    var ends: [CInt] = [-1, -1]
    guard unsafe socketpair(AF_UNIX, CInt(SOCK_SEQPACKET.rawValue), 0, &ends) == 0 else {
      throw Socket.Refused(code: errno)
    }
    (near, far) = (ends[0], ends[1])
    state.withLock { $0.advertisers = advertisers }
    Thread.detachNewThread { [self] in serve() }
  }

  func end() { isOver.store(true, ordering: .relaxed) }

  var isScanning: Bool { state.withLock { $0.isScanning } }

  private func serve() {
    defer {
      close(near)
      close(far)
    }
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !isOver.load(ordering: .relaxed) {
      var entry = pollfd(fd: near, events: Int16(POLLIN), revents: 0)
      if unsafe poll(&entry, 1, 50) > 0 {
        let count = unsafe recv(near, &buffer, buffer.count, 0)
        guard count >= 6 else { return }
        say(state.withLock { Self.answer(Array(buffer[..<count]), &$0) })
      }
      let reports = state.withLock { state in
        state.isScanning || state.isTaken ? state.advertisers.map(Self.report) : []
      }
      for report in reports { say(report) }
    }
  }

  private func say(_ packet: [UInt8]) {
    _ = unsafe send(near, packet, packet.count, CInt(MSG_NOSIGNAL | MSG_DONTWAIT))
  }

  private static func packet(_ event: UInt8, _ index: [UInt8], _ body: [UInt8]) -> [UInt8] {
    [event, 0] + index + [UInt8(body.count & 0xFF), UInt8(body.count >> 8)] + body
  }

  private static func report(_ advertiser: Advertiser) -> [UInt8] {
    let head = advertiser.address + [2, UInt8(bitPattern: advertiser.rssi), 0, 0, 0, 0]
    return packet(
      0x12, [0, 0], head + [UInt8(advertiser.data.count), 0] + advertiser.data)
  }

  private static func answer(_ asked: [UInt8], _ state: inout State) -> [UInt8] {
    let index = Array(asked[2..<4])
    func done(_ status: UInt8, _ returned: [UInt8] = []) -> [UInt8] {
      packet(status == 0 ? 1 : 2, index, [asked[0], 0, status] + returned)
    }
    func little(_ number: UInt32) -> [UInt8] {
      (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * UInt32($0))) }
    }
    switch asked[0] {
    case 0x03: return done(0, [1, 0, 0, 0])
    case 0x04:
      let address: [UInt8] = [0x55, 0x44, 0x33, 0x22, 0x11, 0x00]
      return done(
        0,
        address + [9, 0, 0] + little(1 | 1 << 9) + little(state.settings)
          + [UInt8](repeating: 0, count: 263))
    case _ where !state.isPrivileged: return done(0x14)
    case 0x05:
      guard !state.isBlocked else { return done(0x12) }
      state.settings |= 1
      return done(0, little(state.settings))
    case 0x0D:
      state.settings |= 1 << 9
      return done(0, little(state.settings))
    case 0x23:
      guard !state.isScanning, !state.isTaken else { return done(0x0A) }
      state.isScanning = true
      return done(0, [6])
    case 0x24:
      guard state.isScanning else { return done(0x0B) }
      state.isScanning = false
      return done(0, [6])
    case 0x35: return done(0)
    default: return done(1)
    }
  }
}
