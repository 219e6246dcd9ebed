/// The commands of the handshake, as text with its check.
enum VectorNavCommand {
  static let readModel = encoded("VNRRG,01")
  /// No text measurements.
  static let silenceText = encoded("VNWRG,06,0")
  /// `VNYMR` measurements.
  static let startText = encoded("VNWRG,06,14")
  /// Both ports' pause ends, should another program have left the unit paused.
  static let resume = encoded("VNASY,1")

  /// Binary output 1 on port 1: every `divisor`-th of 800 samples a second, of the common group the
  /// time since start, quaternion, turn rate and acceleration.
  static func binaryOutput(divisor: Int) -> [UInt8] {
    encoded("VNWRG,75,1,\(divisor),01,0131")
  }

  /// The same on no port.
  static let noBinaryOutput = encoded("VNWRG,75,0,8,01,0131")

  /// Ends what the handshake started.
  static func stop(isText: Bool) -> [UInt8] {
    isText ? silenceText : noBinaryOutput
  }

  /// `$` body `*` xor of the body in hex, CR LF.
  static func encoded(_ body: String) -> [UInt8] {
    let sum = body.utf8.reduce(0, ^)
    let digits = String(sum, radix: 16, uppercase: true)
    return Array("$\(body)*\(sum < 16 ? "0" : "")\(digits)\r\n".utf8)
  }

  /// Takes the body of the first whole and sound text out of `bytes`, and the bytes before it; nil
  /// where there is none yet.
  static func take(from bytes: inout [UInt8]) -> String? {
    var start = 0
    while let at = bytes[start...].firstIndex(of: UInt8(ascii: "$")) {
      start = at + 1
      guard let star = bytes[start...].firstIndex(of: UInt8(ascii: "*")), star + 2 < bytes.count
      else { continue }
      let body = String(decoding: bytes[start..<star], as: UTF8.self)
      guard encoded(body).dropLast(2).elementsEqual(bytes[at...(star + 2)]) else { continue }
      bytes.removeFirst(star + 3)
      return body
    }
    return nil
  }
}
