import SinewEmulators
import Testing

@Suite struct MetaMotionPeripheralTests {
  private typealias Meta = MetaMotionPeripheral

  private static let sample = MotionSample(
    accelerationG: SIMD3(1, -2, 40), turnRateDPS: SIMD3(10, -100, 9000))

  private func central(_ model: MetaMotionModel) -> FakeCentral {
    var central = FakeCentral(Meta(model, source: ConstantSource(sample: Self.sample)), mtu: 23)
    #expect(central.subscribe(Meta.notification) == nil)
    return central
  }

  private func ask(_ bytes: [UInt8], _ central: inout FakeCentral) -> [UInt8] {
    central.command(bytes, to: Meta.command)
    return central.values(of: Meta.notification, forSeconds: 0.0001).first ?? []
  }

  @Test func modulesAnswerAsTheSheetSays() {
    var r = central(.r)
    #expect(ask([0x03, 0x80], &r) == [0x03, 0x80, 0x01, 0x01])
    #expect(ask([0x13, 0x80], &r) == [0x13, 0x80, 0x00, 0x01])
    #expect(ask([0x05, 0x80], &r) == [0x05, 0x80])
    #expect(ask([0x11, 0x8C], &r) == [0x11, 0x8C, 0x63, 0x34, 0x10])
    #expect(ask([0x0B, 0x84], &r) == [0x0B, 0x84, 0x15, 0x04, 0x00, 0x00, 0x05])
    var s = central(.s)
    #expect(ask([0x03, 0x80], &s) == [0x03, 0x80, 0x04, 0x00])
    #expect(ask([0x13, 0x80], &s) == [0x13, 0x80, 0x01, 0x00])
    #expect(ask([0xFE, 0x80], &s) == [0xFE, 0x80, 0x00, 0x05, 0x03])
  }

  /// 16 g and 2000 deg/s: the sheet's vectors 1 and 3.
  @Test func singleFramesAreTheSheets() {
    for (model, range, gyro) in [(MetaMotionModel.r, 0x0C, 0x05), (.s, 0x03, 0x04)] {
      var central = central(model)
      central.command([0x03, 0x03, 0x28, UInt8(range)], to: Meta.command)
      central.command([0x03, 0x04, 0x01], to: Meta.command)
      central.command([0x03, 0x02, 0x01, 0x00], to: Meta.command)
      #expect(central.values(of: Meta.notification, forSeconds: 0.1).isEmpty)
      central.command([0x03, 0x01, 0x01], to: Meta.command)
      let frames = central.values(of: Meta.notification, forSeconds: 1.0001)
      #expect(frames.count == 100)
      #expect(frames[0] == [0x03, 0x04, 0x00, 0x08, 0x00, 0xF0, 0xFF, 0x7F])
      central.command([0x03, 0x01, 0x00], to: Meta.command)

      for command in [
        [0x13, 0x03, 0x28, 0], [0x13, UInt8(gyro), 1], [0x13, 2, 1, 0], [0x13, 1, 1],
      ] {
        central.command(command, to: Meta.command)
      }
      let turns = central.values(of: Meta.notification, forSeconds: 1.0001)
      #expect(turns.count == 100)
      #expect(turns[0] == [0x13, UInt8(gyro), 0xA4, 0x00, 0x98, 0xF9, 0xFF, 0x7F])
    }
  }

  @Test func packedFramesHoldThreeSamples() {
    for (model, register) in [(MetaMotionModel.r, 0x1C), (.s, 0x05)] {
      var central = central(model)
      for command: [UInt8] in [
        [3, UInt8(register), 1], [3, 2, 1, 0], [3, 1, 1], [0x13, model == .r ? 7 : 5, 1],
        [0x13, 2, 1, 0], [0x13, 1, 1],
      ] {
        central.command(command, to: Meta.command)
      }
      let frames = central.values(of: Meta.notification, forSeconds: 3.0001)
      #expect(frames.count == 200)
      #expect(frames.allSatisfy { $0.count == 20 })
      let first = frames.first { $0[0] == 3 } ?? []
      // 2 g until told otherwise: 1 g is 16384 counts.
      #expect(first.prefix(4) == [0x03, UInt8(register), 0x00, 0x40])
      #expect(first[2..<8] == first[8..<14] && first[8..<14] == first[14..<20])
    }
  }

  @Test func theRateFollowsTheConfiguration() {
    for (code, rate) in [(0x26, 25), (0x27, 50), (0x29, 200), (0x2A, 400)] {
      var central = central(.r)
      for command in [[3, 3, UInt8(code), 5], [3, 4, 1], [3, 2, 1, 0], [3, 1, 1]] {
        central.command(command, to: Meta.command)
      }
      #expect(central.values(of: Meta.notification, forSeconds: 1.0001).count == rate)
    }
  }

  @Test func theSetUpOutlivesADisconnectButNotAReset() {
    var central = central(.s)
    for command: [UInt8] in [[3, 4, 1], [3, 2, 1, 0], [3, 1, 1], [0xFE, 6]] {
      central.command(command, to: Meta.command)
    }
    #expect(central.peripheral.wantsHangUp)
    central.disconnect()
    central.connect(mtu: 23)
    #expect(central.subscribe(Meta.notification) == nil)
    #expect(central.values(of: Meta.notification, forSeconds: 1.0001).count == 100)
    central.command([0xFE, 1], to: Meta.command)
    #expect(central.peripheral.wantsHangUp)
    central.disconnect()
    central.connect(mtu: 23)
    #expect(central.subscribe(Meta.notification) == nil)
    #expect(central.values(of: Meta.notification, forSeconds: 1).isEmpty)
  }
}
