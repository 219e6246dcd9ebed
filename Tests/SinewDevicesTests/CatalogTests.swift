import SinewDevices
import SinewSignal
import Testing

@Suite struct CatalogTests {
  private static let profiles = deviceCatalog.map { $0.profile }

  @Test func idsAreUniqueSortedAndPlain() {
    let ids = Self.profiles.map(\.id)
    #expect(ids == ids.sorted())
    #expect(Set(ids).count == ids.count)
    for id in ids {
      #expect(id.contains("-"))
      #expect(
        id.utf8.allSatisfy {
          $0 == 0x2D || (0x30...0x39).contains($0) || (0x61...0x7A).contains($0)
        })
      #expect(deviceFamily(id)?.profile.id == id)
    }
    #expect(deviceFamily("nobody-nothing") == nil)
  }

  @Test(arguments: profiles)
  func streamsAreSane(_ profile: DeviceProfile) {
    #expect(!profile.links.isEmpty)
    #expect(profile.links.contains(.serial) == !profile.baudRates.isEmpty)
    #expect(!profile.streams.isEmpty && profile.streams.count <= 255)
    #expect(Set(profile.streams.map(\.name)).count == profile.streams.count)
    for stream in profile.streams {
      #expect((1...Frame.capacity).contains(stream.channels.count))
      #expect(Set(stream.channels.map(\.name)).count == stream.channels.count)
      #expect(stream.typicalDelayMs >= 0)
      if let rate = stream.rateHz { #expect(rate > 0) }
      if case .ticks(let hertz, let bits) = stream.counter {
        #expect(hertz > 0 && (8...32).contains(bits))
      }
      switch stream.kind {
      case .motion: #expect(stream.channels.map(\.unit) == Self.motionUnits)
      case .acceleration: #expect(stream.channels.map(\.unit) == Array(Self.motionUnits.prefix(3)))
      case .emg, .envelope, .auxiliary: break
      }
    }
  }

  private static let motionUnits: [SignalUnit] = [
    .gravities, .gravities, .gravities, .degreesPerSecond, .degreesPerSecond, .degreesPerSecond,
  ]

  /// Without a handshake, with nothing heard, with noise heard: a driver answers and never traps,
  /// and comes to an end.
  @Test(arguments: profiles.map(\.id))
  func everyConversationEnds(_ id: String) throws {
    func run<Driver: DeviceDriver & ~Copyable>(_ type: Driver.Type) {
      for seed in 0..<20 as Range<UInt64> {
        var driver = Driver()
        var random = SeededGenerator(seed)
        var steps = 0
        var step = converse(&driver)
        loop: while steps < 5000 {
          steps += 1
          switch step {
          case .ready, .refuse: break loop
          case .wait(let seconds), .say(_, let seconds):
            #expect(seconds >= 0 && seconds <= 10)
            let isSilent = seed == 0 || random.next() % 8 == 0
            step = converse(&driver, isSilent ? [] : random.noise(Int(random.next() % 200)))
          }
        }
        #expect(steps < 5000, "seed \(seed)")
        #expect(!driver.streams.isEmpty)
        _ = driver.farewell()
      }
    }
    guard let family = deviceFamily(id) else { throw UnknownFamily(id: id) }
    run(family)
  }
}
