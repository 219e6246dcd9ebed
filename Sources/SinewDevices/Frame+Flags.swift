import SinewSignal

extension Frame {
  /// Adds a flag to those the frame has. (`OptionSet.formUnion` is generic code of another module,
  /// which the real-time proof refuses.)
  @_noLocks @_noAllocation
  mutating func add(_ flag: FrameFlags) {
    flags = FrameFlags(rawValue: flags.rawValue | flag.rawValue)
  }
}
