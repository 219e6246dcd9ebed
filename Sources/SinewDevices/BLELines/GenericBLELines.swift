package import SinewSignal

/// A board that sends numbers as text over Bluetooth LE: the MyoWare 2.0 Wireless Shield, and any
/// sketch with the Nordic UART service.
///
/// * MyoWare's sketch notifies one number a time, `-45.50`, as characters without an end: each
///   notification is a line. It counts the converter's steps (0...4095 of 3.3 V, less the reference
///   for the raw output) or millivolts, as the sketch was set; no byte tells which, so
///   `DriverSettings.lines` does.
/// * Over the Nordic UART service lines run on from notification to notification; they may hold all
///   that `GenericLines` reads.
///
/// There is no counter and no time unless the lines bring them (`GenericLines`); the rate is whatever
/// the sketch's loop makes.
/// Sources: Advancer's MyoWare Arduino library (BLE examples); Nordic's UART service.
package struct GenericBLELines: DeviceDriver, ~Copyable {
  package static let profile = DeviceProfile(
    id: "generic-ble-lines", name: "MyoWare Wireless Shield or text over Bluetooth LE",
    links: [.ble], streams: GenericLines.profile.streams, gatt: gatt, isolation: .battery)

  // Places in the profile's list of characteristics.
  private static let value: UInt8 = 0
  private static let print: UInt8 = 1
  private static let listen: UInt8 = 2

  private static let gatt: GATTProfile = {
    let shield = BluetoothUUID(high: 0xEC3A_F789_2154_49F4, low: 0xA9FC_BC6C_88E9_E930)
    func uart(_ number: UInt64) -> BluetoothUUID {
      BluetoothUUID(high: 0x6E40_0000_B5A3_F393 | number << 32, low: 0xE0A9_E50E_24DC_CA9E)
    }
    return GATTProfile(
      // A board has the first or the other two.
      characteristics: [
        GATTCharacteristic(
          service: shield,
          uuid: BluetoothUUID(high: 0xF3A5_6EDF_8F1E_4533, low: 0x93BF_5601_B2E9_1308),
          isRequired: false),
        GATTCharacteristic(service: uart(1), uuid: uart(3), isRequired: false),
        GATTCharacteristic(service: uart(1), uuid: uart(2), isRequired: false),
      ],
      advertisement: AdvertisementPattern(services: [shield, uart(1)]))
  }()

  private enum Stage { case closed, value, print, lines }

  private let settings: LineSettings
  private var lines: GenericLines
  private var exchange = GATTExchange()
  private var stage = Stage.closed
  private var isUART = false
  private var wait = 0.0
  private var reader = GATTRecordReader()

  package init(settings: DriverSettings) {
    self.settings = settings.lines
    lines = GenericLines(settings: settings)
  }

  package var streams: [StreamProfile] { lines.streams }

  package func farewell() -> [UInt8] {
    isUART && !settings.stopText.isEmpty
      ? GATTRecord(.writeCommand, Self.listen, Array(settings.stopText.utf8)).bytes : []
  }

  // MARK: Listening

  package mutating func converse(_ heard: Span<UInt8>) -> Conversation {
    switch stage {
    case .closed:
      stage = .value
      return exchange.ask(.subscribe, Self.value, [1])
    case .value, .print: return subscribe(exchange.hear(heard))
    case .lines: return hearLines(heard)
    }
  }

  /// Tries the shield's characteristic, then the UART's.
  private mutating func subscribe(_ reply: GATTExchange.Reply) -> Conversation {
    switch reply {
    case .pending(let again): return again
    case .done:
      isUART = stage == .print
      stage = .lines
      return passOn(lines.converse([UInt8]().span))
    case .failed where stage == .value:
      stage = .print
      return exchange.ask(.subscribe, Self.print, [1])
    case .failed:
      return .refuse(
        "It has neither the MyoWare shield's service nor the Nordic UART service: another device.")
    case .silence: return .refuse("The board does not answer: it will be tried again.")
    }
  }

  /// Takes the text out of the records and gives it to the reader of lines, all at once.
  private mutating func hearLines(_ heard: Span<UInt8>) -> Conversation {
    var text: [UInt8] = []
    for index in heard.indices {
      reader.append(heard[index])
      while isRecordNext() {
        if reader.isNotification, reader.characteristic == (isUART ? Self.print : Self.value) {
          text += (0..<reader.count).map { reader[$0] } + (isUART ? [] : [0x0A])
        }
        reader.drop()
      }
    }
    guard heard.isEmpty || !text.isEmpty else { return .wait(seconds: wait) }
    return passOn(lines.converse(text.span))
  }

  private mutating func isRecordNext() -> Bool {
    while true {
      switch reader.judge() {
      case .incomplete: return false
      case .record: return true
      case .refused: continue
      }
    }
  }

  /// The shield has nothing that hears a start text.
  private mutating func passOn(_ step: Conversation) -> Conversation {
    switch step {
    case .wait(let seconds): wait = seconds
    case .say(let text, let seconds):
      wait = seconds
      guard isUART else { return .wait(seconds: seconds) }
      return .say(GATTRecord(.writeCommand, Self.listen, text).bytes, wait: seconds)
    case .ready: reader.clear()
    case .refuse: break
    }
    return step
  }

  // MARK: Samples

  @_noLocks @_noAllocation
  package mutating func decode(
    _ bytes: Span<UInt8>, arrival: MonotonicTime, into batch: inout FrameBatch
  ) {
    var index = 0
    while index < bytes.count {
      reader.append(bytes[index])
      index &+= 1
      while reader.holdsRecord(&batch) {
        if reader.isNotification { take(arrival, &batch) }
        reader.drop()
      }
    }
  }

  @_noLocks @_noAllocation
  private mutating func take(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    let hasLineEnds = reader.characteristic == 1
    guard hasLineEnds || reader.characteristic == 0 else {
      batch.note(.unknownKind, bytes: reader.count &+ 7)
      return
    }
    // The shortest record of a character has 8 bytes: fewer damaged ones hide none.
    if reader.bytesLost >= 8 { lines.lose(isLineCut: hasLineEnds, &batch) }
    reader.forgetLoss()
    guard hasLineEnds || reader.count == 0 || isDecimal() else {
      batch.note(.text, bytes: reader.count &+ 7)
      return
    }
    var index = 0
    while index < reader.count {
      lines.take(reader[index], arrival, &batch)
      index &+= 1
    }
    if !hasLineEnds { lines.take(0x0A, arrival, &batch) }
  }

  /// True for what the shield's sketch writes: `-?digits[.digits]`. A word such as `nan` is no sample.
  @_noLocks @_noAllocation
  private func isDecimal() -> Bool {
    var digits = 0
    var points = 0
    var index = reader[0] == 0x2D ? 1 : 0
    while index < reader.count {
      let byte = reader[index]
      index &+= 1
      if byte >= 0x30, byte <= 0x39 {
        digits &+= 1
      } else if byte == 0x2E, digits > 0, points == 0 {
        points = 1
      } else {
        return false
      }
    }
    return digits > 0 && reader[reader.count &- 1] != 0x2E
  }
}
