/// Every kind of message, spelled as on the wire.
package enum FeedbackKind: String, Word {
  case hello
  case station
  case device
  case signal
  case setStarted = "set.started"
  case activation
  case onset
  case offset
  case phase
  case rep
  case repRevised = "rep.revised"
  case hold
  case cue
  case cueOutcome = "cue.outcome"
  case setEnded = "set.ended"
  case setRevised = "set.revised"
  case feedback
  case next
  case calibration
  case imagery
  case preActivation = "pre_activation"
  case loadAdvice = "load.advice"
  case milestone
  case syncMark = "sync.mark"
  case mark
  case focusEffect = "focus.effect"
  case symmetry
  case order
  case fatigue
  case programme
  case stage
  case plateau
  case lagging
  case samples
  case scan
  case clock
  case missed
  case subscribed
  case error
  case stateEnd = "state.end"
  case heartbeat

  /// True for the kinds with a field `state` of their own.
  package var hasOwnState: Bool { self == .station || self == .device || self == .programme }
}
