/// Why the daemon can't start or go on; each case is one sentence that says what to do.
package enum DaemonError: Error, CustomStringConvertible {
  case socket(path: String, why: String)
  case configuration(String)
  case system(String)

  package var description: String {
    switch self {
    case .socket(let path, let why): "can't listen on \(path): \(why)"
    case .configuration(let sentence): sentence
    case .system(let sentence): sentence
    }
  }
}
