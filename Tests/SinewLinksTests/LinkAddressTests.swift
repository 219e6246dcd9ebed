import Glibc
import SinewLinks
import Testing

@Suite struct LinkAddressTests {
  private let settings = SerialSettings(baud: 115_200)

  @Test(arguments: [
    ("/dev/ttyUSB0", LinkAddress.serial(path: "/dev/ttyUSB0")),
    ("/dev/sinew/cyton-DM01", .serial(path: "/dev/sinew/cyton-DM01")),
    ("fifo:/run/emg", .fifo(path: "/run/emg")),
    ("unix:/run/emg.sock", .unix(path: "/run/emg.sock")),
    ("replay:a:b.session", .replay(path: "a:b.session")),
  ])
  func addressesAreReadAndWrittenAlike(text: String, expected: LinkAddress) throws {
    let address = try LinkAddress(text)
    #expect(address == expected)
    #expect("\(address)" == text)
  }

  @Test(arguments: [
    "", "ttyUSB0", "fifo:", "unix:", "tcp:1.2.3.4", ":x", "FIFO:/x", "/dev/\0tty",
    "unix:/" + String(repeating: "x", count: 107), "/" + String(repeating: "x", count: 4095),
  ])
  func whatIsNoAddressIsRefusedWithItsReason(text: String) {
    let error = linkError { () throws(LinkError) in _ = try LinkAddress(text) }
    guard case .badAddress(let named, let why) = error else {
      Issue.record("accepted")
      return
    }
    #expect(named == text)
    #expect(!why.isEmpty)
  }

  @Test func aNamedPipeIsReadAndEndsWithItsWriter() throws {
    let path = scratchPath("fifo")
    let made = unsafe mkfifo(path, 0o600)
    #expect(made == 0)
    defer { _ = unsafe unlink(path) }
    let link = try LinkAddress("fifo:\(path)").open(settings: settings)
    var poller = try Poller()
    try poller.add(link.raw, tag: 1)
    let beforeAnyWriter = poller.wait(timeoutMs: 0)
    #expect(beforeAnyWriter == 0)
    do {
      let writer = Descriptor(owning: unsafe open(path, O_WRONLY | O_NONBLOCK))
      #expect(Transfer.write(writer.raw, [65, 66]) == .bytes(2))
      #expect(readOnce(link.raw).bytes == [65, 66])
      #expect(readOnce(link.raw).transfer == .notNow)
    }
    #expect(readOnce(link.raw).transfer == .ended(.closed))
  }

  @Test func aUnixSocketIsALink() throws {
    let path = scratchPath("sock")
    let listener = Descriptor(owning: socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0))
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let bound = unsafe withUnsafePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(listener.raw, $0, size)
      }
    }
    #expect(bound == 0)
    defer { _ = unsafe unlink(path) }
    let target = try LinkAddress("unix:\(path)")
    let settings = settings
    let early = linkError { () throws(LinkError) in _ = try target.open(settings: settings) }
    #expect(early == .refused(path: path))
    #expect(listen(listener.raw, 1) == 0)
    let link = try target.open(settings: settings)
    let device = Descriptor(owning: accept(listener.raw, nil, nil))
    #expect(Transfer.write(device.raw, [1, 2, 3]) == .bytes(3))
    #expect(readOnce(link.raw).bytes == [1, 2, 3])
  }

  @Test func aFileIsNoPipeAndAReplayIsNoDevice() {
    let settings = settings
    for text in ["fifo:/dev/null", "replay:/dev/null", "unix:/dev/null", "fifo:/no-such"] {
      let error = linkError { () throws(LinkError) in
        _ = try LinkAddress(text).open(settings: settings)
      }
      #expect(error != nil)
    }
  }
}
