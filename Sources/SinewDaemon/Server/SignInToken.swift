/// What shows that somebody signed in with their PIN at a private station.
enum SignInToken {
  /// 128 bits from the system's random numbers, in hexadecimal.
  static func make() -> String {
    var random = SystemRandomNumberGenerator()
    return [random.next(), random.next()].map { (part: UInt64) in
      let digits = String(part, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}
