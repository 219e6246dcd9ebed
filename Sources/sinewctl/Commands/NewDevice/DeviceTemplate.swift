/// The first text of each file of a new family. It compiles and is wrong on purpose: what only the
/// data sheet knows is marked TODO, and the tests fail until a frame of the sheet is decoded.
enum DeviceTemplate {
  static func driver(_ name: DeviceName) -> String {
    """
    package import SinewSignal

    /// \(name.title): TODO models, channels.
    ///
    /// Link: TODO. Frame, 7 bytes: `A5 | counter | two int16 little-endian | xor of all before`.
    /// TODO rate, units, firmware quirks.
    /// Sources: TODO of every number here.
    package struct \(name.type): DeviceDriver, ~Copyable {
      package static let profile = DeviceProfile(
        id: "\(name.id)", name: "\(name.title)", links: [.serial], baudRates: [115_200], usb: [],
        streams: [
          StreamProfile(
            name: "emg", kind: .emg, channels: (1...2).map { ChannelProfile("ch\\($0)", .counts) },
            rateHz: 500, counter: .samples(modulus: 256))
        ], isolation: .mainsPossible)

      private var window = ByteWindow()

      package init(settings: DriverSettings) {}

      @_noLocks @_noAllocation
      package mutating func decode(
        _ bytes: Span<UInt8>, arrival: MonotonicTime, into batch: inout FrameBatch
      ) {
        var index = 0
        while index < bytes.count {
          window.append(bytes[index])
          index &+= 1
          judge(arrival, &batch)
        }
      }

      /// Takes every frame and refuses every byte that can be judged now.
      @_noLocks @_noAllocation
      private mutating func judge(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
        while window.count > 0 {
          guard window[0] == 0xA5 else {
            refuse(.resync, &batch)
            continue
          }
          guard window.count >= 7 else { return }
          guard isIntact() else {
            refuse(.checksum, &batch)
            continue
          }
          accept(arrival, &batch)
        }
      }

      @_noLocks @_noAllocation
      private func isIntact() -> Bool {
        var sum: UInt8 = 0
        var index = 0
        while index < 6 {
          sum ^= window[index]
          index &+= 1
        }
        return sum == window[6]
      }

      /// Drops one byte: a frame may begin inside a bad one.
      @_noLocks @_noAllocation
      private mutating func refuse(_ fault: DecodeFault, _ batch: inout FrameBatch) {
        batch.note(fault, bytes: 1)
        window.drop(1)
      }

      @_noLocks @_noAllocation
      private mutating func accept(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
        var frame = Frame(arrival: arrival, counter: UInt32(window[1]), stream: 0)
        var channel = 0
        while channel < 2 {
          frame.values[channel] = Float(window.littleEndian16(at: 2 &+ 2 &* channel))
          channel &+= 1
        }
        batch.append(frame)
        window.drop(7)
      }
    }

    """
  }

  static func test(_ name: DeviceName) -> String {
    """
    import SinewDevices
    import SinewSignal
    import Testing

    /// Vectors of the data sheet that the recording does not have.
    @Suite struct \(name.type)Tests {
      @Test func aFrameOfTheDataSheetIsDecoded() {
        // TODO the bytes of one frame as the sheet prints them, and its values in the profile's units.
        let bytes: [UInt8] = []
        let values: [Float] = []
        var driver = \(name.type)()
        let decoded = decode(&driver, bytes, .every(512))
        #expect(decoded.frames.first?.numbers(values.count) == values)
        #expect(decoded.faultTotal == 0)
      }
    }

    """
  }

  static func recording(_ name: DeviceName) -> String {
    """
    sinew-session 1
    device: \(name.id)
    firmware: unknown
    rate: 500
    recorded: TODO who recorded what, with which hardware; or made from the byte sheet by a script
    consent: TODO the wearer's own words, see CONTRIBUTING.md; or no person took part
    licence: as this project
    # TODO bytes: `@seconds < HH HH ..` from the device, `@seconds > HH ..` to it; then the frames
    # that they must give, in the profile's units: `= stream counter value ..`

    """
  }
}
