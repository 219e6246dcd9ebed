/// How a line board writes its numbers down.
package struct LineStyle: Sendable {
  /// Where the names of the columns stand.
  package enum Labels: Sendable {
    /// Numbers only.
    case none
    /// `EMG:512` in every line.
    case inline
    /// One line of words after reset.
    case header
    /// Teleplot: `>name:milliseconds:value` and a line for each column.
    case teleplot
  }

  /// Labels, the text between columns, and the end of a line.
  package var labels = Labels.none
  package var separator = ","
  package var lineEnd = "\r\n"
  /// Printed after each reset, before the first numbers.
  package var bootText = ""
  /// Teleplot's unit after the value, without the section sign; empty for none.
  package var unit = ""

  package init() {}

  /// Writes `values` with their `names`; `milliseconds` is the board's clock for Teleplot.
  func line(names: [String], values: [String], milliseconds: UInt32) -> String {
    switch labels {
    case .none, .header: values.joined(separator: separator) + lineEnd
    case .inline:
      zip(names, values).map { "\($0):\($1)" }.joined(separator: separator) + lineEnd
    case .teleplot:
      zip(names, values).map {
        ">\($0):\(milliseconds):\($1)\(unit.isEmpty ? "" : "\u{A7}" + unit)\(lineEnd)"
      }.joined()
    }
  }
}
