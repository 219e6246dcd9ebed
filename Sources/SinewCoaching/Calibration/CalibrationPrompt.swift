internal import SinewFeedback

/// What is said to the athlete during a calibration; the raw value is the stable code. `MUSCLE`
/// stands for the muscle and its side.
enum CalibrationPrompt: String, CaseIterable, Sendable {
  case getReady = "get_ready"
  case standStill = "stand_still"
  case buildUp = "build_up"
  /// Never without breathing (science 7).
  case tenseHard = "tense_hard_and_breathe"
  case tenseFirmly = "tense_firmly"
  case tense
  case letGo = "let_go"
  case rest
  case easySet = "easy_set"
  case fullRange = "full_range"

  private var words: LocalizedText {
    switch self {
    case .getReady:
      LocalizedText(en: "Next: MUSCLE. Get ready.", de: "Gleich: MUSCLE. Mach dich bereit.")
    case .standStill:
      LocalizedText(
        en: "Stand still and let everything go.", de: "Steh still und lass alles locker.")
    case .buildUp: LocalizedText(en: "Slowly tense: MUSCLE.", de: "Langsam anspannen: MUSCLE.")
    case .tenseHard:
      LocalizedText(
        en: "As hard as you can, and keep breathing.",
        de: "So fest du kannst, und atme weiter.")
    case .tenseFirmly:
      LocalizedText(
        en: "Firmly, as in training. Keep breathing.", de: "Kräftig wie im Training. Atme weiter.")
    case .tense: LocalizedText(en: "Tense: MUSCLE.", de: "Spann an: MUSCLE.")
    case .letGo: LocalizedText(en: "Let go.", de: "Lass locker.")
    case .rest: LocalizedText(en: "Rest.", de: "Pause.")
    case .easySet:
      LocalizedText(
        en: "Six easy repetitions: two seconds down, two up.",
        de: "Sechs leichte Wiederholungen: zwei Sekunden ab, zwei auf.")
    case .fullRange:
      LocalizedText(
        en: "Three slow repetitions over your full range.",
        de: "Drei langsame Wiederholungen über deine ganze Weite.")
    }
  }

  /// The prompt about a muscle, or about none.
  func text(_ slot: MuscleSlot?, lang: String) -> String {
    let text = words.text(lang)
    guard let range = text.firstRange(of: "MUSCLE") else { return text }
    return text.replacingCharacters(in: range, with: slot?.spokenName(lang) ?? "")
  }
}

extension StringProtocol {
  fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
    String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
  }
}

extension MuscleSlot {
  /// The muscle with its side as people say it.
  func spokenName(_ lang: String) -> String {
    let name = Muscle.named(muscle)?.names.text(lang) ?? muscle
    let isGerman = lang == "de" || lang.hasPrefix("de-")
    switch side {
    case .left: return isGerman ? "\(name) links" : "left \(name.lowercased())"
    case .right: return isGerman ? "\(name) rechts" : "right \(name.lowercased())"
    case nil: return name
    }
  }
}
