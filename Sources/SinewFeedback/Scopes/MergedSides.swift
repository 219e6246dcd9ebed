/// A row about one muscle of one side, which can be made one with the row of the other side.
protocol SidedRow {
  var muscle: String { get }
  var side: Side? { get set }
  /// This row and those of the same muscle as one, without a side.
  func merged(with others: [Self]) -> Self
}

extension Array where Element: SidedRow {
  /// One row a muscle, in the order in which the muscles come first, none with a side.
  func mergingSides() -> [Element] {
    var done: Set<String> = []
    var rows: [Element] = []
    for row in self where done.insert(row.muscle).inserted {
      var one = row.merged(with: filter { $0.muscle == row.muscle })
      one.side = nil
      rows.append(one)
    }
    return rows
  }
}

/// The mean of those values that are there.
private func mean(_ values: [Double?]) -> Double? {
  let present = values.compactMap(\.self)
  return present.isEmpty ? nil : present.reduce(0, +) / Double(present.count)
}

extension MuscleLevel: SidedRow {
  func merged(with others: [MuscleLevel]) -> MuscleLevel {
    var one = self
    one.level = mean(others.map(\.level))
    one.levelMicrovolts = mean(others.map(\.levelMicrovolts))
    one.levelCounts = mean(others.map(\.levelCounts))
    if others.contains(where: { $0.isActive != nil }) {
      one.isActive = others.contains { $0.isActive == true }
    }
    let worst = [Quality.off, .poor, .fair, .good]
    one.quality = worst.first { quality in others.contains { $0.quality == quality } }
    return one
  }
}

extension SetMuscle: SidedRow {
  func merged(with others: [SetMuscle]) -> SetMuscle { self }
}

extension RepMuscle: SidedRow {
  func merged(with others: [RepMuscle]) -> RepMuscle {
    var one = self
    one.level = Activity(meanOf: others.map(\.level))
    one.microvolts = Activity(meanOf: others.map(\.microvolts))
    one.counts = Activity(meanOf: others.map(\.counts))
    return one
  }
}

extension RepMuscle.Activity {
  fileprivate init(meanOf all: [RepMuscle.Activity]) {
    self.init()
    concentric = mean(all.map(\.concentric))
    eccentric = mean(all.map(\.eccentric))
    out = mean(all.map(\.out))
    back = mean(all.map(\.back))
    peak = mean(all.map(\.peak))
  }
}
