internal import SinewFeedback

/// Why a trial does not count, or a calibration came to nothing; the raw value is the stable code.
package enum CalibrationRefusal: String, CaseIterable, Sendable {
  case clipped
  case moved = "motion"
  case electrodeOff = "electrode_off"
  case poorSignal = "poor_signal"
  case signalLost = "signal_lost"
  case noContraction = "no_contraction"
  case wrongMuscle = "wrong_muscle"
  case swapped
  case notStill = "not_still"
  case noMovement = "no_movement"
  case cancelled
  case setupChanged = "setup_changed"

  /// For people.
  package var sentence: LocalizedText {
    switch self {
    case .clipped:
      LocalizedText(
        en: "the signal was too strong for the amplifier: lower its gain",
        de: "das Signal hat den Verstärker übersteuert: Verstärkung verringern")
    case .moved:
      LocalizedText(
        en: "cable or electrodes moved: fix the cable and try again",
        de: "Kabel oder Elektroden haben sich bewegt: Kabel befestigen und noch einmal")
    case .electrodeOff:
      LocalizedText(
        en: "the electrodes have no contact: press them on",
        de: "die Elektroden haben keinen Kontakt: andrücken")
    case .poorSignal:
      LocalizedText(
        en: "the signal is too noisy: clean the skin, use fresh electrodes, move away from cables",
        de: "das Signal ist zu gestört: Haut reinigen, frische Elektroden, Abstand zu Kabeln")
    case .signalLost:
      LocalizedText(
        en: "the sensor sent nothing: check its battery and come closer",
        de: "der Sensor hat nichts gesendet: Akku prüfen und näher kommen")
    case .noContraction:
      LocalizedText(
        en: "no contraction was seen", de: "es war keine Anspannung zu sehen")
    case .wrongMuscle:
      LocalizedText(
        en: "another muscle answered: check where the electrodes sit",
        de: "ein anderer Muskel hat geantwortet: Sitz der Elektroden prüfen")
    case .swapped:
      LocalizedText(
        en: "electrodes are swapped: exchange them here instead of on the skin?",
        de: "Elektroden sind vertauscht: hier tauschen statt auf der Haut?")
    case .notStill:
      LocalizedText(en: "the muscles were not at rest", de: "die Muskeln waren nicht in Ruhe")
    case .noMovement:
      LocalizedText(
        en: "no repetitions were seen", de: "es waren keine Wiederholungen zu sehen")
    case .cancelled: LocalizedText(en: "stopped", de: "abgebrochen")
    case .setupChanged:
      LocalizedText(
        en: "athlete, exercise or sensors have changed",
        de: "Person, Übung oder Sensoren haben gewechselt")
    }
  }
}
