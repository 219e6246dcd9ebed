/// A fault in a configuration or catalogue file: where it is and one sentence for a person.
package struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file as its reader named it, normally a path.
  package let file: String
  /// The line in that file, from 1; 0 when the fault concerns the file as a whole.
  package let line: Int
  /// One sentence that says what is wrong and, where it can, what would be right.
  package let message: String

  package init(file: String, line: Int, message: String) {
    self.file = file
    self.line = line
    self.message = message
  }

  /// `file:line: message`, the form that editors understand.
  package var description: String {
    line > 0 ? "\(file):\(line): \(message)" : "\(file): \(message)"
  }
}
