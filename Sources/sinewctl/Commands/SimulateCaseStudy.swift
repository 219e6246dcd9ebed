import ArgumentParser
import SinewCoaching
import SinewFeedback
import SinewSeasons

struct SimulateCaseStudy: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "case-study",
    abstract: "A squat led by the thigh, eight weeks of glute work, and what can be said then.",
    discussion: """
      Two simulated athletes are assessed, follow the block (banded bridge, tempo box squat, paused
      Romanian deadlift) and are tested again each week: one answers to it, one does not. They are
      simulated, and prove what the coach says, not what the exercises do.

      Examples:
        sinewctl simulate case-study
        sinewctl simulate case-study --seed 7
      """)

  @Option(help: "Seed of both athletes.") var seed: UInt64 = 1

  func run() throws {
    let catalogue = try Catalogue.builtIn()
    for profile in [AthleteTraits.Profile.responder, .nonResponder] {
      let study = CaseStudy(profile, seed: seed, catalogue: catalogue)
      Screen.write(Self.lines(study).joined(separator: "\n") + "\n\n")
    }
  }

  private static func lines(_ study: CaseStudy) -> [String] {
    let name = study.profile == .responder ? "Answers to the block" : "Does not answer"
    var lines = [
      name,
      "  assessment: "
        + (study.isQuadLed ? "the thigh leads the squat" : "no dominant compensator seen"),
    ]
    for finding in study.assessment.findings {
      let ratio = "\(Figures.fixed(finding.ratio, 2)), limit \(Figures.fixed(finding.limit, 2))"
      lines.append("  glutes : thigh \(ratio), confidence \(finding.confidence.rawValue)")
    }
    let block = study.assessment.block?.items.map(\.exercise) ?? []
    lines.append("  proposed block: \(block.joined(separator: ", "))")
    lines.append("  re-test: \(study.assessment.retest?.text ?? "-"), then each week")
    lines += study.cues.map { "  cue: \($0)" }
    lines.append("  week   share of the glutes   glutes : thigh")
    lines += study.weeks.map { week in
      let share = week.share.map { "\(Figures.fixed(100 * $0, 1)) %" } ?? "-"
      return
        "  \(week.week)      \(share)                \(week.ratio.map { Figures.fixed($0, 2) } ?? "-")"
    }
    if let change = study.outcome.change {
      let (low, high) = (change.interval.lowerBound, change.interval.upperBound)
      lines.append(
        "  first two weeks to last two: \(Figures.fixed(change.points, 1)) points "
          + "(95 %: \(Figures.fixed(low, 1)) to \(Figures.fixed(high, 1)))")
    }
    lines.append(
      "  trend after \(study.outcome.trend.sessions) sessions: \(study.outcome.trend.verdict.rawValue)"
    )
    lines.append("  verdict: \(study.verdict)")
    return lines
  }
}
