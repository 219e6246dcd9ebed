/// What the levels of a muscle are fractions of.
package enum Reference: String, Word {
  case mvc, refset, taskmax, none
}

/// Where the athlete is asked to put attention.
package enum Focus: String, Word {
  case `internal`, external
}

/// What the number of kilograms counts.
package enum LoadKind: String, Word {
  case bar
  case perHand = "per_hand"
  case stack, band, body
}

/// `set.started`: a set begins, or goes on after a restart of the daemon.
package struct SetStarted: Payload {
  /// Which limbs work.
  package enum Sides: String, Word {
    case left, right, both, alternating
  }

  /// Who said that the set begins.
  package enum StartedBy: String, Word {
    case movement, athlete, coach, plan, recording, request
  }

  package var side: Sides?
  package var loadKg: Double?
  package var loadKind: LoadKind?
  package var focus: Focus?
  package var isWarmUp: Bool?
  /// So heavy for this athlete that nothing may sound or flash meanwhile.
  package var isHeavy: Bool?
  /// Set 2 of 4.
  package var setOf: Pair?
  package var startedBy: StartedBy?
  package var resumed: Bool?
  package var target: Target?
  package var muscles: [SetMuscle] = []

  package init() {}

  /// Lists the fields in the order in which they are written.
  package mutating func visit<V: FieldVisitor & ~Copyable>(_ fields: inout V) {
    fields.word("side", &side, "which limbs work")
    fields.number("load_kg", &loadKg, .kilograms, "external load")
    fields.word("load_kind", &loadKind, "what the load counts")
    fields.word("focus", &focus, "where the athlete is asked to put attention")
    fields.flag("warm_up", &isWarmUp, "a warm-up set")
    fields.flag("heavy", &isHeavy, "so near the maximum that nothing may sound or flash meanwhile")
    fields.pair("set_of", &setOf, .ordinal, "this set and how many are planned")
    fields.word("started_by", &startedBy, "who said that the set begins")
    fields.flag("resumed", &resumed, "the set goes on: it had ended before")
    fields.object("target", &target, "what is asked for")
    fields.objects("muscles", &muscles, "muscles that are measured, in order of slots")
  }
}
