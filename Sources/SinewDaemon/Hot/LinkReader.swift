import SinewDevices
import SinewEngine
import SinewLinks
import SinewSignal
import Synchronization

/// One open link with its driver, as the intake thread and the supervisor see it: the box around
/// the generic `DeviceReader`, crossed once a `read`, never once a byte.
protocol LinkReader: AnyObject, Sendable {
  /// The slot of the device in the engine's plan.
  var slot: UInt16 { get }
  var descriptor: CInt { get }
  /// The streams after the handshake.
  var streams: [StreamProfile] { get }

  /// COLD, before the intake owns the reader: one step of the handshake.
  func converse(_ heard: [UInt8]) -> Conversation
  /// COLD, after the intake gave the reader back.
  func farewell() -> [UInt8]
  /// HOT: reads once, decodes, pushes the frames.
  func readable(
    at arrival: MonotonicTime, frames: inout RingProducer<Frame>, tap: inout RingProducer<TapChunk>
  ) -> ReadOutcome
}

/// What one `read` came to.
enum ReadOutcome: Equatable {
  /// Frames that reached the engine's ring, and whether bytes went to the recorder's.
  case frames(pushed: Int, isTapped: Bool)
  case nothing
  case ended(LinkEnd)
}

/// A piece of the raw bytes on their way to the recorder; 64 bytes.
struct TapChunk: BitwiseCopyable, Sendable {
  static let capacity = 48
  var arrival: MonotonicTime = .zero
  var device: UInt16 = 0
  var count: UInt8 = 0
  var bytes = InlineArray<48, UInt8>(repeating: 0)
}

/// Whether a device's bytes go to the recorder too; set by the server, read once a `read`.
final class TapSwitch: Sendable {
  private let state = Atomic<Bool>(false)

  var isOn: Bool {
    get { state.load(ordering: .relaxed) }
    set { state.store(newValue, ordering: .relaxed) }
  }
}
