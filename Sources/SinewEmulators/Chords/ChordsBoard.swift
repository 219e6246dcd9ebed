/// The boards that speak the Chords protocol, as far as they differ (sheet: identification).
package enum ChordsBoard: String, Sendable, Hashable, CaseIterable {
  case unoR3 = "UNO-R3"
  case unoClone = "UNO-CLONE"
  case genuinoUno = "GENUINO-UNO"
  case unoR4 = "UNO-R4"
  case nanoClassic = "NANO-CLASSIC"
  case nanoClone = "NANO-CLONE"
  case mega = "MEGA-2560-R3"
  case megaClone = "MEGA-2560-CLONE"
  case pico = "RPI-PICO-RP2040"
  case blackPill = "STM32F4-BLACK-PILL"
  case g4Core = "STM32G4-CORE-BOARD"
  case giga = "GIGA-R1"
  case npgLite = "NPG-LITE"
  case npgLite3 = "NPG-LITE-3CH"
  case npgLite6 = "NPG-LITE-6CH"

  package var channels: Int {
    switch self {
    case .unoR3, .unoClone, .genuinoUno, .unoR4, .giga, .npgLite6: 6
    case .nanoClassic, .nanoClone, .blackPill: 8
    case .mega, .megaClone, .g4Core: 16
    case .pico, .npgLite, .npgLite3: 3
    }
  }

  package var bits: Int {
    switch self {
    case .giga: 16
    case .unoR4: 14
    default: isAVR ? 10 : 12
    }
  }

  /// Packets a second.
  package var rateHz: Double { isAVR ? 250 : 500 }

  /// Converter reference: the supply of the board.
  package var referenceVolts: Double { isAVR || self == .unoR4 ? 5 : 3.3 }

  /// Restarts when its port is opened, and takes a command only after a second without bytes.
  package var isAVR: Bool {
    switch self {
    case .unoR3, .unoClone, .genuinoUno, .nanoClassic, .nanoClone, .mega, .megaClone: true
    default: false
    }
  }

  /// Any byte that comes in stops its stream.
  package var stopsAtAnyByte: Bool { isAVR || self == .unoR4 }
}
