/// What one column of a line board's text holds.
package enum LineColumn: Sendable, Hashable {
  /// Raw EMG as a 10-bit converter code around the middle.
  case emg(channel: Int)
  /// Rectified and smoothed EMG as a 10-bit converter code from 0.
  case envelope(channel: Int)
  /// Acceleration in g, axis 0...2, two decimals as Arduino prints them.
  case acceleration(axis: Int)
  /// Turn rate in deg/s, axis 0...2, two decimals.
  case turnRate(axis: Int)
  /// The board's milliseconds or microseconds, wrapping at 2^32.
  case milliseconds
  case microseconds
  /// Lines since reset.
  case counter
}
