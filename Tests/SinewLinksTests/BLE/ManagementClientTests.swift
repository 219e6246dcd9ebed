import SinewLinks
import SinewSignal
import Testing

/// A kernel that answers as the real one does, with adapters that come and go.
struct FakeKernel {
  struct Adapter {
    var address: String
    var supported: UInt32 = 1 | 1 << 9
    var current: UInt32 = 0
    var isBlocked = false
    var isScanning = false
    var isScannedByOthers = false
    var paces: [UInt8] = []
  }

  var adapters: [UInt16: Adapter] = [:]
  var isPrivileged = true

  mutating func answer(_ bytes: [UInt8]) -> [UInt8]? {
    guard let packet = ManagementPacket(bytes) else { return nil }
    let index = packet.controller
    func done(_ status: UInt8, _ returned: [UInt8] = []) -> [UInt8] {
      ManagementPacket(
        status == 0 ? 1 : 2, index,
        [UInt8(truncatingIfNeeded: packet.opcode), 0, status] + returned
      ).bytes
    }
    if packet.opcode == 3 {
      let indexes: [UInt8] = adapters.keys.sorted().flatMap { index -> [UInt8] in
        [UInt8(truncatingIfNeeded: index), 0]
      }
      return done(0, [UInt8(adapters.count), 0] + indexes)
    }
    guard var adapter = adapters[index] else { return done(0x11) }
    defer { adapters[index] = adapter }
    if packet.opcode == 4 {
      let address = BluetoothAddress(adapter.address)?.littleEndianBytes ?? []
      return done(
        0,
        address + [9, 0, 0] + little(adapter.supported) + little(adapter.current)
          + [UInt8](repeating: 0, count: 263))
    }
    guard isPrivileged else { return done(0x14) }
    switch packet.opcode {
    case 5, 0x0D:
      guard !adapter.isBlocked || packet.opcode != 5 else { return done(0x12) }
      adapter.current |= packet.opcode == 5 ? 1 : 1 << 9
      return done(0, little(adapter.current))
    case 0x23:
      guard adapter.current & 1 != 0 else { return done(0x0F) }
      guard !adapter.isScanning, !adapter.isScannedByOthers else { return done(0x0A) }
      adapter.isScanning = true
      return done(0, [6])
    case 0x24:
      guard adapter.isScanning else { return done(0x0B) }
      adapter.isScanning = false
      return done(0, [6])
    case 0x35:
      adapter.paces = packet.parameters
      return done(0)
    default: return done(1)
    }
  }

  private func little(_ number: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * UInt32($0))) }
  }
}

struct RadioBench {
  var client: ManagementClient
  var kernel = FakeKernel()
  var now = MonotonicTime(seconds: 50)
  private(set) var asked: [UInt16] = []
  private(set) var events: [ManagementClient.Event] = []

  init(
    _ adapters: [UInt16: FakeKernel.Adapter] = [0: .init(address: "00:11:22:33:44:55")],
    isPrivileged: Bool = true, preferred: String? = nil
  ) {
    kernel.adapters = adapters
    kernel.isPrivileged = isPrivileged
    client = ManagementClient(
      preferred: preferred.flatMap { BluetoothAddress($0) }, now: now)
    run()
  }

  mutating func run() {
    while let packet = client.takeOutgoing() {
      asked.append(UInt16(packet[0]))
      if let answer = kernel.answer(packet) { client.receive(answer, at: now) }
    }
    while let event = client.takeEvent() { events.append(event) }
  }

  mutating func hear(_ opcode: UInt16, _ index: UInt16, _ parameters: [UInt8] = []) {
    client.receive(ManagementPacket(opcode, index, parameters).bytes, at: now)
    run()
  }

  mutating func pass(_ seconds: Double) {
    now = now.advanced(bySeconds: seconds)
    client.advance(to: now)
    run()
  }

  mutating func scan(_ scan: ManagementClient.Scan) {
    client.setScan(scan, at: now)
    run()
  }

  mutating func connections(_ connecting: Int, _ streaming: Int) {
    client.setConnections(connecting: connecting, streaming: streaming, at: now)
    run()
  }

  mutating func paces(_ count: Int) {
    client.setPaces(
      (0..<count).compactMap { number in
        BLEAddress("C0:00:00:00:00:0\(number),random").map {
          ConnectionParameters($0, intervalMs: 7.5...15)
        }
      }, at: now)
    run()
  }

  var isScanning: Bool { kernel.adapters.values.contains { $0.isScanning } }
}

@Suite struct ManagementClientTests {
  @Test func anAdapterIsLeftAloneUntilSomebodyNeedsIt() {
    var bench = RadioBench()
    bench.pass(100)
    #expect(bench.asked == [3, 4])
    #expect(bench.client.adapter?.index == 0)
    #expect(bench.client.problems == [])
  }

  @Test func lowEnergyComesBeforePowerAndTheScanAfterBoth() {
    var bench = RadioBench()
    bench.scan(.whenQuiet)
    #expect(bench.asked == [3, 4, 0x0D, 5, 0x23])
    #expect(bench.isScanning)
    #expect(bench.client.problems == [])
  }

  @Test func theScanBeginsAgainWhenTheKernelEndsItAndEndsWhenNobodyWantsIt() {
    var bench = RadioBench()
    bench.scan(.whenQuiet)
    bench.kernel.adapters[0]?.isScanning = false
    bench.hear(0x13, 0, [6, 0])
    #expect(bench.isScanning)
    bench.scan(.never)
    #expect(!bench.isScanning)
    #expect(bench.asked.suffix(3) == [0x23, 0x23, 0x24])
  }

  @Test func ourScanBeginsAnewSoThatNearnessIsHeardInTime() {
    var bench = RadioBench()
    bench.scan(.whenQuiet)
    let before = bench.asked.count
    #expect(bench.client.deadline == bench.now.advanced(bySeconds: 3))
    bench.pass(2.9)
    #expect(bench.asked.count == before)
    bench.pass(0.1)
    #expect(bench.asked.suffix(2) == [0x24, 0x23] && bench.isScanning)
  }

  @Test func aKnownWearableIsConnectedDuringAScanOnceItIsHeard() {
    var bench = RadioBench()
    let peer = Wearable.address
    #expect(!bench.client.isLooking)
    bench.scan(.whenQuiet)
    #expect(bench.client.isLooking && !bench.client.hasHeard(peer, since: bench.now))
    bench.pass(1)
    bench.hear(
      0x12, 0, peer.address.littleEndianBytes + [2, 0xC7, 0, 0, 0, 0, 0, 0])
    #expect(bench.client.hasHeard(peer, since: bench.now))
    #expect(!bench.client.hasHeard(peer, since: bench.now.advanced(bySeconds: 1)))
    bench.connections(1, 0)
    #expect(!bench.isScanning && bench.client.isLooking, "others wait for their turn")
    bench.connections(0, 1)
    #expect(!bench.client.isLooking && !bench.isScanning)
  }

  @Test func malformedAdvertisementsAreReportedWithWhatCanBeRead() {
    var bench = RadioBench()
    func report(_ last: UInt8, _ size: Int, _ data: [UInt8]) -> [UInt8] {
      [last, 0, 0, 0, 0, 0xC0, 2, 0xC7, 0, 0, 0, 0]
        + [UInt8(truncatingIfNeeded: size), UInt8(truncatingIfNeeded: size >> 8)] + data
    }
    let name = hex("05 09 53 69 6e 65")
    // A size beyond the packet, an empty one, a record that ends early, one of size 0, one without
    // a type: none is a reason to lose what stands before.
    bench.hear(0x12, 0, report(1, 500, name))
    bench.hear(0x12, 0, report(2, 0, []))
    bench.hear(0x12, 0, report(3, name.count + 2, name + [0x1F, 0x09]))
    bench.hear(0x12, 0, report(4, name.count + 1, name + [0]))
    bench.hear(0x12, 0, report(5, 3, [2, 0x0A, 0x80]))
    bench.hear(0x12, 0, report(6, 4, [3, 0x03, 0xFF, 0xFF]))
    let names = bench.client.sightings.map(\.advertisement.name)
    #expect(bench.client.sightings.count == 5)
    #expect(names.filter { $0 == "Sine" }.count == 2)
  }

  @Test func thereIsNoScanWhileSomethingConnectsOrStreamsUnlessSomebodyWaitsForIt() {
    var bench = RadioBench()
    bench.scan(.whenQuiet)
    bench.connections(1, 0)
    #expect(!bench.isScanning && bench.client.isPrepared)
    bench.connections(0, 1)
    #expect(!bench.isScanning)
    bench.scan(.always)
    #expect(bench.isScanning && bench.client.isPrepared)
    bench.scan(.whenQuiet)
    #expect(!bench.isScanning)
    bench.connections(0, 0)
    #expect(bench.isScanning)
  }

  @Test func aScanOfSomebodyElseIsSharedAndTriedAgainLater() {
    var bench = RadioBench()
    bench.kernel.adapters[0]?.isScannedByOthers = true
    bench.scan(.whenQuiet)
    #expect(bench.client.problems == [])
    bench.pass(4)
    let before = bench.asked.count
    #expect(bench.client.deadline == bench.now.advanced(bySeconds: 1))
    bench.pass(1)
    #expect(bench.asked.count == before + 1)
    bench.pass(5)
    #expect(bench.client.problems == [.scanRefused])
    bench.kernel.adapters[0]?.isScannedByOthers = false
    bench.pass(5)
    #expect(bench.isScanning && bench.client.problems == [])
    // Another program's scan is not ours to end.
    var shared = RadioBench()
    shared.kernel.adapters[0]?.isScannedByOthers = true
    shared.paces(1)
    shared.hear(0x13, 0, [6, 1])
    shared.scan(.whenQuiet)
    shared.scan(.never)
    #expect(!shared.asked.contains(0x24) && !shared.asked.contains(0x23))
  }

  @Test func allPacesAreLoadedInOneCommandBeforeAConnection() {
    var bench = RadioBench()
    bench.paces(2)
    #expect(bench.client.isPrepared)
    #expect(bench.kernel.adapters[0]?.paces.count == 2 + 2 * 15)
    bench.paces(3)
    #expect(bench.kernel.adapters[0]?.paces.prefix(2) == [3, 0])
    #expect(bench.asked == [3, 4, 0x0D, 5, 0x35, 0x35])
    bench.pass(100)
    #expect(bench.asked.count == 6)
  }

  @Test func withoutPrivilegeKnownSensorsStillWorkAndASentenceSaysWhatIsMissing() {
    var bench = RadioBench(isPrivileged: false)
    bench.kernel.adapters[0]?.current = 1 | 1 << 9
    bench.hear(6, 0, [1, 2, 0, 0])
    bench.paces(1)
    bench.scan(.always)
    bench.pass(100)
    #expect(bench.client.problems == [.noPrivilege])
    #expect("\(RadioProblem.noPrivilege)".contains("CAP_NET_ADMIN"))
    #expect(bench.client.isPrepared)
    #expect(bench.asked == [3, 4, 0x35])
  }

  @Test func aBlockedAdapterIsTriedAgainUntilItIsFree() {
    var bench = RadioBench()
    bench.kernel.adapters[0]?.isBlocked = true
    bench.paces(1)
    #expect(bench.client.problems == [.blocked])
    #expect(bench.client.isPrepared, "connecting may be tried and says what is wrong")
    bench.kernel.adapters[0]?.isBlocked = false
    bench.pass(9)
    #expect(bench.client.problems == [.blocked])
    bench.pass(1)
    #expect(bench.client.problems == [])
    #expect(bench.kernel.adapters[0]?.paces.isEmpty == false)
  }

  @Test func anAdapterThatWasOffGetsEverythingAnew() {
    var bench = RadioBench()
    bench.paces(1)
    bench.scan(.whenQuiet)
    bench.kernel.adapters[0]?.current = 1 << 9
    bench.kernel.adapters[0]?.isScanning = false
    bench.kernel.adapters[0]?.paces = []
    bench.hear(6, 0, [0, 2, 0, 0])
    bench.pass(10)
    #expect(bench.isScanning)
    #expect(bench.kernel.adapters[0]?.paces.isEmpty == false)
  }

  @Test func theOtherAdapterTakesOverWhenTheFirstIsPulledOut() {
    var bench = RadioBench([
      0: .init(address: "00:11:22:33:44:55"), 1: .init(address: "00:11:22:33:44:66"),
    ])
    bench.paces(1)
    #expect(bench.client.adapter?.index == 0)
    bench.kernel.adapters[0] = nil
    bench.hear(5, 0)
    #expect(bench.client.adapter?.index == 1)
    #expect(bench.kernel.adapters[1]?.paces.isEmpty == false)
    bench.kernel.adapters[1] = nil
    bench.hear(5, 1)
    #expect(bench.client.problems == [.noAdapter])
    bench.kernel.adapters[2] = .init(address: "00:11:22:33:44:77")
    bench.hear(4, 2)
    #expect(bench.client.adapter?.index == 2)
    #expect(bench.kernel.adapters[2]?.paces.isEmpty == false)
  }

  @Test func thePreferredAdapterIsTakenAndOneWithoutLowEnergyNever() {
    let two: [UInt16: FakeKernel.Adapter] = [
      0: .init(address: "00:11:22:33:44:55"), 1: .init(address: "00:11:22:33:44:66"),
    ]
    #expect(RadioBench(two, preferred: "00:11:22:33:44:66").client.adapter?.index == 1)
    let classic = RadioBench([0: .init(address: "00:11:22:33:44:55", supported: 1)])
    #expect(classic.client.problems == [.noLowEnergy])
    #expect(RadioBench([:]).client.problems == [.noAdapter])
  }

  @Test func anAnswerThatNeverComesIsNotWaitedForForEver() {
    var client = ManagementClient(now: .zero)
    _ = client.takeOutgoing()
    #expect(client.deadline == MonotonicTime(seconds: 10))
    client.advance(to: MonotonicTime(seconds: 10))
    #expect(client.problems == [.noAdapter])
    #expect(client.deadline == nil)
  }

  @Test func sightingsMergeAndTheStrongestComesFirst() {
    var bench = RadioBench()
    func report(_ last: UInt8, _ rssi: Int8, _ flags: UInt8, _ data: [UInt8]) -> [UInt8] {
      [last, 0, 0, 0, 0, 0xC0, 2, UInt8(bitPattern: rssi), flags, 0, 0, 0, UInt8(data.count), 0]
        + data
    }
    bench.hear(0x12, 0, report(1, -80, 0, hex("02 01 06")))
    bench.hear(0x12, 0, report(2, -40, 4, []))
    bench.hear(0x12, 0, report(1, -60, 0x20, hex("03 09 41 42")))
    bench.hear(0x12, 0, report(3, 127, 0, []))
    let sightings = bench.client.sightings
    #expect(sightings.map(\.rssi) == [-40, -60, nil])
    #expect(sightings[1].advertisement.name == "AB" && sightings[1].advertisement.flags == 6)
    #expect(sightings.map(\.isConnectable) == [false, true, true])
    bench.pass(61)
    #expect(bench.client.sightings.isEmpty)
  }

  @Test func aStreetFullOfPhonesFillsNoMemory() {
    var bench = RadioBench()
    for number in 0..<5000 {
      bench.hear(
        0x12, 0,
        [UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8), 0, 0, 0, 0, 2]
          + [0xC0, 0, 0, 0, 0, 0, 0])
    }
    #expect(bench.client.sightings.count == 512)
  }

  @Test func endsOfConnectionsAreTold() {
    var bench = RadioBench()
    bench.hear(0x0C, 0, Wearable.address.address.littleEndianBytes + [2, 1])
    bench.hear(
      0x1C, 0, Wearable.address.address.littleEndianBytes + [2, 0] + hex("06 00 0c 00 00 00 c8 00"))
    #expect(bench.events.contains(.disconnected(Wearable.address, .timeout)))
    #expect(bench.events.contains(.pace(Wearable.address, intervalMs: 15)))
  }

  @Test func everyProblemIsOneSentence() {
    for problem in RadioProblem.allCases {
      #expect("\(problem)".hasSuffix(".") && !"\(problem)".contains(". "), "\(problem)")
    }
  }

  @Test(arguments: 0..<4) func noPacketTrapsAndNoneIsAskedForEver(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    var bench = RadioBench()
    bench.scan(.always)
    bench.paces(3)
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...24, using: &random)
      let body = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      let opcodes: [UInt16] = [1, 2, 4, 5, 6, 0x0B, 0x0C, 0x0D, 0x12, 0x13, 0x1C]
      let opcode = opcodes.randomElement(using: &random) ?? 0
      bench.hear(opcode, UInt16.random(in: 0...3, using: &random), body)
      if Int.random(in: 0..<10, using: &random) == 0 {
        bench.pass(Double.random(in: 0...5, using: &random))
      }
    }
    #expect(bench.client.controllers.count <= 16)
    #expect(bench.asked.count < 60_000)
  }
}

@Suite struct BluetoothRadioTests {
  @Test func theRadioTalksToTheKernelAndSaysWhatItHears() async throws {
    let wearable = try KernelEnd()
    let (events, told) = AsyncStream<ManagementClient.Event>.makeStream()
    let radio = BluetoothRadio(
      socket: Descriptor(owning: wearable.near), waiter: try DescriptorWaiter(),
      tell: { told.yield($0) })
    let life = Task { await radio.run() }
    await radio.setScan(.whenQuiet)
    for await event in events {
      if case .sighted(let sighting) = event {
        #expect(sighting.peer == Wearable.address && sighting.rssi == -57)
        break
      }
    }
    #expect(await radio.problems == [])
    #expect(await radio.sightings.count == 1)
    life.cancel()
    await life.value
    wearable.end()
  }

  @Test func withoutASocketTheRadioSaysSo() async throws {
    let radio = BluetoothRadio(socket: nil, waiter: try DescriptorWaiter())
    await radio.run()
    #expect(await radio.problems == [.noBluetooth])
    let (near, far) = try socketPair()
    _ = Descriptor(owning: far)
    let ended = BluetoothRadio(socket: Descriptor(owning: near), waiter: try DescriptorWaiter())
    await ended.run()
    #expect(await ended.problems == [.noBluetooth])
  }

  @Test func aLauncherMayPassOnlySockets() throws {
    let nothing = ManagementSocket.adopt(-1) == nil
    let wake = try WakeUp()
    let other = ManagementSocket.adopt(wake.fd) == nil
    #expect(nothing && other)
  }
}
