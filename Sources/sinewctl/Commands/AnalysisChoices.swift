/// What `--set KEY=VALUE` may say.
struct AnalysisChoices {
  var activationHz = 20.0
  var lang = "en"
  /// Microvolts (or counts) that are 100 %, by muscle.
  var mvc: [String: Double] = [:]

  init(_ words: [String]) throws {
    for word in words {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw AnalysisInput.Problem("--set takes KEY=VALUE, not '\(word)'")
      }
      let number = Double(parts[1]).flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
      switch (parts[0], number) {
      case ("activation_hz", let rate?): activationHz = rate
      case ("lang", _) where ["en", "de"].contains(parts[1]): lang = parts[1]
      case (let key, let level?) where key.hasPrefix("mvc.") && level > 0:
        mvc[String(key.dropFirst(4))] = level
      default:
        throw AnalysisInput.Problem(
          "--set knows activation_hz, lang (en or de) and mvc.MUSCLE, each with a number, not"
            + " '\(word)'")
      }
    }
  }
}
