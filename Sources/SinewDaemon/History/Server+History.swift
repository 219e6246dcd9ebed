import FoundationEssentials
import SinewCoaching
import SinewFeedback
import SinewHistory
import SinewLinks
import SinewPipeline
import SinewSignal

/// What athletes did before, brought to the stations, and what they do now, kept.
extension Server {
  /// Hands the station's coach what the history knows of the athlete who is there, and what is
  /// planned for them. Comes a moment later; nothing waits for it.
  func recall(_ desk: StationDesk) {
    guard let athlete = desk.setup.athlete else { return }
    let name = desk.name
    let now = WallClock.seconds()
    history.ask(
      { store throws(HistoryError) in
        try store.welcome(athlete, at: now)
        return (
          try store.remembered(of: athlete), try store.athlete(athlete), try store.plan(of: athlete)
        )
      },
      done: { server, outcome in
        guard let (remembered, person, plan) = try? outcome.get(),
          let desk = server.floor.station(name), desk.setup.athlete == athlete
        else { return }
        var setup = desk.setup
        setup.past = AthletePast(remembered)
        setup.nickname = setup.nickname ?? person?.nickname
        setup.calendar = TrainingCalendar.now()
        // An exercise of the plan may have left the catalogue since; then there is no plan.
        setup.plan = plan.flatMap { try? server.floor.plan($0) }
        if person?.rawConsent == nil { server.stopRecordings(at: desk) }
        let isNamed = setup.nickname != desk.setup.nickname
        for message in desk.change(setup, at: MonotonicClock.now()) { server.hub.publish(message) }
        if isNamed { server.hub.publish(desk.takeMessage()) }
      })
  }

  /// Tells the end of a set that a restart cut off; the history has it already.
  func tellCutOff(_ message: FeedbackMessage) {
    var message = message
    if case .setEnded(var ended) = message.body {
      let lang = floor.station(message.envelope.station ?? "")?.setup.lang ?? "en"
      ended.tStart = nil
      ended.text = SetEndReason.restart.sentence.text(lang)
      message.body = .setEnded(ended)
    }
    hub.publish(message, isNews: false)
  }

  /// Keeps what the coach of a station has decided since the last time.
  func keepPast(of desk: StationDesk) {
    let new = desk.pipeline.takeNewPast()
    guard !new.isEmpty else { return }
    let (sets, rest) = new.parts()
    let athlete = desk.setup.athlete
    let now = WallClock.seconds()
    history.ask(
      { store throws(HistoryError) in
        for set in sets { try store.remember(set.text, ofSet: set.number) }
        if let rest, let athlete { try store.remember(rest, of: athlete, at: now) }
      }, done: { _, _ in })
  }
}

extension TrainingCalendar {
  /// By the clocks of this machine.
  static func now() -> TrainingCalendar {
    TrainingCalendar(
      instant: MonotonicClock.now(), secondsSince1970: WallClock.seconds(),
      utcOffsetSeconds: TimeZone.current.secondsFromGMT())
  }
}
