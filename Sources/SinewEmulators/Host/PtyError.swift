/// Why a pretend port could not be made.
package enum PtyError: Error, Equatable, CustomStringConvertible {
  /// A system call failed: its name and `errno`.
  case system(call: String, errno: Int32)
  /// The link's path is taken by something that is not a symbolic link.
  case pathTaken(String)

  package var description: String {
    switch self {
    case .system(let call, let code): "no pretend serial port: \(call) failed with errno \(code)"
    case .pathTaken(let path): "\(path) exists and is not a link: choose another path"
    }
  }
}
