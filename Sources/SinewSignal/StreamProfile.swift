/// What one stream of a device carries: channels with units, rate and counter. The engine reads
/// nothing else about a device.
package struct StreamProfile: Sendable, Hashable {
  /// Short name, unique in the device: `emg`, `motion`, `analog`.
  package let name: String
  package let kind: StreamKind
  /// In the order of `Frame.values`; 1...12.
  package let channels: [ChannelProfile]
  /// Nominal frames a second; nil where only measurement can tell.
  package let rateHz: Double?
  package let counter: CounterKind
  /// Constant delay from the body to the wire that cannot be measured from here: the device's own
  /// filters and buffers. Subtracted from sample times, shown by `status`. Milliseconds.
  package let typicalDelayMs: Double

  package init(
    name: String, kind: StreamKind, channels: [ChannelProfile], rateHz: Double?,
    counter: CounterKind, typicalDelayMs: Double = 0
  ) {
    self.name = name
    self.kind = kind
    self.channels = channels
    self.rateHz = rateHz
    self.counter = counter
    self.typicalDelayMs = typicalDelayMs
  }
}

/// What the engine may do with a stream.
package enum StreamKind: String, Sendable, Hashable {
  /// Raw EMG: band pass, rectify, detect.
  case emg
  /// EMG that the device already rectified and smoothed: level only.
  case envelope
  /// Acceleration x, y, z in g, then turn rate x, y, z in degrees per second. A slot that holds
  /// not-a-number had no sample at that instant.
  case motion
  /// Acceleration x, y, z in g alone.
  case acceleration
  /// Anything else: recorded, not interpreted.
  case auxiliary
}

/// One value of a stream.
package struct ChannelProfile: Sendable, Hashable {
  package let name: String
  package let unit: SignalUnit
  /// Size of one step of the converter in `unit`; 0 where not known.
  package let resolution: Float

  package init(_ name: String, _ unit: SignalUnit, resolution: Float = 0) {
    self.name = name
    self.unit = unit
    self.resolution = resolution
  }
}

/// Units of channel values; the raw value is the short form that people read.
package enum SignalUnit: String, Sendable, Hashable {
  case microvolts = "uV"
  case counts
  case gravities = "g"
  case degreesPerSecond = "dps"
  case degrees = "deg"
  case quaternion
  case celsius = "degC"
  case unitless
}

/// How a stream tells lost samples and drift.
package enum CounterKind: Sendable, Hashable {
  /// Counts samples, +1 a frame, wraps at `modulus` (256 for one byte).
  case samples(modulus: UInt32)
  /// A device clock running at `hertz` ticks a second that wraps at 2^`bits`, `bits` 8...32.
  case ticks(hertz: Double, bits: Int)
  /// Nothing on the wire: the driver numbers the frames it made, so losses stay unseen.
  case none
  /// The arrival times are the sample times: recordings with a time column.
  case arrivalIsExact
}
