import SinewSignal

/// COLD. Requests and their answers in a handshake over Bluetooth LE, one at a time:
///
///     return exchange.ask(.read, Self.version)          // first call of `converse`
///     switch exchange.hear(heard) {                     // every further one
///     case .pending(let again): return again
///     case .done(let value): ...
///     case .failed(let code): ...
///     case .silence: ...
///     }
struct GATTExchange: ~Copyable, Sendable {
  enum Reply: Equatable {
    /// The answer is still to come: return this.
    case pending(Conversation)
    /// It was carried out; a read brings the value.
    case done([UInt8])
    /// It was refused, with this ATT error code.
    case failed(UInt8)
    /// No answer within the wait.
    case silence
  }

  /// ATT: the wearable has no such characteristic (`GATTCharacteristic.isRequired` false).
  static let notFound: UInt8 = 0x0A
  /// Usual seconds until an answer is given up. A lost packet costs a connection interval or two,
  /// and a busy radio some more.
  static let patience = 5.0
  /// A wearable that streams while it is being set up is heard no longer than this: more than ten
  /// seconds of the fastest.
  private static let mostBytes = 262_144

  private var reader = GATTRecordReader()
  private var asked = GATTRecord(.read, 0)
  private var wait = 0.0
  private var heardBytes = 0
  private var isOpen = false
  /// Notifications and indications heard since the last request, at most 64.
  private(set) var notifications: [GATTRecord] = []

  init() {}

  /// Sends a request. A `.writeCommand` has no answer: it ends in `.silence` after `wait` seconds.
  mutating func ask(
    _ kind: GATTRecord.Kind, _ characteristic: UInt8, _ value: [UInt8] = [],
    wait: Double = GATTExchange.patience
  ) -> Conversation {
    asked = GATTRecord(kind, characteristic, value)
    self.wait = wait
    heardBytes = 0
    isOpen = true
    notifications = []
    return .say(asked.bytes, wait: wait)
  }

  /// Keeps listening after an answer, for what a device notifies later: ends in `.silence`, at the
  /// latest `wait` seconds after the last byte. Look at `notifications` after each `hear`.
  mutating func listen(wait: Double) -> Conversation {
    isOpen = false
    self.wait = wait
    return .wait(seconds: wait)
  }

  /// What was heard, or nothing when the wait ran out.
  mutating func hear(_ heard: Span<UInt8>) -> Reply {
    guard !heard.isEmpty, heardBytes < Self.mostBytes else {
      isOpen = false
      return .silence
    }
    heardBytes += heard.count
    var reply = Reply.pending(.wait(seconds: wait))
    for index in heard.indices {
      reader.append(heard[index])
      while let record = nextRecord() {
        if record.kind == .notification {
          if notifications.count < 64 { notifications.append(record) }
        } else if isOpen, record.characteristic == asked.characteristic {
          guard record.kind == asked.kind || record.kind == .failed else { continue }
          isOpen = false
          reply = record.kind == .failed ? .failed(record.value.first ?? 0) : .done(record.value)
        }
      }
    }
    return reply
  }

  /// The next whole record of those held.
  private mutating func nextRecord() -> GATTRecord? {
    while true {
      switch reader.judge() {
      case .incomplete: return nil
      case .refused: continue
      case .record:
        let value = (0..<reader.count).map { reader[$0] }
        let record = GATTRecord.Kind(rawValue: reader.kind).map {
          GATTRecord($0, reader.characteristic, value)
        }
        reader.drop()
        if let record { return record }
      }
    }
  }
}
