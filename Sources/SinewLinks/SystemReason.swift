internal import Glibc

/// The kernel's words for an errno, lower-cased at the start so that they fit into a sentence.
package func systemReason(_ code: CInt) -> String {
  guard let text = unsafe strerror(code) else { return "error \(code)" }
  let words = unsafe String(cString: text)
  return words.prefix(1).lowercased() + words.dropFirst() + " (errno \(code))"
}
