internal import Glibc

/// Opens `path` close-on-exec and non-blocking, and turns a refusal into a sentence.
func openFile(_ path: String, flags: CInt) throws(LinkError) -> Descriptor {
  let raw = unsafe open(path, flags | O_NONBLOCK | O_CLOEXEC)
  guard raw >= 0 else {
    let code = errno
    throw LinkError(code: code, opening: path, group: code == EACCES ? openingGroup(path) : nil)
  }
  return Descriptor(owning: raw)
}

/// The name of the group that may read and write `path`; nil where none may.
func openingGroup(_ path: String) -> String? {
  var status = stat()
  guard unsafe stat(path, &status) == 0, status.st_mode & 0o060 == 0o060 else { return nil }
  // The root group is nothing a person should join for a sensor.
  guard status.st_gid != 0 else { return nil }
  var entry = unsafe group()
  var found: UnsafeMutablePointer<group>?
  var text = [CChar](repeating: 0, count: 4096)
  let code = unsafe text.withUnsafeMutableBufferPointer { buffer in
    unsafe getgrgid_r(status.st_gid, &entry, buffer.baseAddress, buffer.count, &found)
  }
  guard code == 0, unsafe found != nil, let name = unsafe entry.gr_name else {
    return "\(status.st_gid)"
  }
  return unsafe String(cString: name)
}
