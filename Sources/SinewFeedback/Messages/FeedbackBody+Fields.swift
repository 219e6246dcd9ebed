extension FeedbackBody {
  /// Walks over the fields of whatever payload this is, without changing it.
  func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    switch self {
    case .hello(var payload): payload.visit(&fields)
    case .station(var payload): payload.visit(&fields)
    case .device(var payload): payload.visit(&fields)
    case .signal(var payload): payload.visit(&fields)
    case .setStarted(var payload): payload.visit(&fields)
    case .activation(var payload): payload.visit(&fields)
    case .onset(var payload): payload.visit(&fields)
    case .offset(var payload): payload.visit(&fields)
    case .phase(var payload): payload.visit(&fields)
    case .rep(var payload): payload.visit(&fields)
    case .repRevised(var payload): payload.visit(&fields)
    case .hold(var payload): payload.visit(&fields)
    case .cue(var payload): payload.visit(&fields)
    case .cueOutcome(var payload): payload.visit(&fields)
    case .setEnded(var payload): payload.visit(&fields)
    case .setRevised(var payload): payload.visit(&fields)
    case .feedback(var payload): payload.visit(&fields)
    case .next(var payload): payload.visit(&fields)
    case .calibration(var payload): payload.visit(&fields)
    case .imagery(var payload): payload.visit(&fields)
    case .preActivation(var payload): payload.visit(&fields)
    case .loadAdvice(var payload): payload.visit(&fields)
    case .milestone(var payload): payload.visit(&fields)
    case .syncMark(var payload): payload.visit(&fields)
    case .mark(var payload): payload.visit(&fields)
    case .focusEffect(var payload): payload.visit(&fields)
    case .symmetry(var payload): payload.visit(&fields)
    case .order(var payload): payload.visit(&fields)
    case .fatigue(var payload): payload.visit(&fields)
    case .programme(var payload): payload.visit(&fields)
    case .stage(var payload): payload.visit(&fields)
    case .plateau(var payload): payload.visit(&fields)
    case .lagging(var payload): payload.visit(&fields)
    case .samples(var payload): payload.visit(&fields)
    case .scan(var payload): payload.visit(&fields)
    case .clock(var payload): payload.visit(&fields)
    case .missed(var payload): payload.visit(&fields)
    case .subscribed(var payload): payload.visit(&fields)
    case .error(var payload): payload.visit(&fields)
    case .stateEnd: break
    case .heartbeat: break
    }
  }

  /// A body of `kind` whose fields the visitor sets, starting from an empty payload.
  package init<V: FieldVisitor & ~Copyable>(_ kind: FeedbackKind, from fields: inout V) {
    switch kind {
    case .hello: self = .hello(Self.made(&fields))
    case .station: self = .station(Self.made(&fields))
    case .device: self = .device(Self.made(&fields))
    case .signal: self = .signal(Self.made(&fields))
    case .setStarted: self = .setStarted(Self.made(&fields))
    case .activation: self = .activation(Self.made(&fields))
    case .onset: self = .onset(Self.made(&fields))
    case .offset: self = .offset(Self.made(&fields))
    case .phase: self = .phase(Self.made(&fields))
    case .rep: self = .rep(Self.made(&fields))
    case .repRevised: self = .repRevised(Self.made(&fields))
    case .hold: self = .hold(Self.made(&fields))
    case .cue: self = .cue(Self.made(&fields))
    case .cueOutcome: self = .cueOutcome(Self.made(&fields))
    case .setEnded: self = .setEnded(Self.made(&fields))
    case .setRevised: self = .setRevised(Self.made(&fields))
    case .feedback: self = .feedback(Self.made(&fields))
    case .next: self = .next(Self.made(&fields))
    case .calibration: self = .calibration(Self.made(&fields))
    case .imagery: self = .imagery(Self.made(&fields))
    case .preActivation: self = .preActivation(Self.made(&fields))
    case .loadAdvice: self = .loadAdvice(Self.made(&fields))
    case .milestone: self = .milestone(Self.made(&fields))
    case .syncMark: self = .syncMark(Self.made(&fields))
    case .mark: self = .mark(Self.made(&fields))
    case .focusEffect: self = .focusEffect(Self.made(&fields))
    case .symmetry: self = .symmetry(Self.made(&fields))
    case .order: self = .order(Self.made(&fields))
    case .fatigue: self = .fatigue(Self.made(&fields))
    case .programme: self = .programme(Self.made(&fields))
    case .stage: self = .stage(Self.made(&fields))
    case .plateau: self = .plateau(Self.made(&fields))
    case .lagging: self = .lagging(Self.made(&fields))
    case .samples: self = .samples(Self.made(&fields))
    case .scan: self = .scan(Self.made(&fields))
    case .clock: self = .clock(Self.made(&fields))
    case .missed: self = .missed(Self.made(&fields))
    case .subscribed: self = .subscribed(Self.made(&fields))
    case .error: self = .error(Self.made(&fields))
    case .stateEnd: self = .stateEnd
    case .heartbeat: self = .heartbeat
    }
  }

  private static func made<P: Payload, V: FieldVisitor & ~Copyable>(_ fields: inout V) -> P {
    var payload = P()
    payload.visit(&fields)
    return payload
  }
}
