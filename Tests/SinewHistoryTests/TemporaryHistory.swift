import FoundationEssentials
import SinewFeedback

@testable import SinewHistory

/// A history in a folder of its own that goes with it.
final class TemporaryHistory {
  let directory: String
  var file: String { "\(directory)/state/history.sqlite" }

  init() throws {
    directory = FileManager.default.temporaryDirectory.path + "/history-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  func open() throws -> HistoryStore { try HistoryStore(file: file) }
}

/// What a daemon would say about a set; instants count from its start, UTC from `clock`.
struct ToldSet {
  var number = 41
  var athlete: String? = "a17"
  var exercise = "biceps_curl"
  var start = 100.0
  var clock = 1_700_000_000.0
  var loadKg = 12.5
  var score = 80.0
  var repetitions = 8

  func envelope(_ seconds: Double) -> Envelope {
    Envelope(
      tSignal: start + seconds, tEmit: start + seconds, station: "rack-2", athlete: athlete,
      set: number, exercise: exercise)
  }

  func heard(_ seconds: Double, _ body: FeedbackBody) -> HeardMessage {
    HeardMessage(FeedbackMessage(envelope: envelope(seconds), body: body), clock: clock)
  }

  var started: HeardMessage {
    heard(
      0,
      .setStarted(
        SetStarted {
          $0.loadKg = loadKg
          $0.target = Target {
            $0.tempo = Target.Tempo {
              $0.eccentricS = 3
              $0.concentricS = 1
            }
          }
          $0.muscles = [
            SetMuscle(
              muscle: "biceps", side: .left, role: .target, reference: .mvc,
              band: Bounds(0.4, 0.8)),
            SetMuscle(
              muscle: "deltoid_anterior", side: .left, role: .compensator, reference: .mvc,
              band: nil),
          ]
        }))
  }

  func rep(_ number: Int) -> HeardMessage {
    let begin = start + Double(number) * 5
    return heard(
      Double(number) * 5 + 4,
      .rep(
        Rep {
          $0.rep = number
          $0.details.tStart = begin
          $0.details.tEnd = begin + 4
          $0.details.phases = [
            PhaseSpan(.concentric, from: begin, to: begin + 1),
            PhaseSpan(.eccentric, from: begin + 1, to: begin + 4),
          ]
          $0.details.tempo = RepTempo {
            $0.eccentricS = 3
            $0.concentricS = 1.1
          }
          $0.details.share = 0.7
          $0.details.score = score
          $0.details.muscles = [
            RepMuscle(muscle: "biceps", side: .left, concentric: 0.5 + Double(number) / 100),
            RepMuscle(muscle: "deltoid_anterior", side: .left, concentric: 0.2),
          ]
        }))
  }

  var ended: HeardMessage {
    heard(
      Double(repetitions) * 5 + 12,
      .setEnded(
        SetEnded {
          $0.why = "still"
          $0.tStart = start
          $0.summary.reps = .init(counted: repetitions, valid: repetitions, partial: 0)
          $0.summary.share = Metric(0.7, n: repetitions, confidence: .high)
          $0.summary.score = Metric(score, n: repetitions, confidence: .high)
          $0.summary.activation = ActivationSummary {
            $0.muscles = [RepMuscle(muscle: "biceps", side: .left, concentric: 0.55)]
          }
        }))
  }

  var whole: [HeardMessage] { [started] + (1...repetitions).map(rep) + [ended] }
}

extension RepMuscle {
  init(muscle: String, side: Side?, concentric: Double) {
    self.init(muscle: muscle, side: side)
    level.concentric = concentric
    level.eccentric = 0.3
    level.peak = 0.75
  }
}
