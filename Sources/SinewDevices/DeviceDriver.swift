package import SinewSignal

/// A device family: bytes in, frames out. A driver never opens, waits, sleeps, logs or knows what
/// thread it runs on. One file a family; `Docs/AddingADevice.md` shows the way.
package protocol DeviceDriver: ~Copyable, Sendable {
  /// Names, recognition rules, and the streams this instance produces.
  static var profile: DeviceProfile { get }

  /// A driver for one unit; `settings` hold what its owner chose. Never fails: a value the family
  /// can't use is refused in `converse`, with a sentence.
  init(settings: DriverSettings)

  /// The streams as they really are after the handshake (a Daisy changes rate and channels);
  /// default: the profile's.
  var streams: [StreamProfile] { get }

  /// HOT. Turns bytes, in any chunking, into frames; the same bytes give the same frames whether
  /// they come singly or 512 at a time. Never traps; what it can't use it notes as a fault.
  mutating func decode(
    _ bytes: Span<UInt8>, arrival: MonotonicTime, into batch: inout FrameBatch)

  /// COLD. The handshake as a pure state machine: called first with no bytes, then with what the
  /// device said, or with no bytes when `Conversation.wait` ran out. Default: `.ready` at once.
  mutating func converse(_ heard: Span<UInt8>) -> Conversation

  /// COLD. Bytes to send before closing, so that the device stops streaming. Default: none.
  func farewell() -> [UInt8]
}

extension DeviceDriver where Self: ~Copyable {
  /// A driver for a unit fresh from its box.
  package init() { self.init(settings: DriverSettings()) }
  package var streams: [StreamProfile] { Self.profile.streams }
  package mutating func converse(_ heard: Span<UInt8>) -> Conversation { .ready }
  package func farewell() -> [UInt8] { [] }
}

/// What a driver wants next while a link is being opened.
package enum Conversation: Sendable, Equatable {
  /// Stream from here on: every further byte goes to `decode`.
  case ready
  /// Nothing to say; call again with bytes, or with none after `seconds` of silence.
  case wait(seconds: Double)
  /// Send these bytes, then as `wait`.
  case say([UInt8], wait: Double)
  /// Not this device, or it says it can't work: a sentence for a person. The link is closed.
  case refuse(String)
}
