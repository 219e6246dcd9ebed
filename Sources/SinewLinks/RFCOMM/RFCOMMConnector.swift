internal import Glibc

/// Connects to Bluetooth Classic sensors: on which channel, how often, and one after the other.
package actor RFCOMMConnector {
  /// How often a connection is tried that another one, just closed, is still in the way of.
  private static let busyTries = 5

  private let transport: any RFCOMMTransport
  private let busyPause: Duration
  /// The channel each device was last reached on.
  private var known: [BluetoothAddress: UInt8] = [:]
  /// An adapter pages one device at a time; older kernels refuse a second page with EBUSY.
  private let turns = Turns()

  /// `busyPause` is the wait before a busy device is tried again.
  package init(
    transport: any RFCOMMTransport, busyPause: Duration = .milliseconds(100)
  ) {
    self.transport = transport
    self.busyPause = busyPause
  }

  /// Connects to `channel`, or where nil to the one that served before, else to 1, where nearly
  /// every serial port is; only a device that refuses is asked for its services, which costs a
  /// connection more.
  ///
  /// - Throws: `bluetooth` with what to do; `system` with ECANCELED when the task is cancelled.
  package func connect(
    to peer: BluetoothAddress, channel: UInt8?
  ) async throws(LinkError) -> Descriptor {
    guard await turns.take() else { throw .system(action: "connect to \(peer)", code: ECANCELED) }
    // Not in a `defer`, which can't wait.
    do throws(LinkError) {
      let link = try await connectInTurn(to: peer, channel)
      await turns.give()
      return link
    } catch {
      await turns.give()
      throw error
    }
  }

  private func connectInTurn(
    to peer: BluetoothAddress, _ channel: UInt8?
  ) async throws(LinkError) -> Descriptor {
    if let channel {
      do throws(LinkError) {
        return try await patiently(peer, channel)
      } catch .bluetooth(.refused, _) {
        throw .bluetooth(.wrongChannel, peer)
      }
    }
    let first = known[peer] ?? 1
    do throws(LinkError) {
      return try await remembering(peer, first)
    } catch .bluetooth(.refused, _) {
      known[peer] = nil
    }
    let offered = try await transport.serialPorts(of: peer)
    if offered.isEmpty { throw .bluetooth(.noSerialPort, peer) }
    for channel in offered where channel != first {
      do throws(LinkError) {
        return try await remembering(peer, channel)
      } catch .bluetooth(.refused, _) {
        continue
      }
    }
    throw .bluetooth(.refused, peer)
  }

  private func remembering(
    _ peer: BluetoothAddress, _ channel: UInt8
  ) async throws(LinkError) -> Descriptor {
    let link = try await patiently(peer, channel)
    known[peer] = channel
    return link
  }

  /// The kernel lets go of a closed connection a little later than close(2) returns.
  private func patiently(
    _ peer: BluetoothAddress, _ channel: UInt8
  ) async throws(LinkError) -> Descriptor {
    for _ in 1..<Self.busyTries {
      do throws(LinkError) {
        return try await transport.connect(to: peer, channel: channel)
      } catch .bluetooth(.busy, _) {
        try? await Task.sleep(for: busyPause)
      }
    }
    return try await transport.connect(to: peer, channel: channel)
  }
}
