import SinewDevices
import SinewFeedback
import SinewLinks
import SinewSignal

/// Requests that look for wearables and remember them.
extension ControlDesk {
  /// The answer comes when the adapter scans, or when it is known why it can't.
  func startScan(_ request: ControlRequest, _ answer: @escaping Answer) throws(RequestError) {
    let seconds = request.arguments["seconds"]?.number ?? ScanDesk.usualSeconds
    guard ScanDesk.secondsRange.contains(seconds) else {
      throw RequestError(.badArgument, "\"seconds\" of scan.start must lie in 1...600.")
    }
    if let scan = server.scan, scan.owner != connection {
      throw RequestError(.busy, "Another client scans already, and everybody hears what it hears.")
    }
    let isDuringStreams = request.arguments["during_streams"]?.bool ?? false
    if !isDuringStreams, let worn = server.floor.sensors.first(where: \.streamsOverRadio) {
      throw RequestError(
        .busy,
        "\(worn.name) streams, and a scan takes air time from it: end its set and switch it off,"
          + " or scan all the same with \"during_streams\".")
    }
    var scan = ScanDesk(
      owner: connection, seconds: seconds, isDuringStreams: isDuringStreams,
      now: MonotonicClock.now())
    scan.waiting = (server.scan?.waiting ?? []) + [(answer, request.id)]
    server.begin(scan)
  }

  func stopScan() -> JSONObject {
    server.endScan()
    return ["scanning": false]
  }

  /// Remembers the wearable of an address, or the one that is held to the adapter.
  func pair(_ arguments: JSONObject) throws(RequestError) -> JSONObject {
    let found = try wearable(arguments)
    let port = LinkAddress.ble(found.peer).description
    if let sensor = server.floor.sensor(at: found.peer) {
      throw RequestError(
        .wrongState, "\(found.peer) is known already, as \(sensor.name); forget that first.")
    }
    guard server.floor.hasRoom else {
      throw RequestError(.wrongState, "No more sensors can be followed: forget one first.")
    }
    let name = try freeName(arguments["name"]?.string, found)
    let sensor = SensorConfiguration(
      name: name, driver: found.model, selector: .port(port), isEnabled: true,
      settings: DriverSettings(), channels: [:])
    try server.paired.remember(sensor)
    server.adoptPaired()
    return [
      "device": .string(name), "model": .string(found.model),
      "address": .string("\(found.peer)"),
    ]
  }

  /// Forgets a wearable that was paired.
  func forget(_ arguments: JSONObject) throws(RequestError) -> JSONObject {
    let sensor = try sensor(arguments)
    guard server.paired.contains(sensor.name) else {
      throw RequestError(
        .wrongState,
        "\(sensor.name) was not paired, it stands in the configuration: take it out there, then"
          + " reload.")
    }
    try server.paired.forget(sensor.name)
    server.adoptPaired()
    return ["device": .string(sensor.name)]
  }

  // MARK: Which one

  private typealias Found = (peer: BLEAddress, model: String)

  private func wearable(_ arguments: JSONObject) throws(RequestError) -> Found {
    let heard = server.scan?.heard ?? [:]
    var model = arguments["model"]?.string
    if let model, deviceFamily(model)?.profile.gatt == nil {
      let known = deviceCatalog.map { $0.profile }.filter { $0.gatt != nil }.map(\.id)
      throw RequestError(.badArgument, unknown("wearable model", model, known))
    }
    let peer: BLEAddress
    if let text = arguments["address"]?.string {
      peer = try address(text, heard)
    } else if arguments["nearest"]?.bool == true {
      guard server.scan != nil else {
        throw RequestError(
          .wrongState, "Nothing is heard without a scan: begin one with scan.start.")
      }
      peer = try NearestWearable.find(among: heard.values, now: MonotonicClock.now()) {
        server.floor.sensor(at: $0) != nil
      }.peer
    } else {
      throw RequestError(
        .missingArgument, "pair needs \"address\" (text), or \"nearest\" (flag).")
    }
    model = model ?? heard[peer]?.model
    guard let model else {
      throw RequestError(
        .missingArgument,
        "What \(peer) is was not heard: name its \"model\", or pair it while a scan hears it.")
    }
    return (peer, model)
  }

  /// An address without its kind is that of what was heard.
  private func address(
    _ text: String, _ heard: [BLEAddress: HeardWearable]
  ) throws(RequestError) -> BLEAddress {
    guard let peer = BLEAddress(text), peer.address != .any else {
      throw RequestError(
        .badArgument,
        "\"address\" must be a Bluetooth address like C0:11:22:AA:BB:CC,random or"
          + " 00:11:22:AA:BB:CC.")
    }
    guard !text.contains(","), heard[peer] == nil else { return peer }
    return heard.keys.first { $0.address == peer.address } ?? peer
  }

  private func freeName(_ wish: String?, _ found: Found) throws(RequestError) -> String {
    let taken = Set(server.floor.sensors.map(\.name))
    guard let wish else {
      // The last two pairs, as makers print them on the case.
      let digits = "\(found.peer.address)".lowercased().split(separator: ":").suffix(2).joined()
      let base = "\(found.model)-\(digits)"
      return taken.contains(base) ? "\(base)-2" : base
    }
    let isPlain = wish.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
        || [0x2D, 0x2E, 0x5F].contains($0)
    }
    guard isPlain, (1...64).contains(wish.utf8.count) else {
      throw RequestError(
        .badArgument, "\"name\" must be 1 to 64 letters, digits, '-', '_' or '.'.")
    }
    guard !taken.contains(wish) else {
      throw RequestError(.badArgument, "There is a sensor \(wish) already: give another name.")
    }
    return wish
  }
}
