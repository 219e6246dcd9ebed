package import SinewSignal

/// What a person may choose for one unit of a device family. A driver reads what concerns its
/// family and ignores the rest; every default suits a device fresh from its box.
package struct DriverSettings: Sendable, Hashable {
  /// Gain of a programmable amplifier. A driver that can't set the value refuses in `converse`.
  /// OpenBCI: 1, 2, 4, 6, 8, 12 or 24. Shimmer3: 1, 2, 3, 4, 6, 8 or 12; 24 means its usual 12.
  package var gain: Int
  /// True when every EMG channel has its own pair of electrodes; false when all channels share one
  /// reference electrode. OpenBCI: disconnects the common reference pin SRB2.
  package var isBipolar: Bool
  /// Samples a second to ask the device for; 0: the family's usual rate. BITalino: 1, 10, 100 or
  /// 1000. Shimmer3: 1...1024. Xsens: 1...400. VectorNav: a divisor of 800 up to 200. Movella DOT: 1,
  /// 4, 10, 12, 15, 20, 30 or 60. Polar: what the sensor offers. Thingy:52:
  /// 5...200. MetaMotion: 25, 50, 100 or 200. WitMotion over Bluetooth LE: 10, 20, 50, 100 or 200.
  /// gForce: 500, 650 or 1000.
  package var rateHz: Int
  /// The analog inputs with an EMG sensor, 1-based, where the device leaves that to its owner;
  /// empty: the family's usual ones. BITalino: 1...6.
  package var inputs: [Int]
  /// Further analog inputs to record as raw counts, 1-based. BITalino: 1...6.
  package var auxiliaryInputs: [Int]
  /// Voltage gain of an analog amplifier between electrodes and converter, where its owner knows it;
  /// 0 when unknown: the values are then the converter's counts. Chords, SpikerBox, Olimex/OpenEEG.
  package var amplifierGain: Float = 0
  /// Channels the unit shall sample, where it can be told; 0 leaves it as it is. SpikerBox: 1...6.
  package var channelCount = 0
  /// Payload mode of a Movella DOT by its number in the maker's specification, such as 26 for
  /// quaternion, acceleration and turn rate; 0: the family's usual 21.
  package var payloadMode = 0
  /// Full scale of an accelerometer in g, where it can be set; 0: the family's usual one. MetaMotion:
  /// 2, 4, 8 or 16.
  package var accelerationRangeG = 0
  /// Full scale of a gyroscope in deg/s, where it can be set; 0: the family's usual one. MetaMotion:
  /// 125, 250, 500, 1000 or 2000.
  package var turnRateRangeDPS = 0
  /// True to have acceleration and turn rate in place of EMG from a wearable that sends one of the two.
  /// OYMotion gForce.
  package var prefersMotion = false
  /// How to read the numbers of a board that prints lines.
  package var lines: LineSettings

  package init(
    gain: Int = 24, isBipolar: Bool = false, rateHz: Int = 0, inputs: [Int] = [],
    auxiliaryInputs: [Int] = [], lines: LineSettings = LineSettings()
  ) {
    self.gain = gain
    self.isBipolar = isBipolar
    self.rateHz = rateHz
    self.inputs = inputs
    self.auxiliaryInputs = auxiliaryInputs
    self.lines = lines
  }
}

/// What the lines of a number-printing board mean, which only the person who wrote its sketch
/// knows.
package struct LineSettings: Sendable, Hashable {
  /// What the engine may do with the numbers; `.auxiliary` records them and no more. `.motion`
  /// needs six value columns in g and deg/s, `.acceleration` three in g.
  package var kind: StreamKind
  /// The columns in printed order, or by label where the board prints labels; empty: learn them
  /// from the lines. The names `t`, `ts`, `time`, `ms`, `millis` are a time in milliseconds, `us`
  /// and `micros` one in microseconds, `n`, `seq` and `cnt` a counter; the others become the
  /// stream's channels in this order. At most 16 columns and 12 channels.
  package var columns: [PrintedColumn]
  /// Sent after opening to a sketch that waits for a key.
  package var startText: String
  /// Sent before closing.
  package var stopText: String

  package init(
    kind: StreamKind = .auxiliary, columns: [PrintedColumn] = [], startText: String = "",
    stopText: String = ""
  ) {
    self.kind = kind
    self.columns = columns
    self.startText = startText
    self.stopText = stopText
  }
}

/// One printed column.
package struct PrintedColumn: Sendable, Hashable {
  /// The label on the wire, or any name where the board prints none; `_` skips the column.
  package var name: String
  /// The unit after `scale` is applied.
  package var unit: SignalUnit
  /// Factor from the printed number to `unit`.
  package var scale: Float

  package init(_ name: String, unit: SignalUnit = .counts, scale: Float = 1) {
    self.name = name
    self.unit = unit
    self.scale = scale
  }
}
