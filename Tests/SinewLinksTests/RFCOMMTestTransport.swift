import Glibc
import SinewLinks
import Synchronization

extension BluetoothAddress {
  /// 00:06:66:F2:A1:0B, the sensor of these tests.
  static let sensor = BluetoothAddress(littleEndian: [0x0B, 0xA1, 0xF2, 0x66, 0x06, 0]) ?? .any
}

/// A radio of the test: says what it was asked, and answers as told.
final class ScriptedTransport: RFCOMMTransport {
  enum Call: Equatable { case connect(UInt8), ask }

  /// What a connection to a channel ends with, in turn; when they are used up, the last again.
  typealias Answers = [UInt8: [BluetoothObstacle?]]

  private struct State {
    var answers: Answers
    var calls: [Call] = []
    var farEnds: [CInt] = []
    var connecting = 0
    var mostAtOnce = 0
  }

  private let state: Mutex<State>
  private let ports: Result<[UInt8], LinkError>
  private let pause: Duration?

  /// Nil among `answers` is a connection; a channel that they do not name is refused.
  init(
    _ answers: Answers, ports: Result<[UInt8], LinkError> = .success([]), pause: Duration? = nil
  ) {
    state = Mutex(State(answers: answers))
    self.ports = ports
    self.pause = pause
  }

  deinit { for far in state.withLock({ $0.farEnds }) { _ = close(far) } }

  var calls: [Call] { state.withLock { $0.calls } }
  /// Connections that were being made at the same time, at most.
  var mostAtOnce: Int { state.withLock { $0.mostAtOnce } }

  /// The device's end of the newest connection, the caller's from now on.
  func takeFarEnd() -> CInt? { state.withLock { $0.farEnds.popLast() } }

  func connect(
    to peer: BluetoothAddress, channel: UInt8
  ) async throws(LinkError) -> Descriptor {
    let obstacle = state.withLock { state in
      state.calls.append(.connect(channel))
      state.connecting += 1
      state.mostAtOnce = max(state.mostAtOnce, state.connecting)
      guard var left = state.answers[channel], let first = left.first else {
        return BluetoothObstacle?.some(.refused)
      }
      if left.count > 1 { left.removeFirst() }
      state.answers[channel] = left
      return first
    }
    if let pause { try? await Task.sleep(for: pause) }
    state.withLock { $0.connecting -= 1 }
    if let obstacle { throw .bluetooth(obstacle, peer) }
    guard let (near, far) = try? socketPair() else {
      throw .system(action: "make a socket pair", code: errno)
    }
    state.withLock { $0.farEnds.append(far) }
    return Descriptor(owning: near)
  }

  func serialPorts(of peer: BluetoothAddress) async throws(LinkError) -> [UInt8] {
    state.withLock { $0.calls.append(.ask) }
    return try ports.get()
  }
}

/// The error of something that waits, nil when it throws none.
func radioError(_ body: () async throws(LinkError) -> Void) async -> LinkError? {
  do throws(LinkError) {
    try await body()
    return nil
  } catch {
    return error
  }
}
