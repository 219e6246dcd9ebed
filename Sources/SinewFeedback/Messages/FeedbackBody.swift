/// What a message says: one case a kind. The large ones live on the heap, so that passing a message
/// on stays cheap.
package enum FeedbackBody: Sendable, Equatable {
  case hello(Hello)
  case station(StationState)
  case device(DeviceState)
  case signal(SignalState)
  indirect case setStarted(SetStarted)
  case activation(Activation)
  case onset(MuscleMoment)
  case offset(MuscleMoment)
  case phase(PhaseStarted)
  indirect case rep(Rep)
  indirect case repRevised(RepRevised)
  case hold(Hold)
  indirect case cue(Cue)
  indirect case cueOutcome(CueOutcome)
  indirect case setEnded(SetEnded)
  indirect case setRevised(SetRevised)
  case feedback(FeedbackShown)
  indirect case next(Next)
  indirect case calibration(Calibration)
  indirect case imagery(Imagery)
  indirect case preActivation(PreActivation)
  indirect case loadAdvice(LoadAdvice)
  case milestone(Milestone)
  case syncMark(SyncMark)
  case mark(Mark)
  indirect case focusEffect(FocusEffect)
  case symmetry(SymmetryVerdict)
  case order(OrderVerdict)
  case fatigue(FatigueVerdict)
  case programme(Programme)
  case stage(LearningStage)
  indirect case plateau(Plateau)
  case lagging(LaggingMuscle)
  indirect case samples(Samples)
  case scan(Scan)
  case clock(ClockState)
  case missed(Missed)
  indirect case subscribed(Subscribed)
  case error(Failure)
  case stateEnd
  case heartbeat

  /// The kind of message this is.
  package var kind: FeedbackKind {
    switch self {
    case .hello: .hello
    case .station: .station
    case .device: .device
    case .signal: .signal
    case .setStarted: .setStarted
    case .activation: .activation
    case .onset: .onset
    case .offset: .offset
    case .phase: .phase
    case .rep: .rep
    case .repRevised: .repRevised
    case .hold: .hold
    case .cue: .cue
    case .cueOutcome: .cueOutcome
    case .setEnded: .setEnded
    case .setRevised: .setRevised
    case .feedback: .feedback
    case .next: .next
    case .calibration: .calibration
    case .imagery: .imagery
    case .preActivation: .preActivation
    case .loadAdvice: .loadAdvice
    case .milestone: .milestone
    case .syncMark: .syncMark
    case .mark: .mark
    case .focusEffect: .focusEffect
    case .symmetry: .symmetry
    case .order: .order
    case .fatigue: .fatigue
    case .programme: .programme
    case .stage: .stage
    case .plateau: .plateau
    case .lagging: .lagging
    case .samples: .samples
    case .scan: .scan
    case .clock: .clock
    case .missed: .missed
    case .subscribed: .subscribed
    case .error: .error
    case .stateEnd: .stateEnd
    case .heartbeat: .heartbeat
    }
  }
}
