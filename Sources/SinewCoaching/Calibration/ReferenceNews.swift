internal import SinewFeedback
internal import SinewSignal

/// Another 100 % is in force for a muscle, or none any more.
struct ReferenceNews: Sendable, Equatable {
  /// Why there is none any more; the raw value is the stable code.
  enum Loss: String, Sendable {
    case expired = "reference_expired"
    case electrodesOff = "electrodes_off"
  }

  let slot: MuscleSlot
  /// The kind that this is about.
  let kind: ActivationReference.Kind
  /// nil: what was in force is no longer.
  let reference: ActivationReference?
  let loss: Loss?

  /// The news as people are told them.
  func message(lang: String) -> Calibration {
    Calibration {
      $0.what = Calibration.What(rawValue: kind.rawValue) ?? .taskmax
      $0.step = reference == nil ? .refused : .done
      $0.muscle = slot.muscle
      $0.side = slot.side
      $0.progress = reference == nil ? nil : 1
      $0.result = reference.map { CalibrationOutcome.result(slot, $0) }
      if let loss {
        $0.why = loss.rawValue
        $0.text = loss.sentence.text(lang)
      } else {
        $0.promptCode = "reference_\(kind.rawValue)"
        $0.prompt = kind.sentence.text(lang)
      }
    }
  }
}

/// The result of a calibration as a message carries it.
enum CalibrationOutcome {
  /// A level that counts as 100 % from now on.
  static func result(_ slot: MuscleSlot, _ reference: ActivationReference) -> Calibration.Result {
    var result = level(slot, reference.value)
    result.reference = Reference(rawValue: reference.kind.rawValue)
    return result
  }

  /// A level in the unit of the channel.
  static func level(_ slot: MuscleSlot, _ value: Double) -> Calibration.Result {
    Calibration.Result {
      $0.muscle = slot.muscle
      $0.side = slot.side
      if slot.unit == .microvolts {
        $0.levelMicrovolts = value
      } else {
        $0.levelCounts = value
      }
    }
  }
}

extension ReferenceNews.Loss {
  var sentence: LocalizedText {
    switch self {
    case .expired:
      LocalizedText(
        en: "the reference is six hours old: it counts no longer",
        de: "die Referenz ist sechs Stunden alt: sie gilt nicht mehr")
    case .electrodesOff:
      LocalizedText(
        en: "the electrodes were off: the reference counts no longer",
        de: "die Elektroden waren ab: die Referenz gilt nicht mehr")
    }
  }
}

extension ActivationReference.Kind {
  /// What 100 % means from now on.
  var sentence: LocalizedText {
    switch self {
    case .mvc:
      LocalizedText(
        en: "100 % is your hardest contraction", de: "100 % ist deine stärkste Anspannung")
    case .refset:
      LocalizedText(
        en: "100 % is your usual: the first set of today",
        de: "100 % ist dein Übliches: der erste Satz von heute")
    case .taskmax:
      LocalizedText(
        en: "100 % is the hardest you have tensed so far today",
        de: "100 % ist das Stärkste, was du heute bisher angespannt hast")
    }
  }
}
