/// One way for power to pass from one level to another, as a staircase of few steps.
///
/// Steps let prefix sums stand for the samples under them, which makes the cost of a likelihood
/// independent of the ramp's length. They are narrow near the start, where they decide the date.
struct Ramp {
  /// How power rises along the ramp.
  enum Shape: BitwiseCopyable {
    /// Amplitude in proportion to time: the muscle is switched on.
    case linear
    /// A jump, then power by a constant factor a time: slow recruitment.
    case recruiting
  }

  /// The most steps of a ramp.
  static let most = 20

  let steps: Int
  /// Where each step begins, in cells; then where the ramp ends.
  private(set) var bounds = [0]
  /// Mean over each step of the squared (linear) or plain (recruiting) fraction of the ramp.
  private(set) var fractions: [Double] = []

  /// - Parameters:
  ///   - samples: length of the ramp, at least 1.
  ///   - cell: samples in a cell, the unit of steps.
  init(shape: Shape, samples: Int, cell: Int) {
    let isLinear = shape == .linear
    let cells = (samples + cell - 1) / cell
    var count = 0
    var end = 0
    while end < cells {
      // Where power grows by a constant factor, steps are equal; where it grows from the level
      // before, they widen. None is narrower than a cell.
      let place = Double(count + 1) / Double(Ramp.most)
      let share = isLinear ? place * Mathematics.squareRoot(place) : place
      let even = Int(Double(cells) * share + 0.5)
      end = count + 1 == Ramp.most ? cells : min(cells, max(end + 1, even))
      count += 1
      bounds.append(end)
    }
    steps = count
    for step in 0..<count {
      let range = bounds[step] * cell..<bounds[step + 1] * cell
      var sum = 0.0
      for sample in range {
        let fraction = min(1, Double(sample + 1) / Double(samples))
        sum += isLinear ? fraction * fraction : fraction
      }
      fractions.append(sum / Double(range.count))
    }
  }
}
