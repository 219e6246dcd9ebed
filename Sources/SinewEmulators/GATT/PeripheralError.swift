/// Why a pretend wearable's socket could not be made.
package enum PeripheralError: Error, Equatable, CustomStringConvertible {
  /// A system call failed: its name and `errno`.
  case system(call: String, errno: Int32)
  /// The path is taken by something that is not a socket.
  case pathTaken(String)
  /// A socket's path has at most 107 bytes.
  case pathTooLong(String)

  package var description: String {
    switch self {
    case .system(let call, let code): "no pretend wearable: \(call) failed with errno \(code)"
    case .pathTaken(let path): "\(path) exists and is not a socket: choose another path"
    case .pathTooLong(let path): "\(path) is too long for a socket: choose a shorter path"
    }
  }
}
