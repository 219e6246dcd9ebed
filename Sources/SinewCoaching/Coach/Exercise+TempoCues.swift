internal import SinewFeedback

extension Exercise {
  /// "Slow on the way down" for every exercise with a prescribed eccentric phase that has no cue of
  /// its own for it (after science 6, row 8).
  var usualTempoCues: [ExerciseCue] {
    let trigger = CueTrigger(
      metric: .phaseShortfallSeconds, phase: .eccentric, limit: .above(0.6))
    let hasOwn = cues.contains { cue in
      cue.triggers.contains { $0.metric == trigger.metric && $0.phase == trigger.phase }
    }
    guard !hasOwn, firstPhase != .hold else { return [] }
    let isDown =
      (firstPhase == .eccentric && firstDirection == .down)
      || (firstPhase == .concentric && firstDirection == .up)
    let text =
      isDown
      ? LocalizedText(en: "Slow on the way down", de: "Langsam hinunter")
      : LocalizedText(en: "Slow as it lengthens", de: "Langsam nachgeben")
    return [
      ExerciseCue(
        id: isDown ? "slow_on_the_way_down" : "slow_as_it_lengthens", text: text,
        otherWords: [isDown ? Self.timeGoingDown : Self.timeOnTheWayBack], focus: .external,
        triggers: [trigger])
    ]
  }

  private static let timeGoingDown = LocalizedText(
    en: "Take your time going down", de: "Lass dir hinunter Zeit")
  private static let timeOnTheWayBack = LocalizedText(
    en: "Brake the weight on its way back", de: "Brems das Gewicht auf dem Rückweg")
}
