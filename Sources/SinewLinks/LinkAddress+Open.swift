internal import Glibc

extension LinkAddress {
  /// Opens the link without blocking. `settings` matter to terminals only; `warn` gets a sentence
  /// for each thing that could not be had. A replay has no descriptor to open: `SessionReader`
  /// gives its bytes; a radio takes its time: `RFCOMMConnector`,
  /// `BLELink`.
  package func open(
    settings: SerialSettings, warn: (String) -> Void = { _ in }
  ) throws(LinkError) -> Descriptor {
    switch self {
    case .serial(let path): try SerialPort.open(path: path, settings: settings, warn: warn)
    case .fifo(let path): try openPipe(path)
    case .unix(let path): try connectUnixSocket(path, kind: SOCK_STREAM)
    case .replay:
      throw .badAddress(text: description, why: "a recording is read, not opened as a device")
    case .rfcomm, .ble, .gatt:
      throw .badAddress(text: description, why: "it is connected to, not opened as a file")
    }
  }
}

/// Read only: what we would write into the pipe we would read again. A pipe without a writer gives
/// no event until one comes; when it goes, the pipe ends and is opened anew.
private func openPipe(_ path: String) throws(LinkError) -> Descriptor {
  let pipe = try openFile(path, flags: O_RDONLY)
  var status = stat()
  guard unsafe fstat(pipe.raw, &status) == 0, status.st_mode & S_IFMT == S_IFIFO else {
    throw .notALink(path: path)
  }
  return pipe
}

/// A connected socket that does not block.
func connectUnixSocket(
  _ path: String, kind: __socket_type
) throws(LinkError) -> Descriptor {
  let kind =
    CInt(kind.rawValue) | CInt(SOCK_NONBLOCK.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
  let raw = socket(AF_UNIX, kind, 0)
  guard raw >= 0 else { throw LinkError(code: errno, action: "make a socket") }
  let made = Descriptor(owning: raw)
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  let fits = unsafe withUnsafeMutableBytes(of: &address.sun_path) { target in
    let bytes = Array(path.utf8)
    guard bytes.count < target.count else { return false }
    unsafe target.copyBytes(from: bytes)
    return true
  }
  guard fits else {
    throw .badAddress(
      text: "unix:\(path)",
      why: "a socket's path has at most \(LinkAddress.longestSocketPath) bytes")
  }
  let size = socklen_t(MemoryLayout<sockaddr_un>.size)
  let result = unsafe withUnsafePointer(to: &address) { pointer in
    unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      unsafe Glibc.connect(made.raw, $0, size)
    }
  }
  guard result == 0 else {
    let code = errno
    throw LinkError(code: code, opening: path, group: code == EACCES ? openingGroup(path) : nil)
  }
  return made
}
