internal import SinewFeedback

extension OrderVerdict {
  /// - Parameter before: What the latest earlier days came to. A change is told when three days in
  ///   a row show it: asked anew each day, chance alone makes one such day in half of all seasons,
  ///   and two in a row in one of ten.
  init(_ order: OrderOfSet, template: FiringTemplate?, before: [Verdict]?) {
    self.init()
    muscles = order.delays.map(MuscleDelay.init(_:))
    self.template = template?.moments.map(\.muscle)
    stability = order.stability
    verdict = order.verdict
    guard let before, [.later, .earlier, .changed].contains(verdict) else { return }
    let isConfirmed =
      before.count == OrderOfSet.days - 1 && before.allSatisfy { $0 == order.verdict }
    if !isConfirmed { verdict = .unknown }
  }
}

extension SymmetryVerdict {
  /// nil before there are enough sets today. The median over them, so that one odd set decides
  /// nothing, averaged with those of earlier days.
  init?(_ indices: [Double], earlier: [Double], muscle: String) {
    guard indices.count >= SymmetryIndex.fewestSets, let today = Statistics.median(indices)
    else { return nil }
    let ofDays = earlier.suffix(SymmetryIndex.mostDays - 1) + [today]
    guard let percent = Statistics.mean(Array(ofDays)) else { return nil }
    self.init()
    self.muscle = muscle
    metric = .activation
    self.percent = percent
    sets = indices.count
    days = ofDays.count
    verdict = SymmetryIndex.verdict(percent, days: ofDays.count)
    if verdict == .flag { lagging = percent > 0 ? .right : .left }
  }
}

extension LoadAdvice {
  /// A share that falls by more than this with the load says that the load outran the connection
  /// (science 4.9).
  static let shareLoss = 0.05

  /// One step back to the lighter load, or keep the heavier.
  mutating func describe(hasOutran: Bool, lighter: Double, heavier: Double) {
    advice = hasOutran ? .lower : .keep
    loadKg = hasOutran ? lighter : heavier
    why = hasOutran ? "load_outran" : "share_kept"
  }

  static func sentence(_ advice: Advice) -> LocalizedText {
    switch advice {
    case .lower:
      LocalizedText(
        en: "the load outran the connection: one step back",
        de: "die Last war schneller als die Verbindung: eine Stufe zurück")
    default:
      LocalizedText(
        en: "the target kept its share under more load",
        de: "der Zielmuskel hielt seinen Anteil unter mehr Last")
    }
  }
}
