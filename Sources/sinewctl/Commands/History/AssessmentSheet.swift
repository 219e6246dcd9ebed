import SinewFeedback

/// The answer to `assess` for people.
struct AssessmentSheet {
  private let answer: JSONValue

  init(_ answer: JSONValue) { self.answer = answer }

  var lines: [String] {
    let findings = answer["findings"]?.array ?? []
    guard !findings.isEmpty else {
      return ["no sets to look at yet: do two or three exercises, two sets each, signed in"]
    }
    return findings.flatMap(Self.lines) + block + retest
  }

  private static func lines(_ finding: JSONValue) -> [String] {
    let sets = finding["sets"]?.integer ?? 0
    let repetitions = finding["repetitions"]?.integer ?? 0
    var lines = [
      "\(words(finding, "exercise")): \(sets) sets, \(repetitions) repetitions,"
        + " confidence \(words(finding, "confidence"))"
    ]
    lines += balance(finding)
    if let percent = finding["symmetry_percent"]?.number {
      lines.append(
        "  left against right: \(Figures.fixed(percent, 0)) %, \(words(finding, "symmetry"))"
          + " (\(finding["symmetry_days"]?.integer ?? 1) days)")
    } else {
      lines.append("  left against right: not told (both sides, two sets, good signals)")
    }
    return lines + [change(finding)]
  }

  private static func balance(_ finding: JSONValue) -> [String] {
    guard let share = finding["share"]?.number else {
      return ["  share: withheld (it needs maxima of target and compensators: sinewctl calibrate)"]
    }
    let target = words(finding, "target")
    var lines = ["  share of \(target): \(Figures.fixed(100 * share, 1)) %"]
    guard let ratio = finding["ratio"]?.number else { return lines }
    let rival = words(finding, "compensator")
    let limit = finding["limit"]?.number
    lines.append(
      "  \(target) : \(rival) \(Figures.fixed(ratio, 2)), limit \(Figures.fixed(limit, 2))")
    switch finding["compensator_leads"]?.bool {
    case true?: lines.append("  \(rival) leads")
    case false?: lines.append("  no dominant compensator")
    case nil: lines.append("  who leads can't be told yet")
    }
    return lines
  }

  private static func change(_ finding: JSONValue) -> String {
    let sessions = finding["sessions"]?.integer ?? 0
    guard let points = finding["change_points"]?.number,
      let interval = finding["change_ci95"]?.array, interval.count == 2
    else { return "  change: told after 12 sessions; \(sessions) so far" }
    let verdict =
      switch finding["verdict"]?.string {
      case "rose": "the share rose"
      case "fell": "the share fell"
      default: "no clear change"
      }
    return "  first two weeks to last two: \(Figures.fixed(points, 1)) points (95 %:"
      + " \(Figures.fixed(interval[0].number, 1)) to \(Figures.fixed(interval[1].number, 1))):"
      + " \(verdict)"
  }

  private var block: [String] {
    let items = answer["plan"]?["exercises"]?.array ?? []
    guard !items.isEmpty else { return ["proposed block: none"] }
    return ["proposed block (--set-plan takes it over):"]
      + items.map { item in
        let reps = item["reps"]?.array?.compactMap(\.integer) ?? []
        return "  \(Self.words(item, "exercise")), \(item["sets"]?.integer ?? 0) sets"
          + (reps.count == 2 ? " of \(reps[0]) to \(reps[1])" : "")
          + (item["tempo"]?.string.map { ", \($0)" } ?? "")
          + (item["focus"]?.string.map { ", \($0) focus" } ?? "")
          + (item["one_limb"]?.bool == true ? ", one limb at a time" : "")
      }
  }

  private var retest: [String] {
    guard let day = answer["retest"]?.string else { return [] }
    let isDue = answer["retest_due"]?.bool == true
    return [
      "re-test: \(day)" + (isDue ? ", due: the same exercises and loads" : ", then each week")
    ]
  }

  private static func words(_ value: JSONValue, _ name: String) -> String {
    String((value[name]?.string ?? "?").map { $0 == "_" ? " " : $0 })
  }
}
