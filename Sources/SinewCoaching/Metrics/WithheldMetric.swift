/// A number that isn't given, and why: silence has a reason.
package struct WithheldMetric: Sendable, Hashable {
  /// The field it would have been: `share`, `tempo.contracted_s`.
  package let metric: String
  /// Why it isn't given.
  package let reason: Reason

  package init(_ metric: String, _ reason: Reason) {
    self.metric = metric
    self.reason = reason
  }

  /// Stable codes; the sentences may be reworded.
  package enum Reason: String, CaseIterable, Sendable, Hashable {
    case noEMG = "no_emg"
    case noReference = "no_reference"
    case submaximalReference = "submaximal_reference"
    case mixedReferences = "mixed_references"
    case noTarget = "no_target"
    case noCompensator = "no_compensator"
    case noActivity = "no_activity"
    case poorSignal = "poor_signal"
    case incompleteData = "incomplete_data"
    case partialRepetition = "partial_repetition"
    case phaseUnknown = "phase_unknown"
    case notYetKnown = "not_yet_known"
    case tooFewRepetitions = "too_few_reps"
    case tempoFree = "tempo_free"
    case tempoPrescribed = "tempo_prescribed"
    case oneMuscle = "one_muscle"
    case oneSide = "one_side"
    case oneLimb = "one_limb"
    case differentSensors = "different_sensors"
    case noRise = "no_rise"
    case noHold = "no_hold"
    case rateUnknown = "rate_unknown"
    case tooFewParts = "too_few_parts"
    case noSpectrum = "no_spectrum"
    case notAvailable = "not_available"

    /// The sentence for a person.
    package var sentence: LocalizedText {
      switch self {
      case .noEMG:
        LocalizedText(en: "no electrode is on", de: "keine Elektrode ist angelegt")
      case .noReference:
        LocalizedText(en: "no reference was measured", de: "keine Referenz gemessen")
      case .submaximalReference:
        LocalizedText(
          en: "a reference set does not let muscles be compared",
          de: "ein Referenzsatz erlaubt keinen Vergleich der Muskeln")
      case .mixedReferences:
        LocalizedText(
          en: "the references are of different kinds", de: "die Referenzen sind verschiedener Art")
      case .noTarget:
        LocalizedText(en: "no electrode on a target muscle", de: "keine Elektrode am Zielmuskel")
      case .noCompensator:
        LocalizedText(
          en: "no electrode on a muscle that may take over",
          de: "keine Elektrode an einem Muskel, der übernehmen könnte")
      case .noActivity:
        LocalizedText(en: "the muscle was silent", de: "der Muskel war still")
      case .poorSignal:
        LocalizedText(en: "the signal is poor", de: "das Signal ist schlecht")
      case .incompleteData:
        LocalizedText(en: "samples are missing", de: "Messwerte fehlen")
      case .partialRepetition:
        LocalizedText(en: "the repetition was partial", de: "die Wiederholung war unvollständig")
      case .phaseUnknown:
        LocalizedText(
          en: "the exercise is unknown, so which way is which is too",
          de: "die Übung ist unbekannt, also auch die Richtung")
      case .notYetKnown:
        LocalizedText(
          en: "known when the next repetition starts",
          de: "bekannt, sobald die nächste Wiederholung beginnt")
      case .tooFewRepetitions:
        LocalizedText(en: "too few repetitions", de: "zu wenige Wiederholungen")
      case .tempoFree:
        LocalizedText(en: "no tempo is prescribed", de: "kein Tempo ist vorgegeben")
      case .tempoPrescribed:
        LocalizedText(
          en: "speed says nothing at a prescribed tempo",
          de: "bei vorgegebenem Tempo sagt die Geschwindigkeit nichts")
      case .oneMuscle:
        LocalizedText(en: "only one muscle is measured", de: "nur ein Muskel wird gemessen")
      case .oneSide:
        LocalizedText(en: "only one side is measured", de: "nur eine Seite wird gemessen")
      case .oneLimb:
        LocalizedText(
          en: "one limb works at a time: sides are compared set by set",
          de: "die Seiten arbeiten nacheinander: verglichen wird Satz gegen Satz")
      case .differentSensors:
        LocalizedText(
          en: "the two sides are not measured alike",
          de: "die beiden Seiten werden nicht gleich gemessen")
      case .noRise:
        LocalizedText(
          en: "no moment at which the muscles came in",
          de: "kein Zeitpunkt, zu dem die Muskeln einsetzten")
      case .noHold:
        LocalizedText(en: "no hold is prescribed", de: "kein Halten ist vorgegeben")
      case .rateUnknown:
        LocalizedText(
          en: "the noise of this sensor is not known",
          de: "das Rauschen dieses Sensors ist nicht bekannt")
      case .tooFewParts:
        LocalizedText(
          en: "too little is measured for a score", de: "für eine Wertung wird zu wenig gemessen")
      case .noSpectrum:
        LocalizedText(
          en: "this signal does not tell the frequencies of the muscle",
          de: "dieses Signal verrät die Frequenzen des Muskels nicht")
      case .notAvailable:
        LocalizedText(en: "not measured yet", de: "wird noch nicht gemessen")
      }
    }
  }
}
