/// What a pretend Backyard Brains box is and how it behaves.
package struct SpikerBoxConfiguration: Sendable {
  /// The name in the answer to `b:;`, MUSCLESS say; nil: an old sketch that answers nothing.
  package var hardware: String? = "MUSCLESS"
  package var channels = 1
  /// Bits of the converter: 10 on Arduino, 14 on the newer boxes.
  package var bits = 10
  /// Frames a second of a box with a fixed rate; nil: an Arduino, 10 kHz shared by the channels.
  package var fixedRateHz: Double?
  /// From electrode to pin; no figure is published.
  package var gain = 1000.0
  package var clockSkewPPM = 0.0
  /// Opening the port restarts an Arduino; its boot loader is silent for so many seconds.
  package var bootSeconds = 1.5
  /// How long an Arduino's sampling stands still for a command, seconds.
  package var parseSeconds = 0.002
  /// Events (a button, say), each before the frame of this number since the start.
  package var events: [Int: Int] = [:]
  /// Messages begin between the two bytes of a sample, as some boxes do.
  package var splitsSamples = false
  package var faults = FaultSchedule<FrameFault>()

  package init() {}

  /// The Human SpikerBox: two channels of 14 bits, 5 kHz.
  package static var human: SpikerBoxConfiguration {
    var configuration = SpikerBoxConfiguration()
    configuration.hardware = "HUMANSB"
    configuration.channels = 2
    configuration.bits = 14
    configuration.fixedRateHz = 5000
    return configuration
  }
}
