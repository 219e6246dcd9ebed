internal import SinewCoaching
internal import SinewSignal

/// What an athlete can do about a poor signal; the raw value is the stable code.
enum Mend: String {
  case pressElectrode = "press_electrode"
  case cleanSkin = "clean_skin"
  case awayFromMains = "away_from_mains"
  case lowerGain = "lower_gain"
  case comeCloser = "come_closer"
  case fixCable = "fix_cable"
  case moveElectrodesApart = "move_electrodes_apart"

  /// The remedy for the worst of the flags; nil when nothing is wrong.
  init?(_ flags: QualityFlags, quality: SignalQuality) {
    if quality == .good { return nil }
    if flags.contains(.flat) || flags.contains(.leadOff) {
      self = .pressElectrode
    } else if flags.contains(.drop) {
      self = .comeCloser
    } else if flags.contains(.clip) {
      self = .lowerGain
    } else if flags.contains(.mains) {
      self = .awayFromMains
    } else if flags.contains(.motion) {
      self = .fixCable
    } else if flags.contains(.cross) {
      self = .moveElectrodesApart
    } else if flags == .ecg {
      // Nothing to do about a heart; the numbers are a little less certain.
      return nil
    } else {
      self = .cleanSkin
    }
  }

  var sentence: LocalizedText {
    switch self {
    case .pressElectrode:
      LocalizedText(
        en: "press the electrodes on and check their cable",
        de: "Elektroden andrücken und das Kabel prüfen")
    case .cleanSkin:
      LocalizedText(
        en: "clean the skin and put fresh electrodes on",
        de: "Haut reinigen und frische Elektroden anlegen")
    case .awayFromMains:
      LocalizedText(
        en: "move away from power supplies and cables",
        de: "Abstand zu Netzteilen und Kabeln halten")
    case .lowerGain:
      LocalizedText(
        en: "the signal is too strong for the amplifier: lower its gain",
        de: "das Signal übersteuert den Verstärker: Verstärkung verringern")
    case .fixCable:
      LocalizedText(
        en: "tape the cable down so that it does not swing",
        de: "das Kabel festkleben, damit es nicht schwingt")
    case .moveElectrodesApart:
      LocalizedText(
        en: "two channels hear the same muscle: move their electrodes further apart",
        de: "zwei Kanäle hören denselben Muskel: ihre Elektroden weiter auseinander setzen")
    case .comeCloser:
      LocalizedText(
        en: "samples get lost on the way: bring sensor and receiver closer together",
        de: "Messwerte gehen verloren: Sensor und Empfänger näher zusammenbringen")
    }
  }
}
