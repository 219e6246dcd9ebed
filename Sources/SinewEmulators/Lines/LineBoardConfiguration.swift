/// What a pretend line-printing board is.
package struct LineBoardConfiguration: Sendable {
  package var columns: [LineColumn] = [.emg(channel: 0)]
  /// Labels of the columns, in order; columns without one are called c1, c2 ...
  package var names: [String] = []
  package var style = LineStyle()
  /// Lines a second.
  package var linesPerSecond = 500.0
  /// Spread of the time between two lines, share of the period: a print loop is no timer.
  package var jitter = 0.0
  package var clockSkewPPM = 0.0
  /// Opening the port restarts the board; its bootloader is silent for so many seconds.
  package var resetsOnOpen = true
  package var bootSeconds = 0.5
  /// The client hears the end of a line first (it opened in mid-line).
  package var startsMidLine = false
  /// Amplifier gain from electrode to pin, and the converter's reference in volt (MyoWare RAW).
  package var gain = 200.0
  package var referenceVolts = 5.0
  package var seed: UInt64 = 1
  package var faults = FaultSchedule<LineFault>()

  package init() {}
}
