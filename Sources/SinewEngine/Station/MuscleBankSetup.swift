package import SinewSignal

/// What the engine is told about a bank of eight EMG lanes.
package struct MuscleBankSetup: Sendable, Hashable {
  /// Nominal samples a second; filters are designed for it.
  package let sampleRateHz: Double
  /// `.emg` for raw EMG, `.envelope` where the sensor rectified and smoothed already.
  package let kind: StreamKind
  /// True when the samples are microvolts at the skin, so that noise can be judged.
  package let isMicrovolts: Bool
  /// Lanes in use, bit 0 = lane 0.
  package private(set) var lanes: UInt8 = 0
  private(set) var resolution: [Float]
  /// References come and go while a bank works: see `EngineCommand.reference`.
  private(set) var reference: [Float]

  package init(sampleRateHz: Double, kind: StreamKind, isMicrovolts: Bool) {
    self.isMicrovolts = isMicrovolts
    self.sampleRateHz = sampleRateHz.isFinite ? min(max(sampleRateHz, 1), 20_000) : 250
    self.kind = kind
    resolution = [Float](repeating: 0, count: MuscleSlots.perBank)
    reference = [Float](repeating: 0, count: MuscleSlots.perBank)
  }

  /// Puts a muscle on a lane.
  ///
  /// - Parameters:
  ///   - resolution: one step of the converter in the stream's unit, 0 where not known.
  ///   - reference: the level that is 100 %, in the stream's unit, 0 where none was measured.
  package mutating func use(lane: Int, resolution: Float, reference: Float) {
    guard (0..<MuscleSlots.perBank).contains(lane) else { return }
    lanes |= 1 << UInt8(lane)
    self.resolution[lane] = resolution
    self.reference[lane] = reference
  }

  /// Whether a bank made for the other can go on under this one: all but the references is alike.
  package func isServed(by other: MuscleBankSetup) -> Bool {
    var alike = self
    alike.reference = other.reference
    return alike == other
  }
}
