import SinewCoaching
import SinewSignal

/// How somebody does an exercise, without any scatter.
struct SimulatedBody {
  /// Concentric level by muscle, as a part of the maximum.
  var levels: [String: Double] = [:]
  /// Seconds of each phase.
  var seconds: [TempoPhase: Double] = [:]
  /// Degrees.
  var range = 100.0
  /// Level at the end of the concentric phase over the highest: 1 squeezes, 0.6 fades.
  var ending: [String: Double] = [:]
  /// Level on top over the concentric one, where it isn't as at the end.
  var top: [String: Double] = [:]
  /// Level in the stretched pause, as a part of the maximum.
  var stretched: [String: Double] = [:]
  /// Milliseconds from the start of the concentric movement to half of the rise.
  var rise: [String: Double] = [:]
  /// A burst before the concentric movement, as a part of the maximum.
  var burst: [String: Double] = [:]

  /// What the exercise asks for: a target that works, compensators that help less.
  init(_ exercise: Exercise) {
    for muscle in exercise.muscles {
      levels[muscle] =
        exercise.targets.contains(muscle) ? 0.5 : exercise.compensators.contains(muscle) ? 0.2 : 0.3
    }
    for phase in TempoPhase.allCases {
      seconds[phase] = exercise.tempo?.target(phase) ?? 0.8
    }
  }

  /// One repetition with the scatter of a person: 10 % in each muscle and 5 % in all together
  /// (science 5: 10 to 15 % between repetitions), 0.15 to 0.2 s, 3 % of the range.
  func scattered(_ noise: inout SeededNoise) -> SimulatedBody {
    var body = self
    let all = noise.factor(0.05)
    for muscle in levels.keys.sorted() {
      body.levels[muscle] = (levels[muscle] ?? 0) * all * noise.factor(0.10)
      body.ending[muscle] = min(1, (ending[muscle] ?? 0.97) + 0.04 * noise.normal())
      body.rise[muscle] = (rise[muscle] ?? 0) + 40 * noise.normal()
      if let top = top[muscle] { body.top[muscle] = top * noise.factor(0.10) }
      if let level = stretched[muscle] { body.stretched[muscle] = level * noise.factor(0.10) }
      if let level = burst[muscle] { body.burst[muscle] = level * noise.factor(0.10) }
    }
    for phase in TempoPhase.allCases {
      let asked = seconds[phase] ?? 0
      body.seconds[phase] = max(
        asked == 0 ? 0.1 : 0.3, asked + (asked < 1.5 ? 0.12 : 0.2) * noise.normal())
    }
    body.range = range * noise.factor(0.03)
    return body
  }

  /// Corners of the envelope of a muscle, in seconds around the start of the concentric phase and
  /// parts of the maximum.
  func envelope(_ muscle: String, fromTop: Bool) -> [(Double, Double)] {
    let level = levels[muscle] ?? 0
    let concentric = seconds[.concentric] ?? 1
    let onTop = concentric + (seconds[.contracted] ?? 0)
    let rest = stretched[muscle] ?? 0.3 * level
    let start = (rise[muscle] ?? 0) / 1000
    let end = (ending[muscle] ?? 1) * level
    let top = top[muscle].map { $0 * level } ?? end
    var corners: [(Double, Double)] = []
    if fromTop {
      let bottom = seconds[.stretched] ?? 0
      corners.append((-bottom - (seconds[.eccentric] ?? 1), 0.5 * level))
      corners.append((min(-bottom, start - 0.16) - 0.01, 0.5 * level))
      corners.append((min(-bottom, start - 0.16), rest))
    }
    if let burst = burst[muscle] {
      corners += [(-0.8, rest), (-0.75, burst), (-0.4, burst), (-0.35, rest)]
    }
    corners += [
      (start - 0.15, rest), (start + 0.15, level), (concentric - 0.3, end), (concentric, end),
      (concentric + 0.05, top), (onTop, top), (onTop + 0.1, 0.5 * level),
    ]
    if !fromTop {
      let back = onTop + (seconds[.eccentric] ?? 1)
      corners += [(back - 0.2, 0.5 * level), (back, rest)]
    }
    return corners.sorted { $0.0 < $1.0 }
  }
}
