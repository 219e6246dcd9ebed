import Glibc
import SinewLinks
import Testing

@Suite struct LinkErrorTests {
  private static let all: [LinkError] = [
    .noSuchDevice(path: "/dev/ttyUSB0"), .permission(path: "/dev/ttyUSB0", group: "dialout"),
    .permission(path: "/dev/ttyUSB0", group: nil), .forbidden(path: "/dev/ttyUSB0"),
    .busy(path: "/dev/ttyUSB0"), .notALink(path: "/dev/null"),
    .unsupportedBaud(path: "/dev/ttyUSB0", asked: 222_222, got: 230_400),
    .unsupportedBaud(path: "/dev/ttyUSB0", asked: 222_222, got: 0), .refused(path: "/run/x"),
    .gone(path: "/dev/ttyUSB0"), .badAddress(text: "usb", why: "it is wrong"),
    .tooManyDescriptors, .system(action: "open /dev/ttyUSB0", code: ENOMEM),
  ]

  @Test func everyErrorIsOneSentence() {
    for error in Self.all {
      let text = "\(error)"
      #expect(text.hasSuffix("."))
      #expect(!text.contains("\n"))
      #expect(!text.contains(". "), "two sentences: \(text)")
    }
  }

  @Test func aRefusalForLackOfPermissionNamesTheGroupToJoin() {
    let error = LinkError(code: EACCES, opening: "/dev/ttyUSB0", group: "dialout")
    #expect(error == .permission(path: "/dev/ttyUSB0", group: "dialout"))
    #expect("\(error)".contains("usermod -aG dialout"))
    #expect("\(LinkError(code: EACCES, opening: "/dev/x"))".contains("udev rules"))
  }

  @Test(arguments: [
    (ENOENT, LinkError.noSuchDevice(path: "p")), (ENODEV, .noSuchDevice(path: "p")),
    (ENXIO, .noSuchDevice(path: "p")), (EPERM, .forbidden(path: "p")),
    (EBUSY, .busy(path: "p")), (EAGAIN, .busy(path: "p")), (ENOTTY, .notALink(path: "p")),
    (EIO, .gone(path: "p")), (ECONNREFUSED, .refused(path: "p")),
    (EMFILE, .tooManyDescriptors), (ENFILE, .tooManyDescriptors),
    (ENOMEM, .system(action: "open p", code: ENOMEM)),
  ])
  func eachErrnoHasItsSentence(code: CInt, expected: LinkError) {
    #expect(LinkError(code: code, opening: "p") == expected)
  }
}

@Suite struct LinkEndTests {
  @Test(arguments: [
    (0, CInt(0), Transfer.ended(.closed)), (7, 0, .bytes(7)), (-1, EAGAIN, .notNow),
    (-1, EINTR, .notNow), (-1, EIO, .ended(.unplugged)), (-1, ENODEV, .ended(.unplugged)),
    (-1, ECONNRESET, .ended(.reset)), (-1, ENOTCONN, .ended(.reset)),
    (-1, ETIMEDOUT, .ended(.outOfRange)), (-1, ECONNABORTED, .ended(.adapterGone)),
    (-1, EBADF, .ended(.failed(code: EBADF))),
  ])
  func aReadIsJudgedByResultAndErrno(result: Int, code: CInt, expected: Transfer) {
    #expect(Transfer(readResult: result, code: code) == expected)
  }

  @Test func aSocketThatIsClosedEndsTheLinkWithoutASignal() throws {
    let (near, far) = try socketPair()
    let link = Descriptor(owning: near)
    #expect(readOnce(link.raw).transfer == .notNow)
    _ = close(far)
    #expect(readOnce(link.raw).transfer == .ended(.closed))
    #expect(Transfer.write(link.raw, [1]) == .ended(.reset))
  }

  @Test func aFullSocketSaysNotNow() throws {
    let (near, far) = try socketPair()
    let link = Descriptor(owning: near)
    let other = Descriptor(owning: far)
    let block = [UInt8](repeating: 1, count: 65536)
    var last = Transfer.bytes(1)
    for _ in 0..<1000 where last != .notNow { last = Transfer.write(link.raw, block[...]) }
    #expect(last == .notNow)
    #expect(other.raw >= 0)
  }

  @Test func everyEndIsASentence() {
    let ends: [LinkEnd] = [
      .closed, .unplugged, .reset, .outOfRange, .adapterGone, .failed(code: EBADF),
    ]
    for end in ends { #expect("\(end)".hasSuffix(".")) }
  }
}
