/// How a number is written: its unit, its decimals, and the range a sane value lies in. The range
/// is told in the schema; the writer does not clamp, since a level of 216 % is legal and a wrong
/// value must stay visible.
package struct Quantity: Sendable {
  package let unit: StaticString
  /// Digits after the point, always all of them.
  package let decimals: Int
  package let minimum: Double?
  package let maximum: Double?

  init(_ unit: StaticString, _ decimals: Int, _ minimum: Double?, _ maximum: Double?) {
    self.unit = unit
    self.decimals = decimals
    self.minimum = minimum
    self.maximum = maximum
  }
}

extension Quantity {
  /// Instants: CLOCK_MONOTONIC, or since the start of the recording.
  package static let instant = Quantity("s", 6, nil, nil)
  /// Durations of phases, holds and rests.
  package static let seconds = Quantity("s", 3, 0, nil)
  package static let milliseconds = Quantity("ms", 1, 0, nil)
  /// A delay that may come before its zero.
  package static let delay = Quantity("ms", 1, nil, nil)
  /// Fractions of the reference in force; above 1 is legal (science 1.8).
  package static let level = Quantity("fraction of the reference", 4, 0, nil)
  package static let microvolts = Quantity("uV", 2, 0, nil)
  package static let counts = Quantity("counts of the device", 2, 0, nil)
  /// A part of a whole.
  package static let fraction = Quantity("fraction", 4, 0, 1)
  /// A coefficient of variation or another ratio that has no upper end.
  package static let ratio = Quantity("ratio", 4, 0, nil)
  package static let percent = Quantity("%", 2, nil, nil)
  package static let percentPerRep = Quantity("% per repetition", 2, nil, nil)
  package static let percentPerSession = Quantity("% per session", 2, nil, nil)
  /// A difference of two fractions.
  package static let change = Quantity("fraction", 4, -1, 1)
  package static let levelPerKilogram = Quantity("fraction of the reference per kg", 5, 0, nil)
  package static let log2 = Quantity("log2 of a ratio", 3, nil, nil)
  package static let decibels = Quantity("dB", 1, nil, nil)
  package static let kilograms = Quantity("kg", 2, 0, nil)
  package static let hertz = Quantity("Hz", 3, 0, nil)
  package static let degrees = Quantity("degrees", 1, 0, nil)
  package static let metres = Quantity("m", 3, 0, nil)
  /// Two decimals at most, for an IMU carries no more (science 3.2).
  package static let metresPerSecond = Quantity("m/s", 2, 0, nil)
  package static let degreesPerSecond = Quantity("degrees/s", 1, 0, nil)
  package static let score = Quantity("points", 1, 0, 100)
  /// A part of the score before its weight.
  package static let part = Quantity("fraction", 3, 0, 1)
  /// A number whose unit another field names.
  package static let named = Quantity("unit of the metric", 4, nil, nil)
  /// A sample, in the unit that the message names.
  package static let sample = Quantity("unit of the message", 4, nil, nil)
}

/// The whole numbers a field may hold.
package struct Count: Sendable {
  package let unit: StaticString
  package let minimum: Int?
  package let maximum: Int?

  init(_ unit: StaticString, _ minimum: Int?, _ maximum: Int?) {
    self.unit = unit
    self.minimum = minimum
    self.maximum = maximum
  }

  /// How many of something.
  package static let count = Count("count", 0, nil)
  /// A number that starts with 1.
  package static let ordinal = Count("ordinal", 1, nil)
  /// Received signal strength.
  package static let signalStrength = Count("dBm", -127, 20)
  /// Pain as people rate it: 0 none, 10 the worst they can think of.
  package static let painLevel = Count("points", 0, 10)
  /// A phase of the programme.
  package static let programmePhase = Count("phase", 1, 5)
}
