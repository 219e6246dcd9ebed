import SinewCoaching
import SinewDevices
import SinewEngine
import SinewFeedback
import SinewLinks
import SinewPipeline
import SinewSignal

/// The gym as the server thread sees it: stations, sensors, who wears what, and the plan of that
/// for the engine.
final class Floor {
  private(set) var configuration: Configuration
  private(set) var catalogue: Catalogue
  /// By index in the engine's plan; those that the configuration no longer names are closed.
  private(set) var stations: [StationDesk] = []
  private(set) var sensors: [SensorDesk] = []
  private let numbers: SetNumbering
  /// The routes of the plan in force, so that a clock goes on when a sensor changes hands.
  private var routes: [Int: StreamRoute] = [:]
  /// Engines built so far.
  private var generation: UInt32 = 0

  init(configuration: Configuration, catalogue: Catalogue, numbers: SetNumbering) {
    self.configuration = configuration
    self.catalogue = catalogue
    self.numbers = numbers
    _ = adopt(configuration, catalogue)
  }

  /// No set gets a number that the history has used.
  func beginSets(above number: Int) { numbers.begin(above: number) }

  /// Numbers in a row for sets that come from elsewhere; returns the first.
  func reserveSets(_ count: Int) -> Int { numbers.take(count) }

  /// The stations that the configuration names.
  var openStations: [StationDesk] { stations.filter { !$0.isClosed } }

  func station(_ name: String) -> StationDesk? { openStations.first { $0.name == name } }

  /// Where an athlete is: signed in, or trained there by the configuration.
  func desk(of athlete: String) -> StationDesk? {
    openStations.first { $0.guest(athlete) != nil || $0.setup.athlete == athlete }
  }

  func sensor(_ name: String) -> SensorDesk? { sensors.first { $0.name == name } }

  func sensor(slot: UInt16) -> SensorDesk? { sensors.first { $0.slot == slot } }

  /// The sensor that is the wearable at an address.
  func sensor(at peer: BLEAddress) -> SensorDesk? { sensors.first { $0.wearable == peer } }

  /// Whether one more sensor can be followed.
  var hasRoom: Bool { freeSlot() != nil }

  /// A session plan as `plan.set` takes it, with the exercises of this floor's catalogue.
  ///
  /// - Throws: the first fault, one sentence.
  func plan(_ plan: JSONObject) throws(ConfigurationError) -> SessionPlan {
    try SessionPlan(JSONValue.object(plan).text, file: "plan", catalogue: catalogue)
  }

  /// What taking a configuration over changed.
  struct Change {
    /// Stations whose engine must be built anew.
    var stations: Set<String> = []
    var closed: [StationDesk] = []
    /// Sensors that came, or about which something else is said now.
    var sensors: [SensorDesk] = []
    var removed: [SensorDesk] = []
  }

  /// Takes a configuration over. A removed station keeps its place in the engine's plan, closed;
  /// its name may come back.
  func adopt(_ new: Configuration, _ catalogue: Catalogue) -> Change {
    configuration = new
    self.catalogue = catalogue
    var change = Change()
    for entry in new.stations where adopt(entry) { change.stations.insert(entry.name) }
    change.removed = sensors.filter { desk in !new.sensors.contains { $0.name == desk.name } }
    sensors.removeAll { desk in change.removed.contains { $0 === desk } }
    change.stations.formUnion(change.removed.compactMap(\.station))
    for desk in openStations where !new.stations.contains(where: { $0.name == desk.name }) {
      desk.close()
      change.closed.append(desk)
      for sensor in sensors where sensor.station == desk.name {
        sensor.station = nil
        change.sensors.append(sensor)
      }
    }
    for entry in new.sensors { adopt(entry, &change) }
    return change
  }

  /// Returns whether anything about the station is new.
  private func adopt(_ entry: StationConfiguration) -> Bool {
    if let desk = stations.first(where: { $0.name == entry.name }) {
      return desk.configure(entry, catalogue)
    }
    let isFull = stations.count >= EngineLimits.stations
    // A closed place is taken again only when there is no other: what the engine found there has
    // long been worked off by then.
    let index = isFull ? stations.firstIndex(where: \.isClosed) : stations.count
    guard let index else { return false }
    let desk = StationDesk(
      index: index, configuration: entry, catalogue: catalogue, numbers: numbers)
    if isFull { stations[index] = desk } else { stations.append(desk) }
    return true
  }

  private func adopt(_ entry: SensorConfiguration, _ change: inout Change) {
    if let desk = sensor(entry.name) {
      guard entry != desk.configuration else { return }
      change.stations.formUnion([desk.station, entry.station].compactMap(\.self))
      desk.configure(entry)
      change.sensors.append(desk)
    } else if let slot = freeSlot() {
      let desk = SensorDesk(slot: slot, configuration: entry)
      sensors.append(desk)
      change.sensors.append(desk)
      change.stations.formUnion([desk.station].compactMap(\.self))
    }
  }

  /// Gives every station the muscles its sensors carry and makes the engine's plan of it.
  ///
  /// - Parameter changed: stations whose engine must be built anew.
  /// - Returns: the plan, and the messages about what changed.
  func makePlan(rebuilding changed: Set<String>) -> (plan: EnginePlan, news: [FeedbackMessage]) {
    var news: [FeedbackMessage] = []
    var entries: [(device: Int, stream: Int, route: StreamRoute)] = []
    for desk in openStations where changed.contains(desk.name) {
      let wiring = wiring(of: desk)
      desk.channels = wiring.channels
      news += desk.change(wiring.setup, at: MonotonicClock.now())
      news.append(desk.takeMessage())
    }
    for desk in stations {
      let wiring = wiring(of: desk)
      if changed.contains(desk.name) || desk.engine == nil {
        generation += 1
        desk.engine = StationEngine(
          index: UInt16(truncatingIfNeeded: desk.index), banks: banks(wiring.banks, of: desk),
          motion: desk.motion.motion, firstPhase: desk.motion.firstPhase, generation: generation)
      }
      for connection in wiring.connections {
        entries.append(
          (
            Int(connection.sensor.slot), connection.stream,
            route(connection, profile: connection.sensor.streams[connection.stream])
          ))
      }
    }
    for sensor in sensors {
      for index in sensor.streams.indices.prefix(EngineLimits.streams)
      where !entries.contains(where: { $0.device == Int(sensor.slot) && $0.stream == index }) {
        let idle = Wiring.Connection(sensor: sensor, stream: index, use: .none)
        entries.append((Int(sensor.slot), index, route(idle, profile: sensor.streams[index])))
      }
    }
    routes = Dictionary(
      uniqueKeysWithValues: entries.map { ($0.device * EngineLimits.streams + $0.stream, $0.route) }
    )
    return (EnginePlan(routes: entries, stations: stations.map(\.engine)), news)
  }

  /// Forgets the clocks of a sensor whose link begins anew.
  func restartClocks(of sensor: SensorDesk) {
    for stream in 0..<EngineLimits.streams {
      routes[Int(sensor.slot) * EngineLimits.streams + stream] = nil
    }
  }

  /// Banks for the setups; one worn as before keeps what it has learned.
  private func banks(_ setups: [MuscleBankSetup?], of desk: StationDesk) -> [MuscleBank?] {
    setups.enumerated().map { index, setup in
      guard let setup else { return nil }
      if let old = desk.engine?.banks[index], setup.isServed(by: old.setup) { return old }
      return MuscleBank(
        index: index, setup: setup, activationHz: configuration.feedback.activationHz)
    }
  }

  private func wiring(of desk: StationDesk) -> Wiring {
    Wiring(
      station: desk.index, setup: desk.setup,
      sensors: sensors.filter {
        $0.station == desk.name && ($0.wearer == nil || $0.wearer == desk.setup.athlete)
      })
  }

  private func route(_ connection: Wiring.Connection, profile: StreamProfile) -> StreamRoute {
    let key = Int(connection.sensor.slot) * EngineLimits.streams + connection.stream
    if let old = routes[key] {
      return StreamRoute(continuing: old, use: connection.use, lanes: connection.lanes)
    }
    return StreamRoute(
      device: connection.sensor.slot, stream: UInt8(truncatingIfNeeded: connection.stream),
      profile: profile, use: connection.use, lanes: connection.lanes)
  }

  private func freeSlot() -> UInt16? {
    (0..<UInt16(EngineLimits.devices)).first { slot in !sensors.contains { $0.slot == slot } }
  }
}
