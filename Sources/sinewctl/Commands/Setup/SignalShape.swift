/// How the numbers of a column behave: enough to tell a raw EMG from an envelope.
struct SignalShape {
  private(set) var mean = 0.0
  private(set) var least = 0.0
  private(set) var greatest = 0.0
  /// Mean squared step from number to number over the variance: 2 for noise without memory, near 0
  /// for what was smoothed (von Neumann 1941).
  private(set) var roughness = 0.0
  /// Where the median lies between the least (0) and the greatest (1): near the middle for what
  /// swings to both sides, near 0 for what rises from a rest and falls back to it.
  private(set) var medianPlace = 0.5

  init(_ all: [Double]) {
    let values = all.filter(\.isFinite)
    guard let first = values.first, values.count > 1 else { return }
    let count = Double(values.count)
    mean = values.reduce(0) { $0 + $1 / count }
    least = values.reduce(first) { min($0, $1) }
    greatest = values.reduce(first) { max($0, $1) }
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) / count }
    guard variance > 0 else { return }
    let steps = zip(values, values.dropFirst()).reduce(0) {
      $0 + ($1.1 - $1.0) * ($1.1 - $1.0) / (count - 1)
    }
    roughness = steps / variance
    medianPlace = (values.sorted()[values.count / 2] - least) / (greatest - least)
  }

  /// EMG between 20 and 450 Hz at 500 to 2000 samples a second is rough (0.2 and more) and swings to
  /// both sides, though in a short time not equally far.
  var isRaw: Bool { roughness >= 0.1 && medianPlace > 0.2 && medianPlace < 0.8 }

  /// Smoothed at a few hertz, or rectified: never below its rest.
  var isEnvelope: Bool {
    least >= 0 && greatest > least && (roughness < 0.05 || medianPlace < 0.15)
  }
}

/// The factor from a board's acceleration to g, where three columns show gravity.
struct MotionScale {
  /// Factor to g.
  let toGravities: Float

  /// The length of the mean vector is 1 g while the sensor is held still, within a quarter; in g or
  /// in m/s2 (standard gravity 9.80665, CGPM 1901). Nil where it is neither.
  init?(_ axes: [SignalShape]) {
    guard axes.count == 3 else { return nil }
    let length = axes.reduce(0) { $0 + $1.mean * $1.mean }.squareRoot()
    if abs(length - 1) < 0.25 {
      toGravities = 1
    } else if abs(length / 9.80665 - 1) < 0.25 {
      toGravities = Float(1 / 9.80665)
    } else {
      return nil
    }
  }
}
