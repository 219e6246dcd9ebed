/// What a pretend Polar sensor is.
package struct PolarConfiguration: Sendable {
  /// Which sensor of the family.
  package enum Kind: Sendable, Hashable {
    /// Chest strap: ECG and acceleration, raw frames.
    case h10
    /// Optical arm band: acceleration and turn rate, compressed frames with a factor.
    case veritySense
  }

  package var kind: Kind
  /// Eight hexadecimal digits at the end of the name.
  package var deviceID = "8C4CAD2D"
  /// The sensor's clock when the emulation begins, nanoseconds since 2000-01-01: an H10 starts at
  /// 2019-01-01 after each power-off.
  package var clockStart: UInt64 = 599_616_000_000_000_000
  /// Smaller ATT MTUs are refused with status 10.
  package var shortestMTU = 232
  /// Host seconds at which the sensor stops its streams by itself; nil never.
  package var stopsAt: Double?
  /// Parts per million its crystal runs fast.
  package var clockSkewPPM = 0.0

  package init(_ kind: Kind = .h10) { self.kind = kind }
}
