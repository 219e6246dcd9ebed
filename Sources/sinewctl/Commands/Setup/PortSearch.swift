import SinewDevices
import SinewLinks
import SinewSignal

/// Looks for the family and the speed of whatever is at a port that its owner named.
///
/// First it only listens, speed by speed, and lets every driver judge what was heard. Only when none
/// knows it do the drivers speak that ask, those first that the USB ids speak for.
struct PortSearch {
  let address: LinkAddress
  /// The families that the port's USB ids speak for.
  let likely: Set<String>
  /// What the owner knows already.
  let driver: String?
  let baud: Int?
  let settings: DriverSettings
  /// Gets a sentence for each thing that is tried.
  let tell: (String) -> Void

  typealias Family = any (DeviceDriver & ~Copyable).Type

  /// An Arduino's bootloader is silent for up to 2 s after the port was opened.
  private static let listenSeconds = 3.5
  /// Long enough for a rate to 1 % at 100 frames a second.
  private static let watchSeconds = 3.0

  /// Nil when nothing known is there. Throws `LinkError` when the port can't be opened.
  func run() throws(LinkError) -> FoundSensor? {
    let families = families
    var isSilent = true
    for speed in speeds(families) {
      tell("listening\(Self.words(speed)); if it is on a muscle, tense it now and then")
      guard let line = try line(speed) else { continue }
      let heard = listen(line)
      isSilent = heard.isEmpty
      // At a wrong speed one hears nonsense, not silence.
      if isSilent { break }
      for family in families where Self.speeds(family, address, baud).contains(speed) {
        guard DriverProbe.knows(family, heard, settings) else { continue }
        if let found = probe(family, line, speed, isSilent: false) { return found }
      }
    }
    return try ask(families.filter { DriverProbe.asks($0, settings) }, isSilent: isSilent)
  }

  /// Every family at its usual speed, then at the others.
  private func ask(_ families: [Family], isSilent: Bool) throws(LinkError) -> FoundSensor? {
    let most = families.map { Self.speeds($0, address, baud).count }.max() ?? 0
    for turn in 0..<most {
      for family in families {
        let speeds = Self.speeds(family, address, baud)
        guard speeds.indices.contains(turn) else { continue }
        tell("asking for \(family.profile.name)\(Self.words(speeds[turn]))")
        guard let line = try line(speeds[turn]) else { continue }
        if let found = probe(family, line, speeds[turn], isSilent: isSilent) { return found }
      }
    }
    return nil
  }

  private func listen(_ line: borrowing PortLine) -> [UInt8] {
    var all: [UInt8] = []
    let end = MonotonicClock.now().advanced(bySeconds: Self.listenSeconds)
    while true {
      let left = end.seconds(since: MonotonicClock.now())
      guard left > 0, let bytes = line.hear(for: left) else { return all }
      all += bytes
    }
  }

  private func probe(
    _ family: Family, _ line: borrowing PortLine, _ speed: Int?, isSilent: Bool
  ) -> FoundSensor? {
    let probe = DriverProbe(watchSeconds: Self.watchSeconds, isSilent: isSilent)
    func open<Driver: DeviceDriver & ~Copyable>(
      _ type: Driver.Type, _ line: borrowing PortLine
    ) -> FoundSensor? {
      probe.run(type, settings: settings, line: line, baud: speed)
    }
    return open(family, line)
  }

  /// Nil where the adapter can't do the speed.
  private func line(_ speed: Int?) throws(LinkError) -> PortLine? {
    do {
      return try PortLine(address, baud: speed)
    } catch .unsupportedBaud {
      return nil
    }
  }

  private static func words(_ speed: Int?) -> String { speed.map { " at \($0) baud" } ?? "" }

  private static func speeds(_ family: Family, _ address: LinkAddress, _ baud: Int?) -> [Int?] {
    guard case .serial = address else { return [nil] }
    if let baud { return [baud] }
    let rates = family.profile.baudRates
    return rates.isEmpty ? [nil] : rates.map(Optional.some)
  }

  /// The speeds of all, those first that most families use.
  private func speeds(_ families: [Family]) -> [Int?] {
    var counts: [(speed: Int?, families: Int)] = []
    for speed in families.flatMap({ Self.speeds($0, address, baud) }) {
      if let index = counts.firstIndex(where: { $0.speed == speed }) {
        counts[index].families += 1
      } else {
        counts.append((speed, 1))
      }
    }
    return counts.sorted { $0.families > $1.families }.map(\.speed)
  }

  /// Text before binary, then those that the USB ids speak for.
  private var families: [Family] {
    let possible = deviceCatalog.filter { family in
      let profile = family.profile
      if let driver { return profile.id == driver }
      if case .serial = address { return profile.links.contains(.serial) }
      return profile.links != [.ble]
    }
    func rank(_ family: Family) -> Int {
      let id = family.profile.id
      return id == GenericLines.profile.id ? 0 : likely.contains(id) ? 1 : 2
    }
    return possible.enumerated().sorted {
      (rank($0.element), $0.offset) < (rank($1.element), $1.offset)
    }.map(\.element)
  }
}
