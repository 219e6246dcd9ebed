/// How a ProtoCentral board is known. There is no question to ask: three good packets are the
/// answer. Opening the port may restart the board, and it may take 5 s to boot.
struct ProtoCentralListening {
  private var heardBytes = 0
  private var isListening = false

  /// - Parameters:
  mutating func step(heard: Int, own: Int, foreign: Int, other: String) -> Conversation {
    guard isListening || heard > 0 else {
      isListening = true
      return .wait(seconds: 6)
    }
    isListening = true
    heardBytes += heard
    if own >= 3 { return .ready }
    if foreign >= 3 {
      return .refuse("This is another ProtoCentral board: its driver is \(other).")
    }
    if heardBytes >= 4096 {
      return .refuse("Bytes come but no ProtoCentral packets: another device, or line speed.")
    }
    guard heard == 0 else { return .wait(seconds: 6) }
    return .refuse(
      heardBytes == 0
        ? "Nothing heard: is the board switched on?"
        : "Too few ProtoCentral packets: another device, the wrong line speed or sketch.")
  }
}
