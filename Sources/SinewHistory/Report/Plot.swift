/// One chart as inline SVG: bars or points over numbered places, with lines across.
struct Plot {
  /// One kind of bar or point.
  struct Series {
    let name: String
    let color: String
    /// By place; nil: nothing was measured there.
    let values: [Double?]
  }

  /// A straight line from the first place to the last.
  struct Line {
    let name: String
    let color: String
    let from: Double
    let to: Double
    let isDashed: Bool
  }

  /// An area between two lines.
  struct Band {
    let name: String
    let lower: (from: Double, to: Double)
    let upper: (from: Double, to: Double)
  }

  let title: String
  let unit: String
  /// What stands below each place.
  let places: [String]
  let series: [Series]
  var lines: [Line] = []
  var band: Band?
  var isPoints = false
  /// The axis reaches at least so far.
  var least = 0.0...0.1

  private static let (width, height) = (680.0, 240.0)
  private static let (left, top, bottom, right) = (52.0, 14.0, 34.0, 12.0)

  /// Figure, legend and a title that a screen reader speaks.
  var svg: String {
    let range = range
    var parts = [
      "<figure><figcaption>\(Markup.escaped(title))</figcaption>",
      "<svg viewBox=\"0 0 680 240\" role=\"img\" aria-label=\"\(Markup.escaped(title))\">",
    ]
    parts += grid(range)
    if let band { parts.append(area(band, range)) }
    parts += isPoints ? points(range) : bars(range)
    parts += lines.map { line($0, range) }
    parts.append("</svg>")
    parts.append(legend)
    parts.append("</figure>")
    return parts.joined(separator: "\n")
  }

  private var range: ClosedRange<Double> {
    var all = series.flatMap { $0.values.compactMap(\.self) }
    all += lines.flatMap { [$0.from, $0.to] }
    if let band {
      all += [band.lower.from, band.lower.to, band.upper.from, band.upper.to]
    }
    let finite = all.filter(\.isFinite)
    let low = min(least.lowerBound, finite.min() ?? 0)
    let high = max(least.upperBound, (finite.max() ?? 0) * 1.05)
    return low...max(high, low + 0.001)
  }

  private func y(_ value: Double, _ range: ClosedRange<Double>) -> Double {
    let part = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    return Self.height - Self.bottom - part * (Self.height - Self.bottom - Self.top)
  }

  /// The middle of a place.
  private func x(_ place: Int) -> Double {
    Self.left + (Double(place) + 0.5) * step
  }

  private var step: Double {
    (Self.width - Self.left - Self.right) / Double(max(1, places.count))
  }

  private func grid(_ range: ClosedRange<Double>) -> [String] {
    let span = range.upperBound - range.lowerBound
    var parts = (0...4).map { index -> String in
      let value = range.lowerBound + span * Double(index) / 4
      let height = Markup.fixed(y(value, range), 1)
      return "<line x1=\"52\" x2=\"668\" y1=\"\(height)\" y2=\"\(height)\" class=\"grid\"/>"
        + "<text x=\"46\" y=\"\(height)\" class=\"tick\" text-anchor=\"end\""
        + " dominant-baseline=\"middle\">\(Markup.fixed(value, span < 2 ? 2 : span < 20 ? 1 : 0))</text>"
    }
    let every = max(1, (places.count + 13) / 14)
    for (index, place) in places.enumerated() where index % every == 0 {
      parts.append(
        "<text x=\"\(Markup.fixed(x(index), 1))\" y=\"222\" class=\"tick\""
          + " text-anchor=\"middle\">\(Markup.escaped(place))</text>")
    }
    parts.append(
      "<text x=\"52\" y=\"236\" class=\"tick\">\(Markup.escaped(unit))</text>")
    return parts
  }

  private func bars(_ range: ClosedRange<Double>) -> [String] {
    let width = step * 0.8 / Double(max(1, series.count))
    let zero = y(max(0, range.lowerBound), range)
    return series.enumerated().flatMap { index, series in
      series.values.enumerated().compactMap { place, value -> String? in
        guard let value, value.isFinite else { return nil }
        let end = y(value, range)
        let start = x(place) - step * 0.4 + Double(index) * width
        return "<rect x=\"\(Markup.fixed(start, 1))\" y=\"\(Markup.fixed(min(end, zero), 1))\""
          + " width=\"\(Markup.fixed(max(1, width - 1), 1))\""
          + " height=\"\(Markup.fixed(max(0.5, abs(zero - end)), 1))\" fill=\"\(series.color)\"/>"
      }
    }
  }

  private func points(_ range: ClosedRange<Double>) -> [String] {
    series.flatMap { series in
      series.values.enumerated().compactMap { place, value -> String? in
        guard let value, value.isFinite else { return nil }
        return
          "<circle cx=\"\(Markup.fixed(x(place), 1))\" cy=\"\(Markup.fixed(y(value, range), 1))\""
          + " r=\"4\" fill=\"\(series.color)\"/>"
      }
    }
  }

  private func line(_ line: Line, _ range: ClosedRange<Double>) -> String {
    // A level line crosses everything; a trend says nothing beyond its first and last place.
    let ends =
      line.from == line.to ? (Self.left, Self.width - Self.right) : (x(0), x(places.count - 1))
    return "<line x1=\"\(Markup.fixed(ends.0, 1))\" x2=\"\(Markup.fixed(ends.1, 1))\""
      + " y1=\"\(Markup.fixed(y(line.from, range), 1))\" y2=\"\(Markup.fixed(y(line.to, range), 1))\""
      + " stroke=\"\(line.color)\" stroke-width=\"2\""
      + (line.isDashed ? " stroke-dasharray=\"6 4\"" : "") + "/>"
  }

  private func area(_ band: Band, _ range: ClosedRange<Double>) -> String {
    let (first, last) = (x(0), x(places.count - 1))
    let corners = [
      (first, band.lower.from), (last, band.lower.to), (last, band.upper.to),
      (first, band.upper.from),
    ]
    let path = corners.map { "\(Markup.fixed($0.0, 1)),\(Markup.fixed(y($0.1, range), 1))" }
    return "<polygon points=\"\(path.joined(separator: " "))\" class=\"band\"/>"
  }

  private var legend: String {
    var entries = series.map { ("<i style=\"background:\($0.color)\"></i>", $0.name) }
    entries += lines.map { ("<i class=\"line\" style=\"background:\($0.color)\"></i>", $0.name) }
    if let band { entries.append(("<i class=\"band\"></i>", band.name)) }
    return "<p class=\"legend\">"
      + entries.map { "<span>\($0.0)\(Markup.escaped($0.1))</span>" }.joined() + "</p>"
  }
}
