/// One self-contained page: no script, nothing fetched, readable on paper.
struct ReportPage {
  let words: ReportWords
  let title: String
  let sections: [String]

  var html: String {
    """
    <!doctype html>
    <html lang="\(words.lang)"><head><meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
    style-src 'unsafe-inline'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(Markup.escaped(title))</title><style>\(Self.style)</style></head>
    <body><h1>\(Markup.escaped(title))</h1>
    \(sections.joined(separator: "\n"))
    <footer>\(words(
      "Levels are parts of the reference named beside them. The numbers describe these sets and nothing else.",
      "Pegel sind Teile der daneben genannten Referenz. Die Zahlen beschreiben diese Sätze und sonst nichts."
    ))</footer></body></html>

    """
  }

  /// Rows of a table, escaped by whoever makes them.
  static func table(_ heading: [String], _ rows: [[String]]) -> String {
    guard !rows.isEmpty else { return "" }
    func row(_ cells: [String], _ tag: String) -> String {
      "<tr>" + cells.map { "<\(tag)>\($0)</\(tag)>" }.joined() + "</tr>"
    }
    return "<table><thead>\(row(heading, "th"))</thead><tbody>"
      + rows.map { row($0, "td") }.joined(separator: "\n") + "</tbody></table>"
  }

  private static let style = """
    body{font:16px/1.45 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;\
    color:#1a1a1a;background:#fff}h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2.2rem;\
    border-top:1px solid #ccc;padding-top:1rem}figure{margin:1rem 0}figcaption{font-weight:600}\
    svg{width:100%;height:auto}.grid{stroke:#ddd}.tick{font-size:11px;fill:#555}\
    .legend{font-size:.85rem;margin:.2rem 0}.legend span{margin-right:1.2rem;white-space:nowrap}\
    .legend i{display:inline-block;width:.8rem;height:.8rem;margin-right:.35rem}\
    .legend i.line{height:.2rem;vertical-align:middle}i.band{background:#cfe3f5}\
    .band{fill:#cfe3f5;opacity:.7}table{border-collapse:collapse;font-size:.9rem;width:100%}\
    th,td{text-align:left;padding:.2rem .5rem;border-bottom:1px solid #e3e3e3}\
    footer{margin-top:2.5rem;font-size:.8rem;color:#555}@media print{body{margin:0}\
    h2{break-after:avoid}figure{break-inside:avoid}}
    """
}
