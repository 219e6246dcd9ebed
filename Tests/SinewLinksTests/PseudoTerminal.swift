import Glibc
import SinewLinks

/// A pseudo-terminal that plays the device: `device` is its end, `path` the port the daemon opens.
struct PseudoTerminal: ~Copyable {
  let device: Descriptor
  let path: String

  init() throws {
    var master: CInt = -1
    var slave: CInt = -1
    var name = [CChar](repeating: 0, count: 128)
    let result = unsafe name.withUnsafeMutableBufferPointer {
      unsafe openpty(&master, &slave, $0.baseAddress, nil, nil)
    }
    guard result == 0 else { throw LinkError(code: errno, action: "make a pseudo-terminal") }
    _ = close(slave)
    device = Descriptor(owning: master)
    path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  func send(_ bytes: [UInt8]) { _ = Transfer.write(device.raw, bytes[...]) }
}

/// Reads once into a buffer of 512 bytes.
func readOnce(_ fd: CInt) -> (transfer: Transfer, bytes: [UInt8]) {
  var buffer = [UInt8](repeating: 0, count: 512)
  let transfer = unsafe buffer.withUnsafeMutableBytes { unsafe Transfer.read(fd, into: $0) }
  guard case .bytes(let count) = transfer else { return (transfer, []) }
  return (transfer, Array(buffer.prefix(count)))
}

/// Two ends of a connected Unix stream socket.
func socketPair() throws -> (near: CInt, far: CInt) {
  var ends: [CInt] = [-1, -1]
  let kind = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_NONBLOCK.rawValue)
  guard unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
    throw LinkError(code: errno, action: "make a socket pair")
  }
  return (ends[0], ends[1])
}

/// The error a closure throws, nil when it throws none.
func linkError(_ body: () throws(LinkError) -> Void) -> LinkError? {
  do throws(LinkError) {
    try body()
    return nil
  } catch {
    return error
  }
}

/// A path in the temporary folder that no other test uses.
func scratchPath(_ name: String) -> String {
  "/tmp/sinew-links-\(getpid())-\(UInt64.random(in: 0 ... .max))-\(name)"
}
