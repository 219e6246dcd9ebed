/// A plain discrete Fourier transform at chosen frequencies (Goertzel), for the tests alone.
enum Spectrum {
  /// Power at 0, step, 2 step ... 100 step Hz.
  static func power(_ signal: [Double], stepHz: Double, rateHz: Double) -> [Double] {
    (0...100).map { index in
      let cosine = cosine(2 * Double.pi * Double(index) * stepHz / rateHz)
      var (older, newer) = (0.0, 0.0)
      for value in signal { (older, newer) = (newer, value + 2 * cosine * newer - older) }
      return newer * newer + older * older - 2 * cosine * newer * older
    }
  }

  private static func cosine(_ x: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    for k in 1...20 {
      term *= -x * x / Double((2 * k - 1) * (2 * k))
      sum += term
    }
    return sum
  }
}
