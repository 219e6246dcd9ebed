package import SinewFeedback
package import SinewSignal

/// What people say about a set: marks, effort, pain and corrections; and what the engine revises.
extension Coach {
  /// The coach beside the athlete touched, said or showed something: what becomes of it is looked at
  /// as with a cue (science 4.16). In a running set, with a muscle or without.
  package mutating func mark(
    _ mark: Mark.MarkKind, muscle: String?, side: Side?, at now: MonotonicTime
  ) -> [FeedbackMessage] {
    if let set = running, [.tactile, .verbal, .visual].contains(mark) {
      cues.watch(mark, muscle: muscle, side: side, in: set, session: session)
    }
    var body = Mark()
    body.mark = mark
    body.muscle = muscle
    body.side = side
    return [stationMessage(.mark(body), at: now)]
  }

  /// How hard a set was, 1...10 (RPE), by the athlete's tap after it. nil: the last one.
  package mutating func noteEffort(_ effort: Double, set number: Int? = nil) {
    guard (1...10).contains(effort) else { return }
    correct(number) { $0.effort = effort }
  }

  /// Pain, 0...10. From 3 on the set and all advice of this session end (science 7); it is recorded
  /// and never public, so the set ends in the words of an athlete who stopped.
  package mutating func notePain(_ level: Double, at now: MonotonicTime) -> [FeedbackMessage] {
    guard level >= Self.painLimit else { return [] }
    let hadSet = running != nil
    isHurt = true
    let messages = endSet(why: .athlete, at: now)
    if hadSet || past.sets.last?.day == setup.calendar?.day(of: now) {
      correct(nil) { $0.wasPainful = true }
    }
    return messages
  }

  /// Pain of so much ends the set (science 7).
  package static let painLimit = 3.0

  /// Changes a set of this session in the past and hands it out once more.
  mutating func correct(_ number: Int?, _ change: (inout PastSet) -> Void) {
    guard
      let index = past.sets.lastIndex(where: { number == nil || $0.number == number })
    else { return }
    change(&past.sets[index])
    newPast.sets.removeAll { $0.number == past.sets[index].number }
    newPast.sets.append(past.sets[index])
  }

  /// A message about the station, whatever set runs.
  func stationMessage(_ body: FeedbackBody, at now: MonotonicTime) -> FeedbackMessage {
    if let set = running { return Self.message(body, of: set, at: now, decided: now) }
    let envelope = Envelope(
      tSignal: now.seconds, tEmit: now.seconds, station: setup.station, athlete: setup.athlete)
    return FeedbackMessage(envelope: envelope, body: body)
  }

  /// A signal that is lost in a running set, unless silence was asked for.
  mutating func tellLoss(_ change: QualityChange) -> [FeedbackMessage] {
    guard let set = running, !guidance.isSilent, let cue = cues.loss(change, in: set) else {
      return []
    }
    return [
      Self.message(.cue(cue), of: set, at: change.signalTime, decided: change.decidedTime)
    ]
  }

  /// The engine corrects a repetition.
  mutating func take(
    _ revision: RepetitionRevision, into response: inout CoachResponse
  ) {
    var revised = running?.revise(revision, levels: levels)
    var number = running?.number
    if revised == nil {
      revised = previous?.set.revise(revision, levels: levels)
      number = previous?.set.number
      if revised != nil { response.following = renewPrevious(decided: revision.decidedTime) }
    }
    guard let revised, let number else { return }
    response.repetition = RepetitionNumber(set: number, rep: revised.number)
    response.numbers = revised.isRemoved ? nil : revised.numbers
  }

  /// Whether corrections of a set can be made here, with all its numbers.
  package func knows(set number: Int) -> Bool {
    running?.number == number || previous?.set.number == number
  }

  /// Somebody corrects a repetition of the running set or of the one before it: it was none, or was
  /// whole or not. Medians and score follow at once, or with the end of the set.
  ///
  /// - Returns: `rep.revised`, and `set.revised` where the set is over; nil where the set is not
  ///   known here or has no such repetition.
  package mutating func correct(
    set number: Int, rep: Int, removed: Bool?, partial: Bool?, at now: MonotonicTime
  ) -> [FeedbackMessage]? {
    var corrected: CoachedRepetition?
    var set: TrainingSet?
    if running?.number == number {
      corrected = running?.correct(rep, removed: removed, partial: partial, levels: levels)
      set = running
    } else if previous?.set.number == number {
      corrected = previous?.set.correct(rep, removed: removed, partial: partial, levels: levels)
      set = previous?.set
    }
    guard let corrected, let set else { return nil }
    let body = RepRevised {
      $0.rep = rep
      $0.removed = removed
      $0.why = "coach"
      if !corrected.isRemoved { $0.details = corrected.numbers.details(lang: set.setup.lang) }
      $0.details.isPartial = partial
    }
    let message = Self.message(
      .repRevised(body), of: set, at: corrected.numbers.end, decided: now)
    return [message] + (running?.number == number ? [] : renewPrevious(decided: now))
  }

  /// The summary of the set before, worked out anew and remembered so.
  private mutating func renewPrevious(decided: MonotonicTime) -> [FeedbackMessage] {
    guard let set = previous?.set else { return [] }
    correct(set.number) { past in
      guard
        var renewed = PastSet(set, cues: past.cues, shown: past.shown, phase: past.phase)
      else { return }
      renewed.effort = past.effort
      renewed.wasPainful = past.wasPainful
      renewed.symmetries = past.symmetries
      past = renewed
    }
    return [Self.revised(set, decided: decided)]
  }

  /// Lets the set before go on, as if it had not ended.
  ///
  /// - Returns: `set.started` with `resumed`; nil while another runs, and for any other set.
  package mutating func reopen(set number: Int, at now: MonotonicTime) -> [FeedbackMessage]? {
    guard running == nil, let before = previous, before.set.number == number else { return nil }
    previous = nil
    session = before.session
    cues = before.cues
    facts = before.facts
    past.sets.removeAll { $0.number == number }
    newPast.sets.removeAll { $0.number == number }
    var set = before.set
    set.clock.noteResumed(at: now)
    running = set
    let feedback = guidance.begin(
      stage: guidance.stage, purpose: set.setup.purpose, lang: set.setup.lang)
    var started = Self.started(set, decided: now)
    if case .setStarted(var body) = started.body {
      body.resumed = true
      started.body = .setStarted(body)
    }
    return [started]
      + [feedback].compactMap(\.self).map {
        Self.message(.feedback($0), of: set, at: now, decided: now)
      }
  }
}
