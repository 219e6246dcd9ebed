import SinewCoaching
import SinewFeedback
import SinewSeasons
import Testing

/// Trends, focus trials and stages against numbers that were not made here.
@Suite struct ProgressTests {
  /// scipy 1.17.1: `theilslopes(y, range(n), 0.9)`; the scores are those of `kendalltau`:
  /// 0.81818 of 66 pairs, 0.42857 of 28.
  @Test func `slope, interval and score are those of scipy`() throws {
    let one = try #require(TheilSen([1, 3, 2, 5, 4, 6, 9, 7, 8, 12, 10, 11]))
    #expect((one.slope, one.score) == (1, 54))
    #expect(one.interval == 0.75...1)
    let two = try #require(TheilSen([62.1, 60.3, 64.8, 63.2, 66.0, 61.9, 67.7, 65.1]))
    #expect(abs(two.slope - 0.6625) < 1e-9)
    #expect(two.score == 12)
    #expect(abs(two.interval.lowerBound + 0.3) < 1e-9)
    #expect(abs(two.interval.upperBound - 1.48) < 1e-9)
    #expect(TheilSen([1, 2]) == nil)
  }

  /// Orders of n values by the number of falling pairs, as parts of all (Kendall 1938).
  private func orders(_ n: Int) -> [Double] {
    var parts = [1.0]
    for size in 2...n {
      var wider = [Double](repeating: 0, count: parts.count + size - 1)
      for (index, part) in parts.enumerated() {
        for step in 0..<size { wider[index + step] += part / Double(size) }
      }
      parts = wider
    }
    return parts
  }

  @Test func `the looks at trends together err in less than 4 in 1000 series`() {
    var sum = 0.0
    for look in Trend.looks {
      let pairs = look.sessions * (look.sessions - 1) / 2
      let parts = orders(look.sessions)
      #expect(abs(parts.reduce(0, +) - 1) < 1e-9)
      sum += 2 * parts[...((pairs - look.leastScore) / 2)].reduce(0, +)
    }
    #expect(sum < 0.004)
  }

  private func sessions(_ values: [Double], every days: Int = 3) -> [(
    day: TrainingDay, value: Double
  )] {
    values.enumerated().map { (TrainingDay(100 + days * $0), $1) }
  }

  @Test func `a trend is told at a planned look and not between`() {
    let rising = (1...24).map { 50.0 + Double($0) }
    #expect(Trend(.score, sessions(Array(rising.prefix(7)), every: 5)).verdict == .undetermined)
    let eight = Trend(.score, sessions(Array(rising.prefix(11)), every: 5))
    #expect((eight.verdict, eight.sessions) == (.progressing, 8))
    #expect(Trend(.score, sessions(rising.reversed())).verdict == .declining)
    // Three weeks are no trend over weeks.
    #expect(Trend(.score, sessions(Array(rising.prefix(8)))).verdict == .undetermined)
    // A new series begins; until its first look the old verdict stands.
    let more = Trend(.score, sessions(rising + [70, 71]))
    #expect((more.verdict, more.sessions) == (.progressing, 24))
  }

  @Test func `a flat line is a plateau, a shaky one is undetermined`() {
    let flat = (0..<12).map { 60 + 0.2 * Double(($0 * 7) % 5) }
    #expect(Trend(.score, sessions(flat)).verdict == .plateau)
    #expect(Trend(.score, sessions(Array(flat.prefix(8)), every: 5)).verdict == .undetermined)
    let shaky = (0..<12).map { 60 + 8 * Double(($0 * 7) % 5) }
    #expect(Trend(.score, sessions(shaky)).verdict == .undetermined)
  }

  /// Mean 0.1, deviation 0.01155: t = 17.3 with 4 pairs.
  @Test func `an effect of focus is told at a planned look with its interval`() throws {
    let clear = [0.09, 0.11, 0.11, 0.09]
    #expect(FocusTrial(effects: Array(clear.prefix(3))).verdict == .notYetKnown)
    let found = FocusTrial(effects: clear, speeds: [-0.05, -0.05, -0.05, -0.05])
    #expect((found.verdict, found.pairs) == (.raises, 4))
    #expect(abs((found.percent ?? 0) - 10.517) < 0.001)
    let interval = try #require(found.interval)
    // exp(0.1 ± 6.75 * 0.011547 / 2) - 1
    #expect(abs(interval.lowerBound - 6.293) < 0.01)
    #expect(abs(interval.upperBound - 14.909) < 0.01)
    #expect(abs((found.costPercent ?? 0) + 4.877) < 0.001)
    #expect(FocusTrial(effects: clear.map { -$0 }).verdict == .lowers)
    #expect(FocusTrial(effects: [0.01, -0.01, 0.01, -0.01]).verdict == .noMeaningfulEffect)
    #expect(FocusTrial(effects: [0.3, -0.2, 0.1, -0.1, 0.3]).verdict == .notYetKnown)
  }

  @Test func `the order of a trial is internal, external, external, internal`() {
    #expect(
      (0..<8).map(FocusTrial.focus(afterSets:)) == [
        .internal, .external, .external, .internal, .internal, .external, .external, .internal,
      ])
  }

  private func set(
    _ number: Int, day: Int, score: Double, variation: Double = 0.1,
    purpose: PastSet.Purpose = .training
  ) -> PastSet {
    var set = PastSet(
      number: number, secondsSince1970: Double(day) * 86_400, day: TrainingDay(day),
      exercise: "biceps_curl")
    set.purpose = purpose
    set.shown = purpose == .probe ? .none : .live
    set.confidence = .high
    set.score = score
    set.scoreVariation = variation
    return set
  }

  /// Sessions every 3 days: a probe in each third one, and a set with feedback.
  private func past(
    _ count: Int, score: Double, probe: Double, variation: Double = 0.1
  ) -> AthletePast {
    var past = AthletePast()
    for index in 0..<count {
      let day = 100 + 3 * index
      if index % 3 == 2 {
        past.sets.append(set(2 * index, day: day, score: probe, purpose: .probe))
      }
      past.sets.append(set(2 * index + 1, day: day, score: score, variation: variation))
    }
    return past
  }

  private func progress(_ past: AthletePast, _ day: Int) -> LearningProgress {
    LearningProgress(of: "biceps_curl", in: past, on: TrainingDay(day))
  }

  @Test func `stages follow score, scatter and what stays without feedback`() {
    #expect(progress(past(2, score: 90, probe: 90), 106).stage == .cognitive)
    let good = past(12, score: 80, probe: 79)
    #expect(progress(good, 136).stage == .autonomous)
    #expect(progress(past(4, score: 80, probe: 79), 112).stage == .cognitive, "one probe is luck")
    #expect(progress(past(7, score: 80, probe: 79), 121).stage == .associative)
    #expect(progress(past(12, score: 80, probe: 68), 136).stage == .associative)
    #expect(progress(past(12, score: 80, probe: 50), 136).stage == .cognitive)
    #expect(progress(past(12, score: 55, probe: 55), 136).stage == .cognitive)
    #expect(progress(past(12, score: 80, probe: 79, variation: 0.25), 136).stage == .cognitive)
  }

  /// Sessions every 3 days with a probe in each third, which kept these parts of 80.
  private func probed(_ kept: [Double]) -> AthletePast {
    var past = past(3 * kept.count, score: 80, probe: 0)
    for (index, part) in kept.enumerated() {
      let probe = past.sets.indices.filter { past.sets[$0].purpose == .probe }[index]
      past.sets[probe].score = 80 * part
    }
    return past
  }

  @Test func `only two probes that agree move a stage, up and down`() {
    func stage(_ kept: [Double]) -> LearningStage.Stage {
      progress(probed(kept), 100 + 9 * kept.count).stage
    }
    #expect(stage([0.7, 0.9, 0.7, 0.9, 0.7, 0.9]) == .cognitive)
    #expect(stage([0.9, 0.9]) == .cognitive, "the second session with both comes next")
    #expect(stage([0.9, 0.9, 0.9]) == .associative)
    #expect(stage([0.9, 0.9, 0.9, 0.7, 0.9]) == .associative, "one bad day takes nothing back")
    #expect(stage([0.9, 0.9, 0.9, 0.7, 0.7, 0.7]) == .cognitive)
    #expect(stage([0.97, 0.97, 0.97, 0.9, 0.97]) == .autonomous)
    #expect(stage([0.97, 0.97, 0.97, 0.9, 0.9, 0.9]) == .associative)
  }

  @Test func `a probe counts where both scores were taken against the own share`() {
    var known = probed([0.9, 0.9, 0.9])
    for index in known.sets.indices {
      known.sets[index].share = 0.7
      known.sets[index].ownShare = 0.7
    }
    #expect(progress(known, 127).stage == .associative)
    // Of the first probe nobody knew the own share yet.
    for index in known.sets.indices where known.sets[index].day < TrainingDay(110) {
      known.sets[index].ownShare = nil
    }
    #expect(progress(known, 121).retention != nil)
    #expect(progress(known, 121).stage == .cognitive)
    #expect(progress(past(3, score: 80, probe: 79), 109).isProbeDue == false)
    #expect(progress(past(2, score: 80, probe: 79), 106).isProbeDue == false, "too early")
  }

  @Test func `a target lags where three sessions are lower than all before`() {
    let usual = (0..<13).map { 0.5 + 0.02 * Double(($0 * 5) % 7) }
    let low = LaggingTarget(usual + [0.45, 0.44, 0.46], muscle: "biceps")
    #expect(low?.sessions == 16)
    #expect(abs((low?.percent ?? 0) + 19.64) < 0.01)
    #expect(LaggingTarget(usual + [0.45, 0.44, 0.51], muscle: "biceps") == nil)
    #expect(LaggingTarget(usual + [0.45, 0.44, 0.46, 0.45], muscle: "biceps") == nil, "no look")
  }

  @Test func `a target is said to lag in fewer than 2 of 100 seasons without a change`() {
    var noise = SeasonNoise(seed: 11)
    var claimed = 0
    for _ in 0..<2000 {
      let levels = (0..<36).map { _ in 0.5 * noise.factor(0.15) }
      let isTold = (12...36).contains {
        LaggingTarget(Array(levels.prefix($0)), muscle: "biceps") != nil
      }
      if isTold { claimed += 1 }
    }
    #expect(claimed < 40, "\(claimed) of 2000")
  }

  @Test func `a target that falls by a third is said to lag in most seasons`() {
    var noise = SeasonNoise(seed: 12)
    var claimed = 0
    for _ in 0..<400 {
      let levels = (0..<36).map { (session: Int) in
        (session < 17 ? 0.5 : 0.34) * noise.factor(0.12)
      }
      let isTold = (12...36).contains {
        LaggingTarget(Array(levels.prefix($0)), muscle: "biceps") != nil
      }
      if isTold { claimed += 1 }
    }
    #expect(claimed > 200, "\(claimed) of 400")
  }

  @Test func `probes are due weekly and after three weeks away`() {
    let known = past(12, score: 80, probe: 79)
    #expect(!progress(known, 136).isProbeDue)
    #expect(progress(known, 140).isProbeDue)
    let back = progress(known, 155)
    #expect(back.isProbeDue)
    #expect(back.retention == nil)
    #expect(back.stage == .associative)
  }

  @Test func `good repetitions are counted by week and month, marks are told once`() {
    var past = AthletePast()
    past.sets = [(20_785, 40), (20_787, 30), (20_788, 25)].map { day, good in
      var set = set(day, day: day, score: 80)
      set.good = good
      return set
    }
    let before = PracticeCount(past, on: TrainingDay(20_787))
    #expect((before.week, before.month) == (30, 70))
    // 2026-12-01: another month in the same week.
    let now = PracticeCount(past, on: TrainingDay(20_788))
    #expect((now.week, now.month) == (55, 25))
    #expect(now.milestone(since: before, lang: "en")?.text == "50 good repetitions this week")
    #expect(now.milestone(since: now, lang: "en") == nil)
  }
}
