import SinewEmulators
import SinewSignal
import Testing

@Suite struct WitMotionBLEPeripheralTests {
  private typealias Wit = WitMotionBLEPeripheral

  private static let still = MotionSample(
    accelerationG: SIMD3(1, 0, -1), turnRateDPS: SIMD3(1000, -1000, 0))

  private func parts(_ configuration: WitMotionBLEConfiguration = WitMotionBLEConfiguration())
    -> (FakeCentral, Wit)
  {
    let model = Wit(configuration, source: ConstantSource(sample: Self.still))
    var central = FakeCentral(model)
    #expect(central.subscribe(model.output) == nil)
    return (central, model)
  }

  /// Acceleration and turn rate of the sheet's first vector, at 10 Hz.
  @Test func framesAreTheSheets() {
    var (central, model) = parts()
    let frames = central.values(of: model.output, forSeconds: 1.001)
    #expect(frames.count == 10)
    #expect(
      frames[0].prefix(14)
        == [0x55, 0x61, 0x00, 0x08, 0, 0, 0x00, 0xF8, 0x00, 0x40, 0x00, 0xC0, 0, 0])
    #expect(frames.allSatisfy { $0.count == 20 })
    #expect(model.output.description == "0000ffe4-0000-1000-8000-00805f9a34fb")
  }

  @Test func theRateChangesAfterAnUnlockOnly() {
    var (central, model) = parts()
    _ = central.write([0xFF, 0xAA, 0x03, 0x0B, 0x00], to: model.input)
    #expect(central.values(of: model.output, forSeconds: 1.001).count == 10)
    _ = central.write([0xFF, 0xAA, 0x69, 0x88, 0xB5], to: model.input)
    _ = central.run(forSeconds: 0.1)
    _ = central.write([0xFF, 0xAA, 0x03, 0x0B, 0x00], to: model.input)
    #expect(central.values(of: model.output, forSeconds: 1.001).count == 200)
  }

  @Test func commandsThatComeTooSoonAreNotHeard() {
    var (central, model) = parts()
    _ = central.write([0xFF, 0xAA, 0x69, 0x88, 0xB5], to: model.input)
    _ = central.write([0xFF, 0xAA, 0x03, 0x0B, 0x00], to: model.input)
    #expect(central.values(of: model.output, forSeconds: 1.001).count == 10)
  }

  @Test func registersAreAnsweredBetweenFrames() {
    var (central, model) = parts()
    _ = central.write([0xFF, 0xAA, 0x27, 0x64, 0x00], to: model.input)
    let answer = central.values(of: model.output, forSeconds: 0.01).first ?? []
    #expect(answer.prefix(6) == [0x55, 0x71, 0x64, 0x00, 0x8C, 0x01])
    #expect(answer.count == 20)
  }

  @Test func framesMayStraddleNotifications() {
    var configuration = WitMotionBLEConfiguration()
    configuration.bytesPerNotification = 13
    var (central, model) = parts(configuration)
    let values = central.values(of: model.output, forSeconds: 1.301)
    #expect(values.allSatisfy { $0.count == 13 })
    let stream = values.flatMap { $0 }
    #expect(stream.count == 260)
    #expect(
      stride(from: 0, to: 260, by: 20).allSatisfy { stream[$0] == 0x55 && stream[$0 + 1] == 0x61 })
  }

  @Test func theDualModeModelsHaveOtherNumbers() {
    var configuration = WitMotionBLEConfiguration()
    configuration.isDualMode = true
    var (central, model) = parts(configuration)
    #expect(model.output.description == "49535343-1e4d-4bd9-ba61-23c647249616")
    #expect(central.values(of: model.output, forSeconds: 0.51).count == 5)
  }
}
