internal import FoundationEssentials
internal import SinewCoaching
internal import SinewDevices
internal import SinewEngine

extension Configuration {
  /// Reads a file and the `conf.d` folder beside it, later files over earlier ones by name.
  ///
  /// - Throws: `DaemonError.configuration` with file, line and what is wrong.
  package static func read(path: String) throws(DaemonError) -> Configuration {
    var configuration = Configuration.defaults
    for file in try files(path) {
      guard let data = FileManager.default.contents(atPath: file),
        let text = String(data: data, encoding: .utf8)
      else {
        throw .configuration(
          "\(file): can't be read; check that it exists and that this user may read it")
      }
      do {
        try configuration.merge(CheckedNode(parsing: text, file: file))
      } catch {
        throw .configuration(error.description)
      }
    }
    do {
      try configuration.checkReferences(file: path)
      try configuration.checkMatches(file: path)
    } catch {
      throw .configuration(error.description)
    }
    return configuration
  }

  /// The sensors that a text of the form of a configuration file names.
  ///
  /// - Throws: `DaemonError.configuration` with file, line and what is wrong.
  static func sensors(of text: String, file: String) throws(DaemonError) -> [SensorConfiguration] {
    var configuration = Configuration.defaults
    do {
      try configuration.merge(CheckedNode(parsing: text, file: file))
    } catch {
      throw .configuration(error.description)
    }
    return configuration.sensors
  }

  private static func files(_ path: String) throws(DaemonError) -> [String] {
    let folder = (path.split(separator: "/").dropLast()).joined(separator: "/")
    let dropIns =
      (path.hasPrefix("/") ? "/" : "") + (folder.isEmpty ? "conf.d" : folder + "/conf.d")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: dropIns)) ?? []
    return [path] + names.filter { $0.hasSuffix(".yaml") }.sorted().map { "\(dropIns)/\($0)" }
  }

  private mutating func merge(_ root: CheckedNode) throws(ConfigurationError) {
    if root.isNull { return }
    var map = try root.mapping()
    if let stations = map.optional("stations") {
      for entry in try stations.entries() { try mergeStation(entry) }
    }
    if let sensors = map.optional("sensors") {
      for entry in try sensors.entries() { try mergeSensor(entry) }
    }
    for node in try map.optional("exclude")?.list() ?? [] {
      let path = try node.string()
      guard path.hasPrefix("/") else { throw node.fault("must be a path that begins with /") }
      excludedPorts.insert(path)
    }
    if let node = map.optional("feedback") { try feedback.merge(node) }
    if let node = map.optional("control") {
      var control = try node.mapping()
      controlSocket = try control.optional("socket")?.string() ?? controlSocket
      controlGroup = try control.optional("group")?.string() ?? controlGroup
      try control.finish()
    }
    stateDirectory = try map.optional("state_directory")?.string() ?? stateDirectory
    exerciseDirectory = try map.optional("exercise_directory")?.string() ?? exerciseDirectory
    if let node = map.optional("privacy") {
      var privacy = try node.mapping()
      keepRawDays = try privacy.optional("keep_raw_days")?.int(in: 1...3650) ?? keepRawDays
      try privacy.finish()
    }
    realTime = try map.optional("real_time")?.bool() ?? realTime
    try map.finish()
  }

  private mutating func mergeStation(_ entry: CheckedEntry) throws(ConfigurationError) {
    var station = StationConfiguration(
      name: entry.key, lang: "en", isPrivate: false, athlete: nil, nickname: nil, exercise: nil)
    if !entry.value.isNull {
      var map = try entry.value.mapping()
      station.lang = try map.optional("lang")?.choice(of: ["en", "de"]) ?? station.lang
      station.isPrivate = try map.optional("private")?.bool() ?? false
      station.athlete = try map.optional("athlete")?.string()
      station.nickname = try map.optional("nickname")?.string()
      station.exercise = try map.optional("exercise")?.identifier()
      station.signOutMinutes = try map.optional("sign_out_minutes")?.double(in: 0...1440) ?? 20
      try map.finish()
    }
    stations.removeAll { $0.name == station.name }
    guard stations.count < EngineLimits.stations else {
      throw entry.value.fault("is one station too many: \(EngineLimits.stations) is the most")
    }
    stations.append(station)
  }

  private mutating func mergeSensor(_ entry: CheckedEntry) throws(ConfigurationError) {
    var map = try entry.value.mapping()
    let match = try SensorMatch(reading: map.required("match"))
    let sensor = SensorConfiguration(
      name: entry.key,
      driver: match.driver,
      selector: match.selector,
      baud: try map.optional("baud")?.int(in: 50...4_000_000),
      isEnabled: try map.optional("enabled")?.bool() ?? true,
      settings: try DriverSettings(reading: map.optional("settings")),
      station: try map.optional("station")?.string(),
      place: try map.optional("place").map(Placement.init(reading:)),
      channels: try Electrode.channels(map.optional("channels")))
    try map.finish()
    sensors.removeAll { $0.name == sensor.name }
    guard sensors.count < EngineLimits.devices else {
      throw entry.value.fault("is one sensor too many: \(EngineLimits.devices) is the most")
    }
    sensors.append(sensor)
  }

  /// A sensor may name only stations that exist.
  private func checkReferences(file: String) throws(ConfigurationError) {
    let names = stations.map(\.name)
    for sensor in sensors {
      guard let station = sensor.station, !names.contains(station) else { continue }
      throw ConfigurationError(
        file: file, line: 0,
        message: "sensor '\(sensor.name)' is at station '\(station)', which is not among the"
          + " stations" + NearestName.hint(station, among: names))
    }
  }
}

extension FeedbackConfiguration {
  fileprivate mutating func merge(_ node: CheckedNode) throws(ConfigurationError) {
    var map = try node.mapping()
    activationHz = try map.optional("activation_hz")?.double(in: 1...10_000) ?? activationHz
    socket = try map.optional("socket")?.string() ?? socket
    group = try map.optional("group")?.string() ?? group
    scope = try map.optional("scope")?.choice(of: ["screen", "own", "coach", "raw"]) ?? scope
    try map.finish()
  }
}

extension Placement {
  fileprivate init(reading node: CheckedNode) throws(ConfigurationError) {
    var map = try node.mapping()
    segment = try map.required("segment").identifier()
    side = try map.optional("side")?.choice(of: ["left", "right"])
    try map.finish()
  }
}

extension Electrode {
  fileprivate static func channels(
    _ node: CheckedNode?
  ) throws(ConfigurationError) -> [Int: Electrode] {
    guard let node else { return [:] }
    var channels: [Int: Electrode] = [:]
    for entry in try node.entries() {
      guard let number = Int(entry.key), (1...64).contains(number) else {
        throw entry.value.fault("must be named by a channel number from 1 to 64")
      }
      var map = try entry.value.mapping()
      channels[number] = Electrode(
        muscle: try map.required("muscle").identifier(),
        side: try map.optional("side")?.choice(of: ["left", "right"]),
        mvc: try map.optional("mvc")?.double(in: 0.001...10_000_000))
      try map.finish()
    }
    return channels
  }
}
