import SinewLinks

/// An open link to a sensor as its supervisor leads it, whatever carries the bytes: first a
/// conversation, then a stream that the intake thread reads, then a farewell.
protocol SensorLine: Sendable {
  /// The driver on this link; belongs to the intake thread while it streams.
  var reader: any LinkReader { get }

  /// Sends what the driver says.
  ///
  /// - Throws: `LinkLost` or `BLEError` when the link has ended.
  func say(_ bytes: [UInt8]) async throws

  /// What the sensor says, as soon as it does; nothing when `seconds` ran out.
  ///
  /// - Throws: as `say`, or `CancellationError`.
  func hear(for seconds: Double) async throws -> [UInt8]

  /// The conversation is over: from here on the intake may read.
  func beginStreaming() async throws

  /// Looks after what is not the intake's business, until the link ends or the task is cancelled;
  /// why the link must end, where this side knows.
  func attend() async -> String?

  /// The intake has let go: says the driver's farewell, waits for what must be waited for, closes.
  /// Works in a cancelled task too, for that is when it is called.
  func sayGoodBye() async

  /// The link has ended by itself while it streamed.
  func close() async
}

/// The link ended while they talked: that says nothing about the device.
struct LinkLost: Error { let end: LinkEnd }
