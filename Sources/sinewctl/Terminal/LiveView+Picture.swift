/// How a station is drawn.
extension LiveView {
  /// The picture, line by line.
  ///
  /// - Parameter rows: lines it may have; below 4 only the title is left.
  func lines(columns: Int, rows: Int) -> [String] {
    guard rows >= 4 else { return [title(columns)] }
    var top = [title(columns), ""]
    for row in muscles { top += bar(row, columns: columns) }
    let clock = phaseBegan.map { Figures.fixed(max(0, now - $0), 1) + " s" } ?? ""
    let target = phaseTarget.map { "   target \(Figures.fixed($0, 1)) s" } ?? ""
    top += ["", " \(Ink.bold(Figures.padded(phase, 24))) \(clock)\(target)", ""]
    var bottom: [String] = []
    if !cue.isEmpty { bottom += ["", " " + Ink.orange(Ink.bold("»  \(cue)"))] }
    if !summary.isEmpty { bottom += [""] + summary.map { " " + $0 } }
    let notices = (notice.isEmpty ? [] : [notice]) + faults.values.sorted()
    if !notices.isEmpty { bottom += [""] + notices.map { " " + Ink.dim($0) } }
    let room = max(0, rows - top.count - bottom.count)
    let shown = reps.suffix(min(8, room)).map { " " + $0 }
    return Array((top + shown + bottom).prefix(rows))
  }

  /// Whether there is more to show than the title.
  var isBusy: Bool { self.set != nil || !summary.isEmpty || !notice.isEmpty || !faults.isEmpty }

  private func title(_ columns: Int) -> String {
    let title = " Sinew  \(nickname)  \(Figures.muscle(exercise, side: nil))"
    let state = set.map { "set \($0)   rep \(counted)" } ?? "waiting for the first repetition"
    let gap = max(2, columns - title.count - state.count - 1)
    return Ink.reverse(title + String(repeating: " ", count: gap) + state + " ")
  }

  /// A bar from 0 to 100 % of the reference with the target band marked under it.
  private func bar(_ row: Row, columns: Int) -> [String] {
    let name = Figures.padded(" " + Figures.muscle(row.id, side: row.side), 24)
    let width = max(10, columns - 24 - 18)
    guard let level = row.level else {
      let raw = row.raw.map { Figures.fixed($0, 0) + " without reference" } ?? "-"
      return ["\(name) \(raw)"]
    }
    let filled = max(0, min(width, Int((level * Double(width)).rounded())))
    let body =
      String(repeating: "█", count: filled) + String(repeating: "·", count: width - filled)
    let ink = row.role == "target" ? Ink.blue(body) : Ink.orange(body)
    let state = row.quality == "good" ? (row.isActive ? "on" : "") : row.quality
    var lines = ["\(name)\(ink) \(Figures.right(Figures.percent(level), 6)) \(state)"]
    if let band = row.band {
      let low = max(0, min(width - 1, Int(band.low * Double(width))))
      let high = max(low + 1, min(width, Int(band.high * Double(width))))
      let marks =
        String(repeating: " ", count: 24 + low) + String(repeating: "▔", count: high - low)
      lines.append(Ink.dim(marks))
    }
    return lines
  }
}
