/// How a USB-serial chip lumps bytes before the computer sees them.
///
/// An FTDI chip hands over when 62 bytes are there or its latency timer runs out: 16 ms by default, 1
/// ms when tuned. Zero timer: bytes pass at once.
package struct WireDelay: Sendable {
  package let timerSeconds: Double
  package let blockBytes: Int
  private var waiting: [UInt8] = []
  private var timerDue: Double?

  /// `timerSeconds` 0 passes everything at once; `blockBytes` is handed over without waiting.
  package init(timerSeconds: Double = 0, blockBytes: Int = .max) {
    self.timerSeconds = max(0, timerSeconds)
    self.blockBytes = max(1, blockBytes)
  }

  /// An FTDI chip with its latency timer at `milliseconds`.
  package static func ftdi(milliseconds: Double) -> WireDelay {
    WireDelay(timerSeconds: milliseconds * 1e-3, blockBytes: 62)
  }

  /// When bytes that wait here will be handed over; nil when none wait.
  package var nextDue: Double? { timerDue }

  /// Takes bytes that the device sent at `seconds`.
  package mutating func put(_ bytes: [UInt8], at seconds: Double) {
    guard !bytes.isEmpty else { return }
    waiting += bytes
    if timerDue == nil { timerDue = seconds + timerSeconds }
    if waiting.count >= blockBytes { timerDue = seconds }
  }

  /// Bytes the computer gets at `seconds`.
  package mutating func take(at seconds: Double) -> [UInt8] {
    guard let due = timerDue, due <= seconds else { return [] }
    let isTimer = waiting.count < blockBytes || due + timerSeconds <= seconds
    let count = isTimer ? waiting.count : waiting.count / blockBytes * blockBytes
    defer {
      waiting.removeFirst(count)
      timerDue = waiting.isEmpty ? nil : seconds + timerSeconds
    }
    return Array(waiting.prefix(count))
  }
}
