/// A chain of up to eleven sections over eight channels, then rectification and the envelope's
/// low pass.
///
/// The sections run three at a time over a stretch of at most 32 samples: their state takes twelve
/// of the sixteen vector registers of plain x86-64, and three sections, each at another sample,
/// keep its adders and multipliers busy. Stretches stay short so that `flush` comes often enough.
struct EMGBank: BitwiseCopyable, Sendable {
  private var sections = InlineArray<12, BankSection>(repeating: .identity)
  /// Sections in use but the last, which is the envelope's; 3k + 2.
  private var count = 2
  /// Gain of the chain, and of the chain with the envelope.
  private var gain = SIMD8<Float>(repeating: 1)
  private var envelopeGain = SIMD8<Float>(repeating: 1)

  /// - Parameters:
  ///   - chain: at most eleven biquads with zeros on the unit circle; more are left out.
  ///   - smoothing: the low pass behind the rectifier.
  init(chain: [Biquad], smoothing: Biquad) {
    let chain = chain.prefix(11)
    var total = 1.0
    for (index, biquad) in chain.enumerated() {
      let (section, gain) = BankSection.from(biquad)
      sections[index] = section
      total *= gain
    }
    // The envelope is the third of the last three; identities fill what is free before it.
    count = max(2, chain.count + (5 - chain.count % 3) % 3)
    let (section, _) = BankSection.from(smoothing)
    sections[count] = section
    // From the rounded coefficients, so that the gain at rest is exactly one.
    let a = Double(section.a1[0]) + Double(section.a2[0])
    let smoothingGain = (1 + a) / (2 + Double(section.c[0]))
    gain = SIMD8(repeating: Float(total))
    envelopeGain = SIMD8(repeating: Float(total * smoothingGain))
  }

  /// Filters `length` samples in place and writes their envelope.
  @_noLocks @_noAllocation
  mutating func process(
    _ samples: UnsafeMutablePointer<SIMD8<Float>>, _ envelope: UnsafeMutablePointer<SIMD8<Float>>,
    _ length: Int
  ) {
    var done = 0
    while done < length {
      let part = length &- done < 32 ? length &- done : 32
      unsafe clean(samples + done, part)
      var first = 0
      while first &+ 3 <= count {
        unsafe filter(first, samples + done, part)
        first &+= 3
      }
      unsafe finish(first, samples + done, envelope + done, part)
      done &+= part
    }
  }

  /// Puts 0 for what is not a number or absurdly large, which would stay in the filters for good.
  @inline(__always) @_noLocks @_noAllocation
  private func clean(_ samples: UnsafeMutablePointer<SIMD8<Float>>, _ length: Int) {
    let limit = SIMD8<Float>(repeating: 1e9)
    let zero = SIMD8<Float>(repeating: 0)
    var index = 0
    while index < length {
      let x = unsafe samples[index]
      let isSound = BankSection.magnitude(x) .< limit
      unsafe samples[index] = zero.replacing(with: x, where: isSound)
      index &+= 1
    }
  }

  @inline(__always) @_noLocks @_noAllocation
  private mutating func filter(
    _ first: Int, _ samples: UnsafeMutablePointer<SIMD8<Float>>, _ length: Int
  ) {
    var a = sections[first]
    var b = sections[first &+ 1]
    var c = sections[first &+ 2]
    var index = 0
    while index < length {
      unsafe samples[index] = c.step(b.step(a.step(samples[index])))
      index &+= 1
    }
    a.flush()
    b.flush()
    c.flush()
    sections[first] = a
    sections[first &+ 1] = b
    sections[first &+ 2] = c
  }

  @inline(__always) @_noLocks @_noAllocation
  private mutating func finish(
    _ first: Int, _ samples: UnsafeMutablePointer<SIMD8<Float>>,
    _ envelope: UnsafeMutablePointer<SIMD8<Float>>, _ length: Int
  ) {
    var a = sections[first]
    var b = sections[first &+ 1]
    var c = sections[first &+ 2]
    let (gain, envelopeGain) = (gain, envelopeGain)
    var index = 0
    while index < length {
      let y = unsafe b.step(a.step(samples[index]))
      unsafe samples[index] = y * gain
      unsafe envelope[index] = c.step(BankSection.magnitude(y)) * envelopeGain
      index &+= 1
    }
    a.flush()
    b.flush()
    c.flush()
    sections[first] = a
    sections[first &+ 1] = b
    sections[first &+ 2] = c
  }
}
