import Glibc
import SinewLinks
import Testing

@Suite struct RFCOMMErrorTests {
  private static let peer = BluetoothAddress.sensor

  @Test(arguments: [
    (EAFNOSUPPORT, BluetoothObstacle.noKernelSupport, "modprobe"),
    (EPROTONOSUPPORT, .noKernelSupport, "modprobe"),
    (EHOSTUNREACH, .adapterOff, "power on"), (ENETDOWN, .adapterOff, "rfkill"),
    (EHOSTDOWN, .noAnswer, "switch the sensor on"), (ETIMEDOUT, .noAnswer, "near"),
    (ECONNREFUSED, .refused, "pair 00:06:66:F2:A1:0B"),
    (EACCES, .notPaired, "pair 00:06:66:F2:A1:0B"), (EBADE, .notPaired, "remove 00:06:66:F2:A1:0B"),
    (EBUSY, .busy, "disconnect 00:06:66:F2:A1:0B"), (ECONNRESET, .dropped, "off and on"),
    (EMLINK, .adapterFull, "adapter"), (EOPNOTSUPP, .adapterWithoutClassic, "Classic"),
  ])
  func eachErrnoSaysWhatToDo(code: CInt, obstacle: BluetoothObstacle, remedy: String) {
    let error = LinkError(code: code, connecting: Self.peer)
    #expect(error == .bluetooth(obstacle, Self.peer))
    #expect("\(error)".contains(remedy), "\(error)")
  }

  @Test func otherErrnosKeepTheKernelsReason() {
    let error = LinkError(code: ENOMEM, connecting: Self.peer)
    #expect(error == .system(action: "connect to 00:06:66:F2:A1:0B", code: ENOMEM))
    #expect(LinkError(code: EMFILE, connecting: Self.peer) == .tooManyDescriptors)
  }

  @Test(arguments: BluetoothObstacle.allCases)
  func everyObstacleIsOneSentence(_ obstacle: BluetoothObstacle) {
    let text = "\(LinkError.bluetooth(obstacle, Self.peer))"
    #expect(text.hasSuffix("."))
    #expect(!text.contains("\n"))
    #expect(!text.contains(". "), "two sentences: \(text)")
  }

  /// Disconnects of an RFCOMM socket as the kernel gives them to read(2).
  @Test(arguments: [
    (0, 0, LinkEnd.closed), (-1, ECONNRESET, .reset), (-1, ENOTCONN, .reset),
    (-1, ETIMEDOUT, .outOfRange), (-1, EHOSTDOWN, .outOfRange), (-1, ECONNABORTED, .adapterGone),
    (-1, ENETDOWN, .adapterGone),
  ])
  func eachEndOfTheLinkIsAnEnd(result: Int, code: CInt, end: LinkEnd) {
    #expect(Transfer(readResult: result, code: code) == .ended(end))
    #expect("\(end)".hasSuffix("."))
  }

  @Test func aResetComesAfterTheBytesBeforeIt() throws {
    let (near, far) = try socketPair()
    let link = Descriptor(owning: near)
    do {
      let device = Descriptor(owning: far)
      #expect(Transfer.write(link.raw, [9]) == .bytes(1))
      #expect(Transfer.write(device.raw, [1, 2]) == .bytes(2))
    }
    // Closed with a byte of ours unread: the kernel says ECONNRESET, then 0.
    var seen: [Transfer] = []
    for _ in 0..<3 { seen.append(readOnce(link.raw).transfer) }
    #expect(seen.contains(.ended(.reset)))
    #expect(seen.last == .ended(.closed))
    #expect(Transfer.write(link.raw, [1]) == .ended(.reset))
  }
}
