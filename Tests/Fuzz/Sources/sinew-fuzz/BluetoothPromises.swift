internal import SinewLinks
internal import SinewSignal

private let armband = BluetoothUUID(high: 0xD506_0005_A904_DEB9, low: 0x4748_2C7F_4A12_4842)
private let samples = BluetoothUUID(high: 0xD506_0105_A904_DEB9, low: 0x4748_2C7F_4A12_4842)

private let profile = GATTProfile(
  characteristics: [
    GATTCharacteristic(service: armband, uuid: samples),
    GATTCharacteristic(
      service: BatteryLevel.service, uuid: BatteryLevel.characteristic, isRequired: false),
  ], advertisement: AdvertisementPattern(services: [armband]),
  keepAlive: GATTRecord(.write, 0, [9, 1, 1]).bytes, keepAliveSeconds: 7)

/// A wearable that says anything: the client asks one thing at a time, never without end, tells the
/// driver records that can be read, and is quiet once it has given up.
func checkATT(_ bytes: [UInt8]) throws {
  var now = MonotonicTime(seconds: 1)
  var client = GATTClient(profile: profile, now: now)
  var steps = Datagrams(bytes)
  var hasEnded = false
  var requests = try questions(of: &client)
  while let step = steps.next() {
    switch step {
    case .datagram(let pdu): client.receive(pdu, at: now)
    case .pause:
      now = now.advanced(bySeconds: 10)
      client.advance(to: now)
    case .wish:
      client.startKeepingAlive()
      client.perform(
        GATTRecord(.read, 1).bytes + GATTRecord(.write, 0, [1]).bytes
          + GATTRecord(.read, 9).bytes)
    }
    let asked = try questions(of: &client)
    try PropertyFault.unless(asked <= 1, "more than one question at a time")
    try PropertyFault.unless(!hasEnded || asked == 0, "asks on after the end")
    requests += asked
    while let event = client.takeEvent() {
      try PropertyFault.unless(!hasEnded, "tells on after the end")
      switch event {
      case .record(let record):
        let cut = GATTRecord(
          record.kind, record.characteristic,
          Array(record.value.prefix(GATTRecord.longestValue)))
        try PropertyFault.unless(
          GATTRecord.records(in: record.bytes) == [cut], "a record that can't be read")
      case .battery(let percent):
        try PropertyFault.unless(
          percent.map { (0...100).contains($0) } ?? true, "an impossible battery")
      case .ended: hasEnded = true
      case .ready, .information: break
      }
    }
    if let due = client.deadline {
      try PropertyFault.unless(!hasEnded && due > now, "a deadline in the past is a spin")
    }
  }
  try PropertyFault.unless(requests <= bytes.count + 1, "asks without being answered")
}

/// Sends what waits; the number of requests in it, answers to the wearable's own not counted.
private func questions(of client: inout GATTClient) throws -> Int {
  var count = 0
  var all = 0
  while let pdu = client.takeOutgoing() {
    all += 1
    try PropertyFault.unless(ATTPDU(pdu) != nil, "sends what is no PDU")
    try PropertyFault.unless(pdu.count <= Int(client.mtu), "sends more than was agreed on")
    try PropertyFault.unless(all <= 40, "sends without end")
    if let first = pdu.first, ATTOpcode.isRequest(first) { count += 1 }
  }
  return count
}

/// A kernel that says anything: one command at a time, and memory that does not grow.
func checkManagement(_ bytes: [UInt8]) throws {
  var now = MonotonicTime(seconds: 1)
  var client = ManagementClient(now: now)
  client.setScan(.always, at: now)
  if let peer = BLEAddress("C0:C1:C2:C3:C4:C5,random") {
    client.setPaces([ConnectionParameters(peer, intervalMs: 7.5...15)], at: now)
  }
  var steps = Datagrams(bytes)
  while let step = steps.next() {
    switch step {
    case .datagram(let packet): client.receive(packet, at: now)
    case .pause:
      now = now.advanced(bySeconds: 10)
      client.advance(to: now)
    case .wish:
      client.setConnections(connecting: Int(now.seconds) % 2, streaming: 0, at: now)
    }
    var asked = 0
    while let packet = client.takeOutgoing() {
      asked += 1
      try PropertyFault.unless(ManagementPacket(packet) != nil, "sends what is no packet")
    }
    try PropertyFault.unless(asked <= 2, "more than one command at a time")
    while let event = client.takeEvent() {
      guard case .sighted(let sighting) = event else { continue }
      _ = profile.advertisement.matches(sighting.advertisement)
      try PropertyFault.unless(
        sighting.advertisement.services.count <= 32, "more services than fit")
    }
    try PropertyFault.unless(client.controllers.count <= 16, "adapters without end")
    if let due = client.deadline {
      try PropertyFault.unless(due > now, "a deadline in the past is a spin")
    }
    _ = client.problems
  }
  try PropertyFault.unless(client.sightings.count <= 512, "sightings without end")
}
