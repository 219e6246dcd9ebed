import Glibc
import SinewFeedback
import SinewHistory

/// A year of one athlete: 150 sessions of 9 sets, some 20,000 repetitions of six muscles as long as
/// the engine makes them. How large the file is, and how long it takes to look back over it.
struct HistoryBench {
  private static let sessions = 150
  private static let setsPerSession = 9
  private static let repetitionsPerSet = 15
  private static let exercises = ["back_squat", "hip_thrust", "romanian_deadlift"]
  private static let muscles = [
    "gluteus_maximus", "vastus_lateralis", "biceps_femoris", "rectus_femoris", "erector_spinae",
    "semitendinosus",
  ]

  func run() throws {
    var template = Array("/tmp/sinew-history-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else { return print("sinew-bench: no folder in /tmp") }
    let folder = String(
      decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let file = "\(folder)/history.sqlite"
    let store = try HistoryStore(file: file)
    let began = nanoseconds()
    for number in 0..<Self.sessions * Self.setsPerSession { try store.note(set(number)) }
    let seconds = Double(nanoseconds() - began) * 1e-9
    var times: [Double] = []
    var points = 0
    for _ in 0..<20 {
      let start = nanoseconds()
      points = try store.progress(of: "a17").count
      times.append(Double(nanoseconds() - start) * 1e-6)
    }
    store.close()
    var status = stat()
    unsafe stat(file, &status)
    let sets = Double(Self.sessions * Self.setsPerSession)
    report(
      bench: "history", case: "year", metric: "repetitions", sets * Double(Self.repetitionsPerSet))
    report(bench: "history", case: "year", metric: "points", Double(points))
    report(bench: "history", case: "year", metric: "megabytes", Double(status.st_size) * 1e-6)
    report(bench: "history", case: "year", metric: "progress_ms", median(times))
    report(bench: "history", case: "year", metric: "ms_per_set", seconds * 1e3 / sets)
    for end in ["", "-wal", "-shm"] { _ = unsafe unlink(file + end) }
    _ = unsafe rmdir(folder)
  }

  /// The messages of one set; numbers scatter, so that they do not deflate to nothing.
  private func set(_ number: Int) -> [HeardMessage] {
    var seed = UInt64(number) &* 0x9E37_79B9_7F4A_7C15 | 1
    func scatter(_ low: Double, _ high: Double) -> Double {
      seed ^= seed << 13
      seed ^= seed >> 7
      seed ^= seed << 17
      return low + (high - low) * Double(seed >> 11) / Double(UInt64(1) << 53)
    }
    let day = Double(number / Self.setsPerSession) * 2.4 * 86_400
    let start = day + Double(number % Self.setsPerSession) * 240
    let exercise = Self.exercises[number % Self.exercises.count]
    func heard(_ seconds: Double, _ body: FeedbackBody) -> HeardMessage {
      let envelope = Envelope(
        tSignal: start + seconds, tEmit: start + seconds, station: "rack-2", athlete: "a17",
        set: number + 1, exercise: exercise)
      return HeardMessage(FeedbackMessage(envelope: envelope, body: body), clock: 1_700_000_000)
    }
    var messages = [heard(0, .setStarted(opening))]
    for rep in 1...Self.repetitionsPerSet {
      messages.append(heard(Double(rep) * 5, .rep(repetition(rep, start, scatter))))
    }
    let ended = SetEnded {
      $0.why = "still"
      $0.summary.reps = .init(
        counted: Self.repetitionsPerSet, valid: Self.repetitionsPerSet, partial: 0)
      $0.summary.score = Metric(
        scatter(60, 90), n: Self.repetitionsPerSet, confidence: .high)
      $0.summary.share = Metric(
        scatter(0.5, 0.9), n: Self.repetitionsPerSet, confidence: .high)
    }
    return messages + [heard(90, .setEnded(ended))]
  }

  private var opening: SetStarted {
    SetStarted {
      $0.loadKg = 60
      $0.muscles = Self.muscles.enumerated().map { index, muscle in
        SetMuscle(
          muscle: muscle, side: .left, role: index == 0 ? .target : .compensator, reference: .mvc,
          band: nil)
      }
    }
  }

  private func repetition(
    _ number: Int, _ start: Double, _ scatter: (Double, Double) -> Double
  ) -> Rep {
    Rep {
      $0.rep = number
      let begin = start + Double(number) * 5 + scatter(0, 0.3)
      let middle = begin + scatter(0.8, 1.4)
      $0.details.tStart = begin
      $0.details.tEnd = middle + scatter(2.4, 3.4)
      $0.details.phases = [
        PhaseSpan(.concentric, from: begin, to: middle),
        PhaseSpan(.contracted, from: middle, to: middle + 0.4),
        PhaseSpan(.eccentric, from: middle + 0.4, to: $0.details.tEnd ?? middle),
      ]
      $0.details.tempo = RepTempo {
        $0.eccentricS = scatter(2.4, 3.4)
        $0.stretchedS = scatter(0, 0.3)
        $0.concentricS = scatter(0.8, 1.4)
        $0.contractedS = 0.4
        $0.inBand = RepTempo.InBand {
          $0.eccentric = scatter(0, 1) > 0.3
          $0.concentric = true
        }
      }
      $0.details.romDegrees = scatter(100, 130)
      $0.details.velocityDegreesPerSecond = scatter(80, 140)
      $0.details.muscles = Self.muscles.map { muscle in
        var part = RepMuscle(muscle: muscle, side: .left)
        part.level.concentric = scatter(0.2, 0.9)
        part.level.eccentric = scatter(0.1, 0.6)
        part.level.peak = scatter(0.4, 1.1)
        return part
      }
      $0.details.share = scatter(0.5, 0.9)
      $0.details.dominanceLog2 = scatter(-1, 2)
      $0.details.score = scatter(50, 95)
      $0.details.parts = ScoreParts {
        $0.activation = scatter(0.5, 1)
        $0.share = scatter(0.5, 1)
        $0.tempo = scatter(0.5, 1)
      }
      $0.details.order = Self.muscles.prefix(3).map { muscle in
        MuscleDelay {
          $0.muscle = muscle
          $0.side = .left
          $0.delayMs = scatter(-120, 80)
          $0.uncertaintyMs = scatter(15, 40)
        }
      }
    }
  }
}
