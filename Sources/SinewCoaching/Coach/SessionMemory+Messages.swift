internal import SinewFeedback

extension OrderVerdict {
  init(_ order: OrderOfSet, template: FiringTemplate?) {
    self.init()
    muscles = order.delays.map(MuscleDelay.init(_:))
    self.template = template?.moments.map(\.muscle)
    stability = order.stability
    verdict = order.verdict
  }
}

extension SymmetryVerdict {
  /// nil before there are enough sets. The median over them, so that one odd set decides nothing.
  init?(_ indices: [Double], muscle: String) {
    guard indices.count >= SymmetryIndex.fewestSets, let percent = Statistics.median(indices)
    else { return nil }
    self.init()
    self.muscle = muscle
    metric = .activation
    self.percent = percent
    sets = indices.count
    verdict = SymmetryIndex.verdict(percent)
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
