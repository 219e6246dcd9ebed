/// Who may open what: the terminals that are plugged in, the sensors that look for theirs, and who
/// holds which. Two sensors never hold the same one. A value without a clock, a lock or a system.
/// Its one look outside, where a link leads, is handed in.
package struct PlugBoard: Sendable {
  /// A sensor by its slot.
  package typealias Sensor = UInt16

  private var devices: [SerialDevice] = []
  private var names: [Sensor: String] = [:]
  private var matches: [Sensor: DeviceMatch] = [:]
  private var excluded: Set<String> = []
  /// Nodes in use.
  private var held: [Sensor: String] = [:]
  /// Nodes that turned out to be something else, and why; forgotten when they are unplugged.
  private var refused: [Sensor: [String: String]] = [:]
  /// What a sensor without a name of its own turned out to be: it stays that.
  private var learned: [Sensor: SerialIdentity] = [:]

  private let resolve: @Sendable (String) -> String

  /// `resolve` gives the real path behind a link, and the path itself where there is none.
  package init(resolve: @escaping @Sendable (String) -> String = { $0 }) {
    self.resolve = resolve
  }

  // MARK: What is wanted

  /// Takes over what the configuration says. `sensors` are all, also those switched off: what they
  /// name is nobody else's. Paths in `excluded` are never opened.
  package mutating func configure(
    _ sensors: [Sensor: (name: String, match: DeviceMatch)], excluded: Set<String>
  ) {
    for (sensor, entry) in sensors
    where entry.match != matches[sensor] || entry.name != names[sensor] {
      refused[sensor] = nil
      learned[sensor] = nil
    }
    names = sensors.mapValues(\.name)
    matches = sensors.mapValues(\.match)
    self.excluded = excluded
    refused = refused.filter { matches[$0.key] != nil }
    learned = learned.filter { matches[$0.key] != nil }
  }

  // MARK: What is there

  /// Notes an event. Returns the sensors to which it may matter.
  @discardableResult
  package mutating func note(_ event: HotPlugEvent) -> [Sensor] {
    switch event {
    case .added(let device):
      let known = devices.firstIndex { $0.devnode == device.devnode }
      // Told about anew is not plugged in anew.
      if known.map({ devices[$0].identity }) != device.identity { forget(device.devnode) }
      if let known { devices.remove(at: known) }
      devices.append(device)
      devices.sort { $0.devnode < $1.devnode }
      return matches.filter { $0.value.judge(device) != .no }.keys.sorted()
    case .removed(let devnode):
      devices.removeAll { $0.devnode == devnode }
      forget(devnode)
      return held.filter { $0.value == devnode }.keys.sorted()
    case .missed:
      return []
    }
  }

  /// Takes over a whole list. Returns the sensors to which it may matter.
  @discardableResult
  package mutating func replace(_ present: [SerialDevice]) -> [Sensor] {
    let gone = devices.filter { old in !present.contains { $0.devnode == old.devnode } }
    let events =
      gone.map { HotPlugEvent.removed(devnode: $0.devnode) } + present.map(HotPlugEvent.added)
    var touched: Set<Sensor> = []
    for event in events { touched.formUnion(note(event)) }
    return touched.sorted()
  }

  private mutating func forget(_ devnode: String) {
    for sensor in refused.keys { refused[sensor]?[devnode] = nil }
  }

  // MARK: Taking

  /// The node that `sensor` holds.
  package func node(of sensor: Sensor) -> String? { held[sensor] }

  /// True when `sensor` holds a node that it may not hold any more.
  package func holdsExcluded(_ sensor: Sensor) -> Bool {
    guard let node = held[sensor] else { return false }
    return devices.first { $0.devnode == node }.map(isExcluded) ?? isExcluded(node)
  }

  /// Looks for the sensor's device and takes it.
  package mutating func take(for sensor: Sensor) -> PlugChoice {
    guard let match = matches[sensor] else { return .none("It is not configured any more.") }
    let fitting = devices.filter { match.judge($0) != .no || isLearned($0, by: sensor) }
    if case .port(let path) = match.selector, fitting.isEmpty {
      return isExcluded(path) ? .none(Self.exclusion(path)) : .path(path)
    }
    let open = fitting.filter { obstacle($0, for: sensor, match) == nil }
    guard let best = best(of: open, for: sensor, match) else {
      return .none(fitting.first.flatMap { obstacle($0, for: sensor, match) } ?? match.absence)
    }
    if let sentence = ambiguity(open, best, match) { return .none(sentence) }
    held[sensor] = best.devnode
    let isCertain = match.judge(best) == .yes || isLearned(best, by: sensor)
    return .device(best, isCertain: isCertain)
  }

  /// Takes a path that is no device on USB. Returns why not, as a sentence.
  package mutating func takePath(_ path: String, for sensor: Sensor) -> String? {
    let real = resolve(path)
    if isExcluded(path) || isExcluded(real) { return Self.exclusion(path) }
    if let other = holder(of: real, besides: sensor) { return Self.use(path, by: other) }
    held[sensor] = real
    return nil
  }

  /// The device in hand is of the family: a sensor that takes any stays with this one.
  package mutating func confirm(_ sensor: Sensor) {
    guard case .family = matches[sensor]?.selector,
      let device = devices.first(where: { $0.devnode == held[sensor] })
    else { return }
    learned[sensor] = device.identity
  }

  /// Gives the node back. With `refusal` it is left alone by this sensor until it is plugged in
  /// anew. Returns the sensors that may want it now.
  @discardableResult
  package mutating func giveBack(_ sensor: Sensor, refusal: String? = nil) -> [Sensor] {
    guard let node = held.removeValue(forKey: sensor) else { return [] }
    guard let device = devices.first(where: { $0.devnode == node }) else { return [] }
    if let refusal { refused[sensor, default: [:]][node] = refusal }
    return matches.filter { $0.key != sensor && $0.value.judge(device) != .no }.keys.sorted()
  }

  // MARK: Judging

  private func isLearned(_ device: SerialDevice, by sensor: Sensor) -> Bool {
    learned[sensor] == device.identity
  }

  private func isExcluded(_ path: String) -> Bool {
    excluded.contains(path) || excluded.contains { resolve($0) == path }
  }

  private func isExcluded(_ device: SerialDevice) -> Bool {
    isExcluded(device.devnode) || device.symlinks.contains(where: isExcluded)
  }

  /// The name of another sensor that holds `node`.
  private func holder(of node: String, besides sensor: Sensor) -> String? {
    held.first { $0.value == node && $0.key != sensor }.map { names[$0.key] ?? "another" }
  }

  /// The name of another sensor whose device this is by name.
  private func owner(of device: SerialDevice, besides sensor: Sensor) -> String? {
    matches.first { other, match in
      other != sensor && (match.names(device) || isLearned(device, by: other))
    }.map { names[$0.key] ?? "another" }
  }

  /// Why a device that fits may not be opened; nil when it may.
  private func obstacle(
    _ device: SerialDevice, for sensor: Sensor, _ match: DeviceMatch
  ) -> String? {
    if isExcluded(device) { return Self.exclusion(device.devnode) }
    if let other = holder(of: device.devnode, besides: sensor) {
      return Self.use(device.devnode, by: other)
    }
    if !match.names(device), let other = owner(of: device, besides: sensor) {
      return match.absence + " \(device.devnode) is the sensor '\(other)'."
    }
    if let why = refused[sensor]?[device.devnode] {
      let name = device.serialNumber.map { "serial: \($0)" } ?? "port or usb_path"
      return "\(device.devnode) is left alone, it did not answer as \(match.family) (\(why)):"
        + " plug it in again, or name it in the configuration (\(name))."
    }
    return nil
  }

  /// The one that the sensor had before, then one whose ids are certain, then by node.
  private func best(
    of devices: [SerialDevice], for sensor: Sensor, _ match: DeviceMatch
  ) -> SerialDevice? {
    func rank(_ device: SerialDevice) -> Int {
      if isLearned(device, by: sensor) { return 0 }
      return match.judgeByIDs(device) == .no ? 3 : match.judgeByIDs(device) == .yes ? 1 : 2
    }
    return devices.min { (rank($0), $0.devnode) < (rank($1), $1.devnode) }
  }

  /// Cheap bridges share one serial number: of two that have it, none is opened by guess, unless
  /// the ids of only one are the family's.
  private func ambiguity(
    _ open: [SerialDevice], _ best: SerialDevice, _ match: DeviceMatch
  ) -> String? {
    guard case .serialNumber(let number) = match.selector else { return nil }
    let isFamily = match.judgeByIDs(best) != .no
    let equals = open.filter { (match.judgeByIDs($0) != .no) == isFamily }
    guard equals.count > 1 else { return nil }
    let nodes = equals.map(\.devnode).joined(separator: ", ")
    return "\(equals.count) devices have the USB serial number \(number) (\(nodes)):"
      + " tell them apart by usb_path."
  }

  private static func exclusion(_ path: String) -> String {
    "\(path) is excluded in the configuration: it is never opened."
  }

  private static func use(_ path: String, by sensor: String) -> String {
    "\(path) is in use by the sensor '\(sensor)'."
  }
}
