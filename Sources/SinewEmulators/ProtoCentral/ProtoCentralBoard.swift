/// The boards whose packets the sheet describes.
package enum ProtoCentralBoard: String, Sendable, CaseIterable {
  /// Two int16: ECG and respiration; heart and breath rate. 8 bytes of type 2.
  case ads1292r
  /// Three int32. 12 bytes of type 2.
  case ads1293
  /// ECG, bio-impedance, PPG, temperature. 22 bytes of type 2.
  case healthyPi5
  /// Eight ECG and four respiration samples together (50 bytes of type 3), and eight of PPG (19 of
  /// type 4).
  case healthyPi5Blocks
  /// ECG and respiration as int16, PPG, temperature, blood pressure. 20 bytes of type 2.
  case healthyPi4

  /// Samples a second of the first channel.
  package var rateHz: Double { self == .ads1293 ? 128 : 125 }
}
