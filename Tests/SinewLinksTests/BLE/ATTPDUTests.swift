import SinewLinks
import SinewSignal
import Testing

/// The PDUs were encoded and read again with PyPI bumble 0.0.236.
@Suite struct ATTPDUTests {
  private static let long = "42 48 12 4a 7f 2c 48 47 b9 de 04 a9 05 00 06 d5"

  static let vectors: [(String, ATTPDU)] = [
    ("01 08 36 00 0a", .errorResponse(request: 8, handle: 0x36, .attributeNotFound)),
    ("02 05 02", .exchangeMTURequest(517)), ("03 f7 00", .exchangeMTUResponse(247)),
    ("04 2c 00 2c 00", .findInformationRequest(0x2C...0x2C)),
    (
      "05 01 2c 00 02 29",
      .findInformationResponse([ATTAttribute(0x2C, BluetoothUUID(0x2902))])
    ),
    (
      "05 02 2c 00 \(long)", .findInformationResponse([ATTAttribute(0x2C, ATTServer.emg)])
    ),
    ("08 29 00 35 00 03 28", .readByTypeRequest(0x29...0x35, BluetoothUUID(0x2803))),
    (
      "09 07 10 00 12 11 00 19 2a",
      .readByTypeResponse([ATTHandleValue(0x10, [0x12, 0x11, 0, 0x19, 0x2A])])
    ),
    ("0a 17 00", .readRequest(0x17)), ("0b 5b", .readResponse([0x5B])),
    ("0b", .readResponse([])), ("0c 17 00 16 00", .readBlobRequest(0x17, offset: 22)),
    ("0d 01 02", .readBlobResponse([1, 2])),
    ("10 01 00 ff ff 00 28", .readByGroupTypeRequest(1...0xFFFF, BluetoothUUID(0x2800))),
    ("11 06 0f 00 12 00 0f 18", .readByGroupTypeResponse([ATTGroup(0x0F...0x12, [0x0F, 0x18])])),
    (
      "11 14 29 00 35 00 \(long)",
      .readByGroupTypeResponse([ATTGroup(0x29...0x35, ATTServer.emg.littleEndian)])
    ),
    ("12 2c 00 01 00", .writeRequest(0x2C, [1, 0])), ("13", .writeResponse),
    ("52 19 00 01 03 03 01 00", .writeCommand(0x19, [1, 3, 3, 1, 0])),
    ("1b 2b 00 00 01 02", .notification(0x2B, [0, 1, 2])),
    ("1d 23 00 03 01 00 00 00 00", .indication(0x23, [3, 1, 0, 0, 0, 0])),
    ("1e", .confirmation),
    (
      "23 2b 00 02 00 05 06 2e 00 00 00",
      .multipleNotification([ATTHandleValue(0x2B, [5, 6]), ATTHandleValue(0x2E, [])])
    ),
  ]

  @Test(arguments: vectors) func eachPDUIsReadAndWrittenAsTheSpecificationHasIt(
    text: String, pdu: ATTPDU
  ) {
    #expect(ATTPDU(hex(text)) == pdu)
    #expect(words(pdu.bytes) == text)
  }

  @Test(arguments: [
    "", "00", "ff", "02", "02 05", "02 05 02 00", "03 f7", "04 2c 00 2c", "04 2d 00 2c 00",
    "04 00 00 01 00", "05", "05 01", "05 03 2c 00 02 29", "05 01 2c 00 02", "05 01 2c 00",
    "05 01 2c 00 02 29 2d", "05 01 2c 00 02 29 2d 00", "08 29 00 35 00 03",
    "08 29 00 35 00 01 02 03 04", "09 07 10 00", "09 07 10 00 12 11 00 19 2a 10 00", "09 01 10 00",
    "09 00", "09 02", "0a 17", "0c 17 00 16", "10 01 00 ff ff", "11 06 0f 00 12 00 0f",
    "11 03 0f 00 12", "11 06 12 00 0f 00 0f 18", "12 2c", "13 00", "1e 00", "1b 2b", "1d",
    "01 08 36",
    "23", "23 2b 00 05 00 01",
  ])
  func whatIsCutShortOrOfTheWrongSizeIsNoPDU(text: String) {
    #expect(ATTPDU(hex(text)) == nil)
  }

  @Test func anySoundPDUSurvivesItsBytesAndNoBytesTrap() {
    var random = SeededGenerator(seed: 4)
    for _ in 0..<200_000 {
      let count = Int.random(in: 0...40, using: &random)
      var bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      if count > 0, Bool.random(using: &random) {
        bytes[0] = ATTOpcode.allCases.randomElement(using: &random)?.rawValue ?? 0
      }
      // Reported only where it fails: an expectation each would take seconds.
      guard let pdu = ATTPDU(bytes), pdu.bytes != bytes else { continue }
      #expect(pdu.opcode == .findInformationResponse, "\(words(bytes))")
    }
  }

  @Test func onlyRequestsAreToBeAnswered() {
    for opcode: UInt8 in [0x02, 0x04, 0x06, 0x08, 0x0A, 0x0C, 0x0E, 0x10, 0x12, 0x16, 0x18, 0x20] {
      #expect(ATTOpcode.isRequest(opcode))
    }
    for opcode: UInt8 in [
      0x01, 0x03, 0x05, 0x09, 0x0B, 0x11, 0x13, 0x1B, 0x1D, 0x1E, 0x23, 0x52, 0xD2,
    ] {
      #expect(!ATTOpcode.isRequest(opcode))
    }
  }
}

/// The same numbers on every machine (splitmix64, S. Vigna).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
