import SinewCoaching
import SinewFeedback

/// An exercise of the catalogue as lines for people.
struct ExerciseSheet {
  private let exercise: Exercise
  private let lang: String

  init(_ exercise: Exercise, lang: String) {
    self.exercise = exercise
    self.lang = lang
  }

  /// Id, name, tempo and targets.
  var line: String {
    Figures.padded(exercise.id, 25) + Figures.padded(exercise.names.text(lang), 40)
      + Figures.padded(exercise.tempo?.text ?? "hold", 9)
      + exercise.targets.map { Figures.muscle($0, side: nil) }.joined(separator: ", ")
  }

  /// The whole sheet.
  var lines: [String] {
    var lines = ["\(exercise.names.text(lang)) (\(exercise.id))"]
    lines += field("target", exercise.targets)
    lines += field("compensators", exercise.compensators)
    lines += field("also watched", exercise.others)
    lines.append(
      "electrodes, most important first" + (exercise.isBothSides ? ", both sides:" : ":"))
    for muscle in exercise.electrodes { lines.append("  " + electrode(muscle)) }
    let places = exercise.imuPlaces.map(\.rawValue).joined(separator: ", ")
    lines.append(Figures.padded("motion sensor", 15) + places + " (best first)")
    lines.append(
      Figures.padded("moves", 15)
        + "\(exercise.firstPhase.rawValue) first, \(exercise.firstDirection.rawValue)")
    if let tempo = exercise.tempo {
      lines.append(
        Figures.padded("tempo", 15) + tempo.text
          + " (eccentric - stretched - concentric - contracted, seconds)")
    }
    lines.append(
      Figures.padded("set ends after", 15)
        + "\(Figures.fixed(exercise.setTimeoutSeconds, 0)) s without movement")
    if !exercise.cues.isEmpty { lines.append("cues:") }
    for cue in exercise.cues { lines += describe(cue) }
    return lines
  }

  private func field(_ name: String, _ muscles: [String]) -> [String] {
    if muscles.isEmpty { return [] }
    return [
      Figures.padded(name, 15)
        + muscles.map { Figures.muscle($0, side: nil) }.joined(separator: ", ")
    ]
  }

  private func electrode(_ id: String) -> String {
    guard let muscle = Muscle.named(id) else { return Figures.muscle(id, side: nil) }
    let source = muscle.isSENIAM ? "SENIAM" : "atlas"
    return "\(muscle.names.text(lang)): \(muscle.site) (\(source))"
  }

  private func describe(_ cue: ExerciseCue) -> [String] {
    var lines: [String] = []
    for (place, words) in cue.wordings.enumerated() {
      let opening = place == 0 ? "  " : "    or "
      let ending = place == 0 ? " (\(cue.id), \(cue.focus.rawValue))" : ""
      lines.append(opening + "\"\(words.text(lang))\"" + ending)
    }
    for trigger in cue.triggers {
      let note = trigger.metric.missing.map { "; silent: \($0)" } ?? ""
      lines.append("    when \(trigger.text)\(note)")
    }
    if cue.isSummaryOnly { lines.append("    never during the set") }
    return lines
  }
}
