/// Why a set is over; stable codes of `set.ended`.
package enum SetEndReason: String, CaseIterable, Sendable, Hashable {
  /// Nothing moved for the time-out.
  case still
  /// The athlete walks away.
  case walking
  case coach
  case athlete
  /// Another athlete, another exercise.
  case setupChanged = "setup_changed"
  /// The recording is over.
  case recording
  case restart

  /// The sentence for a person.
  package var sentence: LocalizedText {
    switch self {
    case .still: LocalizedText(en: "no movement", de: "keine Bewegung")
    case .walking: LocalizedText(en: "walked away", de: "weggegangen")
    case .coach: LocalizedText(en: "ended by the coach", de: "vom Trainer beendet")
    case .athlete: LocalizedText(en: "ended by the athlete", de: "vom Athleten beendet")
    case .setupChanged:
      LocalizedText(en: "the station was set up anew", de: "die Station wurde neu eingerichtet")
    case .recording:
      LocalizedText(en: "the recording is over", de: "die Aufzeichnung ist zu Ende")
    case .restart: LocalizedText(en: "the service restarted", de: "der Dienst startete neu")
    }
  }
}
