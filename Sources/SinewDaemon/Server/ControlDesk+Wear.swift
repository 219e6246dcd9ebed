import SinewCoaching
import SinewFeedback
import SinewLinks
import SinewSignal

/// Requests that change who wears what.
extension ControlDesk {
  /// Puts a sensor at a station, or at that of an athlete, and on a muscle or a segment. It holds
  /// until the daemon ends or the configuration says otherwise; of a paired sensor it is remembered.
  func assign(_ arguments: JSONObject) throws(RequestError) -> JSONObject {
    let sensor = try sensor(arguments)
    var worn = sensor.asWorn
    if let name = try stationName(arguments) { worn.station = name }
    let side = try side(arguments)
    if let segment = try identifier("segment", arguments) {
      worn.place = Placement(segment: segment, side: side)
    }
    if let muscle = try identifier("muscle", arguments) {
      let channel = try channel(arguments, of: sensor)
      worn.channels[channel] = Electrode(
        muscle: muscle, side: side,
        // Measured on that muscle: on another it says nothing.
        mvc: worn.channels[channel].flatMap { $0.muscle == muscle ? $0.mvc : nil })
    }
    guard ["station", "athlete", "muscle", "segment"].contains(where: { arguments[$0] != nil })
    else {
      throw RequestError(
        .missingArgument,
        "assign needs \"station\", \"athlete\", \"muscle\" or \"segment\" (text).")
    }
    let athlete = arguments["athlete"]?.string
    // At another station without a word of whom, it is the rack's.
    if athlete != nil || arguments["station"] != nil { server.hand(sensor, to: athlete) }
    if let athlete, let desk = server.floor.desk(of: athlete) {
      desk.giveTurn(to: athlete, at: MonotonicClock.now())
      server.renewTokens()
    }
    try wear(sensor, worn)
    var answer: JSONObject = ["device": .string(sensor.name)]
    answer["station"] = worn.station.map(JSONValue.string)
    return answer
  }

  /// Takes one channel off its muscle, or without a channel the whole sensor from its station.
  func unassign(_ arguments: JSONObject) throws(RequestError) -> JSONObject {
    let sensor = try sensor(arguments)
    var worn = sensor.asWorn
    if let channel = arguments["channel"]?.integer {
      guard worn.channels.removeValue(forKey: channel) != nil else {
        throw RequestError(
          .unknownChannel, "Channel \(channel) of \(sensor.name) lies on no muscle.")
      }
    } else {
      worn.station = nil
      server.hand(sensor, to: nil)
    }
    try wear(sensor, worn)
    return ["device": .string(sensor.name)]
  }

  private func wear(_ sensor: SensorDesk, _ worn: SensorConfiguration) throws(RequestError) {
    let changed = Set([sensor.station, worn.station].compactMap(\.self))
    if server.paired.contains(sensor.name) {
      try server.paired.remember(worn)
      // As it will be read at the next start.
      sensor.configure(worn)
    }
    sensor.station = worn.station
    sensor.place = worn.place
    sensor.channels = worn.channels
    server.replan(changed)
    server.publish(sensor)
  }

  private func stationName(_ arguments: JSONObject) throws(RequestError) -> String? {
    guard let athlete = arguments["athlete"]?.string else {
      return try arguments["station"]?.string.map { (name) throws(RequestError) in
        try station(named: name).name
      }
    }
    guard let desk = server.floor.desk(of: athlete) else {
      let present = server.floor.openStations.compactMap(\.setup.athlete)
      throw RequestError(.unknownAthlete, unknown("athlete at a station", athlete, present))
    }
    return desk.name
  }

  private func side(_ arguments: JSONObject) throws(RequestError) -> String? {
    guard let side = arguments["side"]?.string else { return nil }
    guard ["left", "right"].contains(side) else {
      throw RequestError(.badArgument, "\"side\" must be left or right.")
    }
    return side
  }

  /// An id of the form that the configuration takes too.
  private func identifier(
    _ name: String, _ arguments: JSONObject
  ) throws(RequestError) -> String? {
    guard let word = arguments[name]?.string else { return nil }
    let isPlain = word.utf8.allSatisfy {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
    }
    guard isPlain, (1...64).contains(word.utf8.count) else {
      throw RequestError(
        .badArgument, "\"\(name)\" must be small letters, digits and _, such as biceps.")
    }
    return word
  }

  /// The channel that is meant; without a word the only one.
  private func channel(
    _ arguments: JSONObject, of sensor: SensorDesk
  ) throws(RequestError) -> Int {
    let count = sensor.muscleStreams.reduce(0) { $0 + $1.profile.channels.count }
    if let channel = arguments["channel"]?.integer {
      // Before the first handshake nobody knows how many there are.
      guard (1...(count > 0 ? count : 64)).contains(channel) else {
        throw RequestError(
          .unknownChannel,
          "\(sensor.name) has no channel \(channel)"
            + (count > 0 ? "; its channels are 1 to \(count)." : "."))
      }
      return channel
    }
    guard count <= 1 else {
      throw RequestError(
        .missingArgument, "assign needs \"channel\" (integer), for \(sensor.name) has \(count).")
    }
    return 1
  }
}
