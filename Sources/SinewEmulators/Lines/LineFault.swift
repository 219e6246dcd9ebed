/// How a line board misbehaves; each strikes one line.
package enum LineFault: Sendable, Hashable {
  /// Not sent.
  case drop
  /// Cut in half, without its line end: it runs into the next.
  case cut
  /// Random bytes before the line.
  case garbage(bytes: Int)
  /// A log text as a line of its own before the line.
  case text
  /// A column is missing.
  case fewerColumns
  /// `nan` in the first column.
  case notANumber
  /// This and the next lines never arrive.
  case silence(lines: Int)
}
