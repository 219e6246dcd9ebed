internal import Glibc

extension LinkError {
  /// The error for an errno that has nothing to do with a device. `action` completes "the kernel
  /// refused to ...".
  package init(code: CInt, action: String) {
    switch code {
    case EMFILE, ENFILE: self = .tooManyDescriptors
    default: self = .system(action: action, code: code)
    }
  }

  /// The error for an errno from opening or setting up `path`. `group` is the file's group where
  /// it may read and write.
  package init(code: CInt, opening path: String, group: String? = nil) {
    switch code {
    case ENOENT, ENODEV, ENXIO, ENOTDIR: self = .noSuchDevice(path: path)
    case EACCES: self = .permission(path: path, group: group)
    case EPERM: self = .forbidden(path: path)
    case EBUSY, EAGAIN, ETXTBSY: self = .busy(path: path)
    case ENOTTY, EISDIR, ENOTSOCK: self = .notALink(path: path)
    case EIO: self = .gone(path: path)
    case ECONNREFUSED: self = .refused(path: path)
    default: self.init(code: code, action: "open \(path)")
    }
  }
}
