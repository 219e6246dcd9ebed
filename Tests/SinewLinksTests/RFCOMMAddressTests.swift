import SinewLinks
import Testing

@Suite struct RFCOMMAddressTests {
  @Test(
    arguments: [
      ("00:06:66:F2:A1:0B", [0x0B, 0xA1, 0xF2, 0x66, 0x06, 0x00]),
      ("98:d3:31:90:5f:0a", [0x0A, 0x5F, 0x90, 0x31, 0xD3, 0x98]),
      ("FF:FF:FF:FF:FF:FF", [255, 255, 255, 255, 255, 255]),
    ] as [(String, [UInt8])])
  func theLastPrintedPairIsTheFirstByte(text: String, bytes: [UInt8]) throws {
    let address = try #require(BluetoothAddress(text))
    #expect(address.littleEndianBytes == bytes)
    #expect("\(address)" == text.uppercased())
    #expect(BluetoothAddress(littleEndian: bytes) == address)
  }

  @Test(arguments: [
    "", "00:06:66:F2:A1", "00:06:66:F2:A1:0B:0C", "00:06:66:F2:A1:0", "00:06:66:F2:A1:0BB",
    "00:06:66:F2:A1:GG", "+0:06:66:F2:A1:0B", "00-06-66-F2-A1-0B", "00:06:66:F2:A1: B",
    "000666F2A10B", ":::::", "００:06:66:F2:A1:0B",
  ])
  func whatIsNoAddressIsNotRead(text: String) { #expect(BluetoothAddress(text) == nil) }

  @Test func sixBytesMakeAnAddressAndNoOtherNumber() {
    #expect(BluetoothAddress(littleEndian: [1, 2, 3, 4, 5]) == nil)
    #expect(BluetoothAddress(littleEndian: [1, 2, 3, 4, 5, 6, 7]) == nil)
    #expect(BluetoothAddress(littleEndian: [0, 0, 0, 0, 0, 0]) == .any)
  }

  @Test(
    arguments: [
      ("rfcomm:00:06:66:F2:A1:0B", nil), ("rfcomm:00:06:66:F2:A1:0B/1", 1),
      ("rfcomm:00:06:66:F2:A1:0B/30", 30),
    ] as [(String, UInt8?)])
  func aSerialPortByRadioIsALink(text: String, channel: UInt8?) throws {
    let address = try LinkAddress(text)
    let peer = try #require(BluetoothAddress("00:06:66:F2:A1:0B"))
    #expect(address == .rfcomm(peer, channel: channel))
    #expect("\(address)" == text)
    #expect(address.word == "rfcomm")
    #expect(address.isTwoWay)
    #expect(!address.hasLineSpeed)
  }

  @Test(arguments: [
    "rfcomm:", "rfcomm:0", "rfcomm:00:00:00:00:00:00", "rfcomm:00:06:66:F2:A1:0B/",
    "rfcomm:00:06:66:F2:A1:0B/0", "rfcomm:00:06:66:F2:A1:0B/31", "rfcomm:00:06:66:F2:A1:0B/256",
    "rfcomm:00:06:66:F2:A1:0B/+1", "rfcomm:00:06:66:F2:A1:0B/1/1", "rfcomm:00:06:66:F2:A1:0B/ 1",
    "rfcomm:/1", "rfcomm:00:06:66:F2:A1:0B/-1", "rfcomm:00:06:66:F2:A1:0B/٣",
  ])
  func aWrongAddressOrChannelIsRefusedInOneSentence(text: String) {
    let error = linkError { () throws(LinkError) in _ = try LinkAddress(text) }
    guard case .badAddress(let named, _) = error else {
      Issue.record("accepted")
      return
    }
    #expect(named == text)
    #expect("\(error!)".hasSuffix(".") && !"\(error!)".contains(". "))
  }

  @Test func aRadioIsNotOpenedAsAFile() throws {
    let address = try LinkAddress("rfcomm:00:06:66:F2:A1:0B")
    let error = linkError { () throws(LinkError) in
      _ = try address.open(settings: SerialSettings(baud: 115_200))
    }
    #expect(error != nil)
  }
}
