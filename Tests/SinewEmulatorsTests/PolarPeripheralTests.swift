import SinewEmulators
import SinewSignal
import Testing

@Suite struct PolarPeripheralTests {
  private func central(
    _ kind: PolarConfiguration.Kind, source: any SignalSource = SineSource(), mtu: UInt16 = 232
  ) -> FakeCentral {
    var central = FakeCentral(PolarPeripheral(PolarConfiguration(kind), source: source), mtu: mtu)
    #expect(central.subscribe(PolarPeripheral.control, 2) == nil)
    #expect(central.subscribe(PolarPeripheral.data) == nil)
    return central
  }

  /// What the control point says to a command.
  private func tell(_ central: inout FakeCentral, _ hex: String) -> [UInt8] {
    #expect(central.write(Wire.bytes(hex), to: PolarPeripheral.control) == nil)
    return central.values(of: PolarPeripheral.control, forSeconds: 0).last ?? []
  }

  private func stamp(_ frame: [UInt8]) -> Int {
    frame[1..<9].reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  @Test func settingsAreThoseThatPolarPythonReads() {
    var h10 = central(.h10)
    #expect(central(.h10).peripheral.model.name == "Polar H10 8C4CAD2D")
    #expect(tell(&h10, "01 00") == Wire.bytes("f0 01 00 00 00 00 01 82 00 01 01 0e 00"))
    #expect(
      tell(&h10, "01 02")
        == Wire.bytes(
          "f0 01 02 00 00 00 04 19 00 32 00 64 00 c8 00 01 01 10 00 02 03 02 00 04 00 08 00"))
    #expect(h10.read(PolarPeripheral.control) == [0x0F, 5] + [UInt8](repeating: 0, count: 15))
  }

  @Test func commandsBeforeTheSubscriptionsAreRefused() {
    var early = FakeCentral(PolarPeripheral(PolarConfiguration(), source: SineSource()))
    #expect(early.write([1, 0], to: PolarPeripheral.control) == 0xFD)
    #expect(early.subscribe(PolarPeripheral.control, 1) == 0xFD)
  }

  @Test func refusalsHaveTheirStatus() {
    var h10 = central(.h10)
    #expect(tell(&h10, "01 05") == Wire.bytes("f0 01 05 02 00"))
    #expect(tell(&h10, "07 00") == Wire.bytes("f0 07 00 01 00"))
    #expect(tell(&h10, "02 00 00 01 83 00 01 01 0e 00") == Wire.bytes("f0 02 00 08 00"))
    #expect(tell(&h10, "02 00 00 01 82 00 01 01 10 00") == Wire.bytes("f0 02 00 07 00"))
    #expect(tell(&h10, "03 00") == Wire.bytes("f0 03 00 06 00"))
    #expect(tell(&h10, "02 00 00 01 82 00 01 01 0e 00") == Wire.bytes("f0 02 00 00 00"))
    #expect(tell(&h10, "02 00 00 01 82 00 01 01 0e 00") == Wire.bytes("f0 02 00 06 00"))
    var short = central(.h10, mtu: 23)
    #expect(tell(&short, "02 00 00 01 82 00 01 01 0e 00") == Wire.bytes("f0 02 00 0a 00"))
  }

  @Test func ecgFramesHold73SamplesAndTheTimeOfTheLast() {
    var h10 = central(.h10, source: ConstantSource(microvolts: [-1000]))
    _ = tell(&h10, "02 00 00 01 82 00 01 01 0e 00")
    let frames = h10.values(of: PolarPeripheral.data, forSeconds: 3)
    #expect(frames.count == 5)
    for frame in frames {
      #expect(frame.count == 229 && frame[0] == 0 && frame[9] == 0)
      #expect(Array(frame[10..<13]) == Wire.bytes("18 fc ff"))
    }
    let stamps = frames.map(stamp)
    #expect(abs(stamps[0] - 599_616_000_000_000_000 - 73_000_000_000 / 130) <= 64)
    #expect(zip(stamps.dropFirst(), stamps).allSatisfy { abs($0 - $1 - 561_538_462) <= 128 })
  }

  @Test func accelerationOfTheStrapIsInMilligravities() {
    let sample = MotionSample(accelerationG: SIMD3(0.012, -0.034, 1), turnRateDPS: .zero)
    var h10 = central(.h10, source: ConstantSource(sample: sample))
    _ = tell(&h10, "02 02 00 01 c8 00 01 01 10 00 02 01 08 00")
    let frames = h10.values(of: PolarPeripheral.data, forSeconds: 1)
    #expect(frames.count == 5 && frames[0].count == 10 + 36 * 6)
    #expect(Array(frames[0][9..<16]) == Wire.bytes("01 0c 00 de ff e8 03"))
  }

  /// Unpacked here bit by bit, as the sheet's rule says.
  @Test func compressedFramesGiveBackWhatWentIn() {
    var sense = central(.veritySense)
    #expect(
      tell(&sense, "02 05 00 01 34 00 01 01 10 00 02 01 d0 07 04 01 03")
        == Wire.bytes("f0 02 05 00 00 05 01 29 5c 8f 3d"))
    var twin = SineSource()
    let frames = sense.values(of: PolarPeripheral.data, forSeconds: 2)
    #expect(frames.count == 4)
    var index = 0
    for frame in frames {
      #expect(frame[0] == 5 && frame[9] == 0x80)
      let (samples, widths) = unpack(Array(frame[10...]))
      #expect(samples.count == 26 && Set(widths).count > 1)
      for sample in samples {
        index += 1
        let wanted = twin.motion(at: Double(index) / 52).turnRateDPS.z
        #expect(abs(Double(sample[2]) * 0.07 - wanted) <= 0.036)
        #expect(sample[0] == 0)
      }
    }
  }

  private func unpack(_ bytes: [UInt8]) -> (samples: [[Int]], widths: [Int]) {
    func word(_ at: Int) -> Int { Wire.wordLE(bytes, at) }
    var samples = [[word(0), word(2), word(4)]]
    var widths: [Int] = []
    var at = 6
    while at + 2 <= bytes.count {
      let width = Int(bytes[at])
      let count = Int(bytes[at + 1])
      widths.append(width)
      var bit = (at + 2) * 8
      for _ in 0..<count {
        var next = samples[samples.count - 1]
        for channel in 0..<3 {
          var step = 0
          for place in 0..<width where bytes[(bit + place) / 8] >> ((bit + place) % 8) & 1 == 1 {
            step |= 1 << place
          }
          if step >> (width - 1) & 1 == 1 { step -= 1 << width }
          bit += width
          next[channel] += step
        }
        samples.append(next)
      }
      at += 2 + (width * count * 3 + 7) / 8
    }
    return (samples, widths)
  }

  @Test func aStopByTheSensorIsIndicated() {
    var configuration = PolarConfiguration(.h10)
    configuration.stopsAt = 1
    var h10 = FakeCentral(PolarPeripheral(configuration, source: SineSource()), mtu: 232)
    _ = h10.subscribe(PolarPeripheral.control, 2)
    _ = h10.subscribe(PolarPeripheral.data)
    _ = tell(&h10, "02 02 00 01 c8 00 01 01 10 00 02 01 08 00")
    let heard = h10.run(forSeconds: 2)
    #expect(heard.last { $0.characteristic == PolarPeripheral.control }?.value == [1, 2])
    #expect(heard.allSatisfy { $0.seconds <= 1 })
  }
}
