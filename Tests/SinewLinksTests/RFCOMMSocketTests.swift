import Glibc
import SinewLinks
import Testing

/// How connecting ends. A socket pair whose buffer is full stands for a page under way: it is not
/// writable until the other end reads.
@Suite struct RFCOMMSocketTests {
  private let peer = BluetoothAddress.sensor

  private func paging() throws -> (near: CInt, far: CInt) {
    let (near, far) = try socketPair()
    let block = [UInt8](repeating: 0, count: 65536)
    while case .bytes = Transfer.write(near, block[...]) {}
    return (near, far)
  }

  @Test func aConnectionIsThereAsSoonAsTheDeviceAnswers() async throws {
    let ends = try paging()
    let near = Descriptor(owning: ends.near)
    let waiter = try DescriptorWaiter()
    let device = ends.far
    let answer = Task.detached {
      while case .bytes = readOnce(device).transfer {}
    }
    try await BluetoothSocket.connected(near, peer, seconds: 60, waiter)
    await answer.value
    _ = close(device)
  }

  @Test func aPageThatNobodyAnswersHasAnEnd() async throws {
    let ends = try paging()
    let near = Descriptor(owning: ends.near)
    let far = Descriptor(owning: ends.far)
    let waiter = try DescriptorWaiter()
    let error = await radioError { () throws(LinkError) in
      try await BluetoothSocket.connected(near, peer, seconds: 0.01, waiter)
    }
    #expect(error == .bluetooth(.noAnswer, peer))
    #expect(far.raw >= 0)
  }

  @Test func whatTheSocketFailedWithIsTold() async throws {
    let ends = try paging()
    let near = Descriptor(owning: ends.near)
    let waiter = try DescriptorWaiter()
    // Closed with our bytes unread: SO_ERROR is ECONNRESET.
    _ = close(ends.far)
    let error = await radioError { () throws(LinkError) in
      try await BluetoothSocket.connected(near, peer, seconds: 60, waiter)
    }
    #expect(error == .bluetooth(.dropped, peer))
  }

  @Test func aCancelledTaskDoesNotWaitForThePage() async throws {
    let ends = try paging()
    let far = Descriptor(owning: ends.far)
    let waiter = try DescriptorWaiter()
    let peer = peer
    let connecting = Task {
      let socket = Descriptor(owning: ends.near)
      return await radioError { () throws(LinkError) in
        try await BluetoothSocket.connected(socket, peer, seconds: 3600, waiter)
      }
    }
    connecting.cancel()
    #expect(await connecting.value == .system(action: "connect to \(peer)", code: ECANCELED))
    #expect(far.raw >= 0)
  }

  /// In a container as on a computer without the modules; elsewhere there is nothing to see.
  @Test(.enabled(if: kernelHasNoBluetooth))
  func aKernelWithoutBluetoothIsToldOfInOneSentence() async throws {
    let connector = RFCOMMConnector(transport: KernelRFCOMM(waiter: try DescriptorWaiter()))
    for channel in [nil, 3] as [UInt8?] {
      let error = await radioError { () throws(LinkError) in
        _ = try await connector.connect(to: peer, channel: channel)
      }
      #expect(error == .bluetooth(.noKernelSupport, peer))
    }
    let transport = KernelRFCOMM(waiter: try DescriptorWaiter())
    let asked = await radioError { () throws(LinkError) in
      _ = try await transport.serialPorts(of: peer)
    }
    #expect(asked == .bluetooth(.noKernelSupport, peer))
  }
}

private var kernelHasNoBluetooth: Bool {
  let raw = socket(31, CInt(SOCK_STREAM.rawValue), 3)
  guard raw >= 0 else { return errno == EAFNOSUPPORT || errno == EPROTONOSUPPORT }
  _ = close(raw)
  return false
}
