import Glibc
import SinewLinks
import Testing

/// The exchanges were made by the service discovery server of google/bumble 0.0.236 with the
/// questions of this program: one port, three in two parts of an MTU of 48, none.
@Suite struct RFCOMMServiceTests {
  private let peer = BluetoothAddress.sensor
  private static let question = "060001000d35031911010400350309000400"
  private static let onePort =
    "0700010018001535133511090004350c35031901003505190003080500"

  /// The device's end of a socket that keeps the bounds of messages, with answers to whatever is
  /// asked, in turn. All stand in the socket before the first question.
  private func ask(
    _ answers: [[UInt8]], seconds: Double = 60
  ) async throws -> (ports: [UInt8], error: LinkError?, questions: [[UInt8]]) {
    let ends = try messagePair()
    let near = Descriptor(owning: ends.near)
    let far = Descriptor(owning: ends.far)
    for answer in answers { _ = Transfer.write(far.raw, answer[...]) }
    var ports: [UInt8] = []
    let waiter = try DescriptorWaiter()
    let error = await radioError { () throws(LinkError) in
      ports = try await ServiceDiscovery.serialPorts(
        of: peer, over: near, seconds: seconds, waiter)
    }
    var questions: [[UInt8]] = []
    while case let message = readOnce(far.raw).bytes, !message.isEmpty { questions.append(message) }
    return (ports, error, questions)
  }

  private func messagePair() throws -> (near: CInt, far: CInt) {
    var ends: [CInt] = [-1, -1]
    let kind = CInt(SOCK_SEQPACKET.rawValue) | CInt(SOCK_NONBLOCK.rawValue)
    guard unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw LinkError(code: errno, action: "make a socket pair")
    }
    return (ends[0], ends[1])
  }

  @Test func aSerialPortIsFound() async throws {
    let heard = try await ask([octets(Self.onePort)])
    #expect(heard.error == nil)
    #expect(heard.ports == [5])
    #expect(heard.questions == [octets(Self.question)])
  }

  @Test func anAnswerInPartsIsPutTogether() async throws {
    let heard = try await ask([
      octets(
        "070001002b002735393511090004350c3503190100350519000308033511090004350c3503190100"
          + "3505190003080100"),
      octets("07000200170014013511090004350c35031901003505190003081e00"),
    ])
    #expect(heard.error == nil)
    #expect(heard.ports == [3, 1, 30])
    #expect(
      heard.questions == [
        octets(Self.question), octets("060002000e3503191101040035030900040100"),
      ])
  }

  @Test func noSerialPortIsAnEmptyList() async throws {
    let heard = try await ask([octets("07000100050002350000")])
    #expect(heard.error == nil)
    #expect(heard.ports.isEmpty)
  }

  @Test(arguments: [
    "", "07", "07000100", "0700020005000235000000", "0600010005000235000000",
    // An error answer: invalid syntax of the request.
    "01000100020003",
    // Lengths that do not add up, a continuation of 17 bytes, one cut short.
    "07000100040002350000", "07000100050003350000", "0700010005ffff350000",
    "07000100160002350011" + String(repeating: "00", count: 17), "0700010006000235000500",
    // No sequence, and one that is longer than what came.
    "07000100050002080500", "07000100050002350500",
  ])
  func anAnswerThatIsNoneIsRefused(text: String) async throws {
    let answer = octets(text)
    let heard = try await ask(answer.isEmpty ? [[0]] : [answer])
    #expect(heard.error == .bluetooth(.unreadableServices, peer), "\(heard)")
  }

  @Test func anEndlessAnswerIsLeftAlone() async throws {
    // Each part says that there is more; the numbers of the transactions are right.
    let small = (1...40).map { octets("0700") + [UInt8($0)] + octets("0007000235000101ff") }
    let fixed = small.map {
      Array($0.prefix(3)) + [0x00, 0x06, 0x00, 0x02, 0x35, 0x00, 0x01, 0xFF]
    }
    let heard = try await ask(fixed)
    #expect(heard.error == .bluetooth(.unreadableServices, peer))
    #expect(heard.questions.count <= 32)

    let block = [UInt8](repeating: 0, count: 600)
    let large = (1...8).map {
      [0x07, 0x00, UInt8($0), 0x02, 0x5C, 0x02, 0x58] + block + [1, 0xFF]
    }
    let flooded = try await ask(large)
    #expect(flooded.error == .bluetooth(.unreadableServices, peer))
    #expect(flooded.questions.count <= 4)
  }

  @Test func aDeviceThatSaysNothingIsNotWaitedForForEver() async throws {
    let heard = try await ask([], seconds: 0.01)
    #expect(heard.error == .bluetooth(.noAnswer, peer))
  }

  @Test func aDeviceThatGoesAwayIsToldOf() async throws {
    let ends = try messagePair()
    let near = Descriptor(owning: ends.near)
    _ = close(ends.far)
    let waiter = try DescriptorWaiter()
    let error = await radioError { () throws(LinkError) in
      _ = try await ServiceDiscovery.serialPorts(of: peer, over: near, seconds: 60, waiter)
    }
    #expect(error == .bluetooth(.dropped, peer))
  }
}

/// Service records as libbluetooth reads them, behind the look at each byte.
@Suite struct RFCOMMRecordTests {
  /// A record with the list of protocols {L2CAP}, {RFCOMM, `port`}.
  private func record(port: String) -> [UInt8] {
    let rfcomm = octets("190003" + port)
    let inner = octets("3503190100") + [0x35, UInt8(rfcomm.count)] + rfcomm
    let list = octets("090004") + [0x35, UInt8(inner.count)] + inner
    return [0x35, UInt8(list.count)] + list
  }

  private func channels(_ records: [UInt8]...) -> [UInt8]? {
    let all = records.flatMap(\.self)
    return ServiceRecords.channels(in: [0x35, UInt8(all.count)] + all)
  }

  @Test(
    arguments: [
      ("0801", [1]), ("081e", [30]), ("0800", []), ("081f", []), ("08ff", []), ("090003", [3]),
      ("090101", []), ("0a00000001", []), ("10ff", []), ("", []), ("190001", []),
    ] as [(String, [UInt8])])
  func aPortCountsOnlyWhereRFCOMMHasOne(port: String, expected: [UInt8]) {
    #expect(channels(record(port: port)) == expected)
  }

  @Test func portsComeInTheirOrderAndOnce() {
    #expect(
      channels(record(port: "0803"), record(port: "0801"), record(port: "0803")) == [3, 1])
    #expect(channels() == [])
  }

  @Test func longNamesOfAServiceAndOtherAttributesAreNoHindrance() {
    // Handle, class, protocols, languages, a name with a length of two bytes.
    let whole = octets(
      "09000000000a00010005" + "0900013503191101" + "090004350c35031901003505190003" + "0805"
        + "090006350909656e09006a090100" + "0901002600 08 53657269616c2050")
    let attributes = Array(whole)
    let fixed = octets("0900000a00010005") + attributes.dropFirst(10)
    #expect(channels([0x35, UInt8(fixed.count)] + fixed) == [5])
  }

  @Test(arguments: [
    // libbluetooth alone never comes back from the first two.
    "353b0900000a000100050900013503191101090004350c350319010035",
    // A UUID of eight bytes: libbluetooth stops there, and goes on inside it.
    "350f090004350a1b00000000000000 0035",
    "35050900043501", "3503090004", "3504090004ff", "3506080004350000", "35060900043d00", "0801",
    // The list of protocols is a number, a text, a list of numbers.
    "3507090004" + "0a41414141", "35070900042502ffff", "3507090004350208ff",
  ])
  func aRecordThatIsNotSoundIsLeftOut(text: String) {
    let good = record(port: "0809")
    #expect(channels(octets(text)) ?? [] == [])
    // The next record still counts where the bounds of this one hold.
    let both = channels(octets(text), good)
    #expect(both == [9] || both == nil)
  }

  @Test func sequencesWithinSequencesEnd() {
    var nest: [UInt8] = []
    for _ in 0..<60 { nest = [0x35, UInt8(nest.count)] + nest }
    let list = octets("090004") + nest
    #expect(channels([0x35, UInt8(list.count)] + list) == [])
    let deep = (0..<680).flatMap { _ in [0x36, 0xFF, 0xF0] as [UInt8] }
    #expect(ServiceRecords.channels(in: deep) == nil)
  }

  @Test func damagedRecordsGiveOnlyChannelsThatExist() {
    let whole = octets(
      "0900000a00010005" + "0900013503191101" + "090004350c35031901003505190003" + "0805")
    let clean = [0x35, UInt8(whole.count + 2), 0x35, UInt8(whole.count)] + whole
    #expect(ServiceRecords.channels(in: clean) == [5])
    let telling: [UInt8] = [0x35, 0x36, 0x37, 0x25, 0x3D, 0x19, 0x1C, 0x08, 0x09, 0x00, 0xFF]
    var random = Damage(seed: 7)
    for _ in 0..<20_000 {
      var bytes = clean
      for _ in 0...Int(random.next() % 3) {
        let place = Int(random.next()) % bytes.count
        bytes[place] =
          random.next() & 1 == 0 ? random.next() : telling[Int(random.next()) % telling.count]
      }
      if random.next() & 3 == 0 { bytes.removeLast(Int(random.next()) % bytes.count) }
      for channel in ServiceRecords.channels(in: bytes) ?? [] {
        #expect((1...30).contains(channel))
      }
    }
  }
}

/// The bytes of hexadecimal text, blanks ignored.
private func octets(_ text: String) -> [UInt8] {
  let digits = text.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count - 1, by: 2).map {
    UInt8(digits[$0] << 4 | digits[$0 + 1])
  }
}

/// The same bytes in every run (xorshift).
private struct Damage {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> UInt8 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return UInt8(truncatingIfNeeded: state >> 33)
  }
}
