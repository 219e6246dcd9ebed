/// A set that is over, and how things stood before it was: for corrections that come late, and for
/// going on with it.
struct FinishedSet: Sendable {
  var set: TrainingSet
  /// Without it.
  let session: SessionMemory
  /// With what was said in it, and not yet put away.
  let cues: CueEngine
  /// Without it.
  let facts: PlanProgress.Facts
}
