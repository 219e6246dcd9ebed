import SinewCoaching
import SinewSeasons
import Testing

/// Whole seasons with the coach, short; `make truth` trains a thousand.
@Suite struct SeasonTests {
  @Test func `three seasons bring almost no false claim, and the true ones`() throws {
    let table = TruthTable(
      seasons: 3, firstSeed: 100, profiles: [.responder, .quadDominant, .forgetful],
      catalogue: try Bench.catalogue.get())
    for row in table.falseClaims { #expect(row.claimed <= 1, "\(row.claim): \(row.claimed)") }
    let forgetful = table.falseClaims.first { $0.claim.contains("forgets") }
    #expect(forgetful?.seasons == 1 && forgetful?.claimed == 0)
    let found = table.power.filter { $0.claimed > 0 }.map(\.claim)
    #expect(found.contains("raises, of +16 %"))
    #expect(found.contains("dominant compensator, at half the usual ratio"))
    #expect(found.contains("associative or beyond, of who keeps everything"))
    #expect(found.contains("progressing, of +2 % a session"))
  }

  @Test func `seeds give the same season twice and another with another`() throws {
    let catalogue = try Bench.catalogue.get()
    func shares(_ seed: UInt64) -> [Double?] {
      var season = Season(AthleteTraits(.responder), seed: seed, catalogue: catalogue)
      season.train(session: 0, [Season.PlannedSet("box_squat")])
      return season.past.sets.map(\.share)
    }
    #expect(shares(5) == shares(5))
    #expect(shares(5) != shares(6))
  }

  @Test func `the case study finds the thigh, and who answers ends with a rise`() throws {
    let study = CaseStudy(.responder, seed: 1, catalogue: try Bench.catalogue.get())
    #expect(study.isQuadLed)
    #expect(study.cues.contains("Sit back, drive the hips"))
    #expect(study.weeks.count == 8)
    #expect(study.assessment.findings.first?.isLed == true)
    #expect(
      study.assessment.block?.items.map(\.exercise) == [
        "glute_bridge", "box_squat", "paused_romanian_deadlift",
      ])
    #expect(study.assessment.retest == Season.day(0).advanced(byDays: 7))
    let change = try #require(study.outcome.change)
    #expect(change.interval.lowerBound > 0)
    #expect(study.verdict == "the share of the glutes rose")
  }

  @Test func `the case study ends with no clear change for who does not answer`() throws {
    let study = CaseStudy(.nonResponder, seed: 1, catalogue: try Bench.catalogue.get())
    #expect(study.isQuadLed)
    #expect(study.verdict == "no clear change")
  }
}
