/// What every message says about itself: its place in the order, its two times, and where and for
/// whom it is.
package struct Envelope: Sendable, Equatable {
  /// Order of publishing since the daemon started. A line that belongs to one connection alone
  /// (`hello`, `subscribed`, `missed`, `error`, `heartbeat`, `state.end`) repeats the number of
  /// the last message published, 0 before the first.
  package var seq: UInt64
  /// When it happened in the body: CLOCK_MONOTONIC in seconds, filter delay subtracted; in
  /// `analyze` seconds from the start of the recording.
  package var tSignal: Double?
  /// When it was handed to the socket, same clock; in `analyze` the recording time at which it was
  /// decided.
  package var tEmit: Double?
  package var station: String?
  /// Pseudonymous id.
  package var athlete: String?
  /// Never used again, also after a restart.
  package var set: Int?
  package var exercise: String?
  /// Part of the present state rather than news.
  package var isState: Bool

  package init(
    seq: UInt64 = 0, tSignal: Double? = nil, tEmit: Double? = nil, station: String? = nil,
    athlete: String? = nil, set: Int? = nil, exercise: String? = nil, isState: Bool = false
  ) {
    self.seq = seq
    self.tSignal = tSignal
    self.tEmit = tEmit
    self.station = station
    self.athlete = athlete
    self.set = set
    self.exercise = exercise
    self.isState = isState
  }

  /// Lists every field but `kind` and the mark of the present state, in the order in which they
  /// are written.
  mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    var number: Int = Int(clamping: seq)
    fields.integer("seq", &number, .count, "order of publishing since the daemon started")
    seq = UInt64(clamping: number)
    fields.number("t_signal", &tSignal, .instant, "when it happened in the body")
    fields.number("t_emit", &tEmit, .instant, "when it was handed to the socket")
    fields.text("station", &station, "where")
    fields.text("athlete", &athlete, "for whom, a pseudonymous id")
    fields.integer("set", &set, .count, "number of the set, never used again")
    fields.text("exercise", &exercise, "id of the exercise")
  }

  /// Lists the mark of the present state: `state`, or `present` in the kinds that have another
  /// field of the name `state`.
  mutating func visitMark<V: FieldVisitor & ~Copyable>(_ fields: inout V, of kind: FeedbackKind) {
    var mark: Bool? = isState ? true : nil
    let name = kind.hasOwnState ? "present" : "state" as StaticString
    fields.flag(name, &mark, "part of the present state rather than news")
    isState = mark ?? false
  }
}
