import Glibc
import SinewEngine

/// The EMG chain of the published comparison: Butterworth band pass 20-450 Hz of eight poles (four
/// biquads), 50 Hz notch, |x|, low pass 6 Hz; eight channels at 1000 Hz. Coefficients are scipy's
/// (`butter(4, [20, 450], "bandpass")`, `iirnotch(50, 30)`, `butter(2, 6)`).
struct ChainBench {
  private let samples = 4096

  private static let chain = [
    Biquad(
      b0: 0.55979397536366227, b1: 1.1195879507273245, b2: 0.55979397536366227,
      a1: 1.4727072982383067, a2: 0.55121941618826831),
    Biquad(b0: 1, b1: -2, b2: 1, a1: -1.7752257071398869, a2: 0.78983101294697045),
    Biquad(b0: 1, b1: 2, b2: 1, a1: 1.7030669044124951, a2: 0.79122057160384041),
    Biquad(b0: 1, b1: -2, b2: 1, a1: -1.8945661105555831, a2: 0.90970982954265256),
    Biquad(
      b0: 0.99479123765937694, b1: -1.8922053778585424, b2: 0.99479123765937694,
      a1: -1.8922053778585421, a2: 0.98958247531875376),
  ]
  private static let smoothing = Biquad(
    b0: 0.00034604133763910385, b1: 0.00069208267527820771, b2: 0.00034604133763910385,
    a1: -1.9466975407561833, a2: 0.9480817061067397)

  func run() {
    let signal = UnsafeMutablePointer<SIMD8<Float>>.allocate(capacity: samples)
    let envelope = UnsafeMutablePointer<SIMD8<Float>>.allocate(capacity: samples)
    let input = UnsafeMutablePointer<SIMD8<Float>>.allocate(capacity: samples)
    defer {
      unsafe signal.deallocate()
      unsafe envelope.deallocate()
      unsafe input.deallocate()
    }
    unsafe fill(input)
    unsafe check(input, signal, envelope)
    for block in [1, 8, 32, 256] {
      let full = EMGConditioner(rateHz: 1000, chain: Self.chain, smoothing: Self.smoothing)
      unsafe time(full, "block\(block)", block, input, signal, envelope)
    }
    unsafe time(EMGConditioner(rateHz: 1000), "product/block32", 32, input, signal, envelope)
    unsafe time(
      EMGConditioner(rateHz: 1000, mainsHz: 50), "product-comb/block32", 32, input, signal,
      envelope)
    unsafe input.update(repeating: SIMD8(repeating: 0), count: samples)
    let full = EMGConditioner(rateHz: 1000, chain: Self.chain, smoothing: Self.smoothing)
    unsafe time(full, "silence/block32", 32, input, signal, envelope)
  }

  private func time(
    _ conditioner: EMGConditioner, _ name: String, _ block: Int,
    _ input: UnsafeMutablePointer<SIMD8<Float>>, _ signal: UnsafeMutablePointer<SIMD8<Float>>,
    _ envelope: UnsafeMutablePointer<SIMD8<Float>>
  ) {
    var conditioner = conditioner
    var times: [Double] = []
    for _ in 0..<41 {
      unsafe signal.update(from: input, count: samples)
      let start = nanoseconds()
      var index = 0
      while index + block <= samples {
        unsafe conditioner.process(signal + index, envelope: envelope + index, count: block)
        index += block
      }
      times.append(Double(nanoseconds() - start) / Double(samples * 8))
    }
    report(bench: "dsp", case: name, metric: "ns_per_channel_sample", median(times))
  }

  /// Against the same chain in double precision, section by section: a fast chain that computes
  /// something else would be worth nothing.
  private func check(
    _ input: UnsafeMutablePointer<SIMD8<Float>>, _ signal: UnsafeMutablePointer<SIMD8<Float>>,
    _ envelope: UnsafeMutablePointer<SIMD8<Float>>
  ) {
    unsafe signal.update(from: input, count: samples)
    var conditioner = EMGConditioner(rateHz: 1000, chain: Self.chain, smoothing: Self.smoothing)
    unsafe conditioner.process(signal, envelope: envelope, count: samples)
    var worst = 0.0
    for lane in 0..<8 {
      var sections = (Self.chain + [Self.smoothing]).map { PlainBiquad($0) }
      for sample in 0..<samples {
        var value = unsafe Double(input[sample][lane])
        for index in sections.indices {
          if index == sections.count - 1 { value = value.magnitude }
          value = sections[index].step(value)
        }
        worst = max(worst, unsafe (Double(envelope[sample][lane]) - value).magnitude)
      }
    }
    report(bench: "dsp", case: "check", metric: "max_error", worst)
    precondition(worst < 2e-3, "differs from the chain in double precision")
  }

  private func fill(_ input: UnsafeMutablePointer<SIMD8<Float>>) {
    var state: UInt64 = 1
    for sample in 0..<samples {
      var value = SIMD8<Float>(repeating: 0)
      for lane in 0..<8 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        value[lane] = Float(Int32(truncatingIfNeeded: state >> 33)) * 0x1p-31 * 1.7
      }
      unsafe input[sample] = value
    }
  }
}

/// One channel of a biquad, transposed direct form II in double precision.
private struct PlainBiquad {
  private let biquad: Biquad
  private var z0 = 0.0
  private var z1 = 0.0

  init(_ biquad: Biquad) { self.biquad = biquad }

  mutating func step(_ x: Double) -> Double {
    let y = biquad.b0 * x + z0
    z0 = biquad.b1 * x - biquad.a1 * y + z1
    z1 = biquad.b2 * x - biquad.a2 * y
    return y
  }
}
