import Glibc
import SinewLinks
import Testing

@Suite struct RFCOMMConnectorTests {
  private let peer = BluetoothAddress.sensor

  private func connector(_ transport: ScriptedTransport) -> RFCOMMConnector {
    RFCOMMConnector(transport: transport, busyPause: .zero)
  }

  private func obstacle(
    _ connector: RFCOMMConnector, channel: UInt8? = nil
  ) async -> BluetoothObstacle? {
    let error = await radioError { () throws(LinkError) in
      _ = try await connector.connect(to: peer, channel: channel)
    }
    guard case .bluetooth(let obstacle, peer) = error else { return nil }
    return obstacle
  }

  @Test func channelOneIsTriedBeforeAnybodyIsAsked() async throws {
    let radio = ScriptedTransport([1: [nil]], ports: .success([7]))
    let link = try await connector(radio).connect(to: peer, channel: nil)
    #expect(radio.calls == [.connect(1)])
    let device = Descriptor(owning: try #require(radio.takeFarEnd()))
    #expect(Transfer.write(device.raw, [1, 2, 3]) == .bytes(3))
    #expect(readOnce(link.raw).bytes == [1, 2, 3])
  }

  @Test func aDeviceThatRefusesIsAskedAndItsAnswerRemembered() async throws {
    let radio = ScriptedTransport([6: [nil]], ports: .success([1, 5, 6, 7]))
    let connector = connector(radio)
    _ = try await connector.connect(to: peer, channel: nil)
    // 1 has refused already; it is not tried again.
    #expect(radio.calls == [.connect(1), .ask, .connect(5), .connect(6)])
    _ = try await connector.connect(to: peer, channel: nil)
    #expect(radio.calls.dropFirst(4) == [.connect(6)])
  }

  @Test func aRememberedChannelThatRefusesIsForgotten() async throws {
    let radio = ScriptedTransport(
      [6: [nil, .refused], 1: [.refused, nil]], ports: .success([6, 1]))
    let connector = connector(radio)
    _ = try await connector.connect(to: peer, channel: nil)
    _ = try await connector.connect(to: peer, channel: nil)
    _ = try await connector.connect(to: peer, channel: nil)
    #expect(
      radio.calls == [
        .connect(1), .ask, .connect(6),
        .connect(6), .ask, .connect(1),
        .connect(1),
      ])
  }

  @Test func anAbsentDeviceKeepsItsRememberedChannel() async throws {
    let radio = ScriptedTransport([6: [nil, .noAnswer, nil]], ports: .success([6]))
    let connector = connector(radio)
    _ = try await connector.connect(to: peer, channel: nil)
    #expect(await obstacle(connector) == .noAnswer)
    _ = try await connector.connect(to: peer, channel: nil)
    #expect(radio.calls == [.connect(1), .ask, .connect(6), .connect(6), .connect(6)])
  }

  @Test func aConfiguredChannelIsTheOnlyOne() async throws {
    let radio = ScriptedTransport([3: [nil, .refused]], ports: .success([1]))
    let connector = connector(radio)
    _ = try await connector.connect(to: peer, channel: 3)
    #expect(await obstacle(connector, channel: 3) == .wrongChannel)
    #expect(radio.calls == [.connect(3), .connect(3)])
  }

  @Test func aDeviceWithoutASerialPortIsToldOf() async {
    let radio = ScriptedTransport([:], ports: .success([]))
    #expect(await obstacle(connector(radio)) == .noSerialPort)
  }

  @Test func aDeviceThatRefusesEveryPortItOffersWantsToBePaired() async {
    let radio = ScriptedTransport([:], ports: .success([1, 2]))
    #expect(await obstacle(connector(radio)) == .refused)
    #expect(radio.calls == [.connect(1), .ask, .connect(2)])
  }

  @Test func whatTheQuestionFailsWithIsTold() async {
    let radio = ScriptedTransport([:], ports: .failure(.bluetooth(.unreadableServices, peer)))
    #expect(await obstacle(connector(radio)) == .unreadableServices)
  }

  @Test func aConnectionJustClosedIsWaitedForABoundedNumberOfTimes() async throws {
    let radio = ScriptedTransport([1: [.busy, .busy, nil]])
    _ = try await connector(radio).connect(to: peer, channel: nil)
    #expect(radio.calls == [.connect(1), .connect(1), .connect(1)])

    let held = ScriptedTransport([1: [.busy]])
    #expect(await obstacle(connector(held)) == .busy)
    #expect(held.calls.count == 5)
    #expect(!held.calls.contains(.ask))
  }

  @Test(arguments: [
    BluetoothObstacle.noKernelSupport, .adapterOff, .noAnswer, .notPaired, .dropped, .adapterFull,
  ])
  func otherObstaclesEndTheAttemptAtOnce(_ expected: BluetoothObstacle) async {
    let radio = ScriptedTransport([1: [expected]])
    #expect(await obstacle(connector(radio)) == expected)
    #expect(radio.calls == [.connect(1)])
  }

  @Test func onlyOneDeviceIsPagedAtATime() async throws {
    let radio = ScriptedTransport([1: [nil]], pause: .milliseconds(2))
    let connector = connector(radio)
    await withTaskGroup(of: Void.self) { group in
      for number in 1...6 as ClosedRange<UInt8> {
        group.addTask {
          guard let peer = BluetoothAddress(littleEndian: [number, 0, 0, 0, 0, 0]) else { return }
          _ = try? await connector.connect(to: peer, channel: nil)
        }
      }
    }
    #expect(radio.calls.count == 6)
    #expect(radio.mostAtOnce == 1)
  }

  @Test func aTaskThatGivesUpDoesNotHoldUpTheNext() async throws {
    let radio = ScriptedTransport([1: [nil]], pause: .seconds(3600))
    let connector = connector(radio)
    let peer = peer
    let first = Task { _ = try? await connector.connect(to: peer, channel: nil) }
    while radio.calls.isEmpty { await Task.yield() }
    let second = Task {
      await radioError { () throws(LinkError) in
        _ = try await connector.connect(to: peer, channel: nil)
      }
    }
    second.cancel()
    #expect(await second.value == .system(action: "connect to \(peer)", code: ECANCELED))
    let third = Task { _ = try? await connector.connect(to: peer, channel: nil) }
    first.cancel()
    await first.value
    third.cancel()
    await third.value
    // The second never got as far as the radio.
    #expect(radio.calls.count <= 2)
  }
}
