import SinewLinks

/// A link to a wearable over Bluetooth LE: the conversation and everything that is no sample goes
/// through `BLELink`, the samples past it.
struct WirelessLine: SensorLine {
  let reader: any LinkReader
  let link: BLELink
  /// What the reader reads, once the conversation is over.
  let source: WirelessSource
  /// Told while samples come, so that nobody scans meanwhile; nil where no radio carries them.
  let radio: BluetoothRadio?

  func say(_ bytes: [UInt8]) async throws { try await link.say(bytes) }

  func hear(for seconds: Double) async throws -> [UInt8] { try await link.hear(for: seconds) }

  func beginStreaming() async throws {
    source.begin(try await link.stream())
    await radio?.changeStreaming(by: 1)
  }

  func attend() async -> String? { await link.attend().map { "\($0)" } }

  func sayGoodBye() async {
    await link.sayGoodBye(reader.farewell())
    await radio?.changeStreaming(by: -1)
  }

  func close() async {
    await link.close()
    await radio?.changeStreaming(by: -1)
  }
}

/// The bytes of a wearable, none before its conversation is over.
///
/// `@unchecked Sendable`: `begin` is called once, before the intake gets the reader that holds this.
final class WirelessSource: ByteSource, @unchecked Sendable {
  private var notifications: NotificationReader?

  func begin(_ notifications: NotificationReader) { self.notifications = notifications }

  var descriptor: CInt { notifications?.descriptor ?? -1 }

  func read(into buffer: UnsafeMutableRawBufferPointer) -> Transfer {
    unsafe notifications?.read(into: buffer) ?? .notNow
  }
}
