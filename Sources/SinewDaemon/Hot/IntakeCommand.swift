import SinewLinks

/// An order to the intake thread, small enough for a ring.
struct IntakeCommand: BitwiseCopyable, Sendable {
  enum Kind: UInt8, BitwiseCopyable { case adopt, release, watchSilence, answer }

  let kind: Kind
  let slot: UInt16
  private let reader: UInt

  /// Takes over a reader that has finished its handshake.
  static func adopt(_ reader: any LinkReader) -> IntakeCommand {
    let box = unsafe Unmanaged.passRetained(ReaderBox(reader)).toOpaque()
    return IntakeCommand(kind: .adopt, slot: reader.slot, reader: UInt(bitPattern: box))
  }

  /// Gives a reader back; a `LinkNotice` of its end says when, also when there was none to give.
  static func release(slot: UInt16) -> IntakeCommand {
    IntakeCommand(kind: .release, slot: slot, reader: 0)
  }

  /// The next bytes of this slot are to be reported.
  static func watchSilence(slot: UInt16) -> IntakeCommand {
    IntakeCommand(kind: .watchSilence, slot: slot, reader: 0)
  }

  /// Changes nothing: that it was taken shows that the thread works.
  static let answer = IntakeCommand(kind: .answer, slot: 0, reader: 0)

  /// The reader of `.adopt`; once only, and only for that kind.
  func takeReader() -> any LinkReader {
    guard let pointer = unsafe UnsafeRawPointer(bitPattern: reader) else {
      preconditionFailure("an adopt command carries a reader")
    }
    return unsafe Unmanaged<ReaderBox>.fromOpaque(pointer).takeRetainedValue().reader
  }
}

/// A class around the existential, so that one word can cross the ring.
private final class ReaderBox {
  let reader: any LinkReader
  init(_ reader: any LinkReader) { self.reader = reader }
}

/// News from the intake thread about one link.
struct LinkNotice: BitwiseCopyable, Sendable {
  enum Kind: BitwiseCopyable, Sendable {
    case ended(LinkEnd)
    case resumed
  }

  let slot: UInt16
  let kind: Kind
}
