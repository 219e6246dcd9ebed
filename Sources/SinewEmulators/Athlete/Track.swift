internal import Glibc

/// One coordinate of the body over time: moves between values, still in the gaps.
struct Track: Sendable {
  /// A move from one value to another.
  struct Move: Sendable {
    var start: Double
    var end: Double
    var from: Double
    var to: Double
    /// Unsteadiness: share of the range, and how often it waves.
    var ripple = 0.0
    var waves = 2.0
  }

  /// Value, first and second derivative.
  struct State: Sendable {
    var value = 0.0
    var rate = 0.0
    var acceleration = 0.0
  }

  private(set) var moves: [Move] = []
  private var cursor = 0

  /// Where the track stands after its last move.
  var final: Double { moves.last?.to ?? 0 }

  /// Adds a move; it must start after the one before has ended. Moves without duration are dropped.
  mutating func move(
    _ start: Double, _ end: Double, to value: Double, ripple: Double = 0, waves: Double = 2
  ) {
    guard end > start else { return }
    moves.append(
      Move(start: start, end: end, from: final, to: value, ripple: ripple, waves: waves))
  }

  /// The state at `seconds`; cheap when times go forwards.
  mutating func state(at seconds: Double) -> State {
    if cursor < moves.count, moves[cursor].start > seconds { cursor = 0 }
    while cursor < moves.count, moves[cursor].end <= seconds { cursor += 1 }
    guard cursor < moves.count else { return State(value: final) }
    let move = moves[cursor]
    return seconds < move.start ? State(value: move.from) : move.state(at: seconds)
  }
}

extension Track.Move {
  /// A lifter brakes and speeds up softly and moves evenly between: the rate is a trapezoid with
  /// smooth (3x^2 - 2x^3) flanks of a quarter of the move, 0.35 s at most.
  func state(at seconds: Double) -> Track.State {
    let duration = end - start
    let flank = min(0.25, 0.35 / duration)
    let time = (seconds - start) / duration
    let mirrored = time > 0.5
    let (s, v, a) = Self.halfway(mirrored ? 1 - time : time, flank: flank)
    let range = to - from
    let wave = 2 * Double.pi * waves
    // 1 - cos is zero with zero slope at both ends, so that the wave starts and ends at rest.
    let position = (mirrored ? 1 - s : s) + ripple * (1 - cos(wave * time))
    let rate = v + ripple * wave * sin(wave * time)
    let acceleration = (mirrored ? -a : a) + ripple * wave * wave * cos(wave * time)
    return Track.State(
      value: from + range * position, rate: range * rate / duration,
      acceleration: range * acceleration / (duration * duration))
  }

  /// Normalised position, rate and acceleration for the first half of a move.
  private static func halfway(_ time: Double, flank: Double) -> (Double, Double, Double) {
    let top = 1 / (1 - flank)
    let x = time / flank
    guard x < 1 else { return (top * (time - flank / 2), top, 0) }
    return (
      top * flank * (x * x * x - x * x * x * x / 2), top * (3 * x * x - 2 * x * x * x),
      top / flank * (6 * x - 6 * x * x)
    )
  }
}
