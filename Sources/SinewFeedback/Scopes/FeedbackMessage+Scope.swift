extension FeedbackMessage {
  /// The message as a listener of `scope` may have it, nil when it may not have it at all. Fields
  /// are left out by the writer, whose scope must be set to the same; this is about whole messages
  /// and about values.
  ///
  /// - Parameter sidesShown: whether the athlete agreed that a public screen tells left from
  ///   right; without effect on the wider scopes.
  package func seen(by scope: Scope, sidesShown: Bool = false) -> FeedbackMessage? {
    guard kind.scope <= scope else { return nil }
    guard scope == .screen else { return self }
    if case .cue(let cue) = body, cue.isPrivate { return nil }
    if case .mark(let mark) = body, mark.mark == .pain { return nil }
    return sidesShown ? self : mergingSides()
  }

  private func mergingSides() -> FeedbackMessage {
    var merged = self
    switch body {
    case .activation(var payload):
      payload.muscles = payload.muscles.mergingSides()
      merged.body = .activation(payload)
    case .setStarted(var payload):
      payload.muscles = payload.muscles.mergingSides()
      merged.body = .setStarted(payload)
    case .rep(var payload):
      payload.details.muscles = payload.details.muscles?.mergingSides()
      merged.body = .rep(payload)
    case .repRevised(var payload):
      payload.details.muscles = payload.details.muscles?.mergingSides()
      merged.body = .repRevised(payload)
    case .setEnded(var payload):
      payload.summary.mergeSides()
      merged.body = .setEnded(payload)
    case .setRevised(var payload):
      payload.summary?.mergeSides()
      merged.body = .setRevised(payload)
    default: break
    }
    return merged
  }
}

extension SetSummary {
  fileprivate mutating func mergeSides() {
    guard let muscles = activation?.muscles else { return }
    activation?.muscles = muscles.mergingSides()
  }
}

extension Cue {
  /// Metrics that may not be read from a cue on a public screen.
  package static let privateMetrics: Set<String> = [
    "symmetry", "symmetry_percent", "order", "onset_lead_ms", "onset_delay_ms", "lagging",
    "lagging_side", "programme", "phase", "pain", "health",
  ]

  /// True when what made the coach speak is nobody else's business.
  package var isPrivate: Bool { because.map { Self.privateMetrics.contains($0.metric) } ?? false }
}
