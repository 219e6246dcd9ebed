package import SinewSignal

/// An order to the engine thread, small enough for a ring. Orders are obeyed between two batches of
/// frames.
package enum EngineCommand: BitwiseCopyable, Sendable {
  /// Replaces the plan; the address is that of a retained `EnginePlan`, and the plan replaced is
  /// handed back through the retired ring so that the cold side frees it.
  case adopt(planAddress: UInt)
  /// The coach started a set: what moves now is its first repetition.
  case beginMovement(station: UInt16, at: MonotonicTime)
  /// The coach ended the set: repetitions after this belong to the next.
  case endMovement(station: UInt16, at: MonotonicTime)
  /// Changes nothing: that it was taken shows that the thread works.
  case answer
  /// The muscles of a station rest for the next seconds: rest is learned anew.
  case learnRest(station: UInt16)
  /// What counts as 100 % of a slot's envelope from now on, in the stream's unit; 0: nothing.
  case reference(station: UInt16, slot: UInt8, level: Float)
}
