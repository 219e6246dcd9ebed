internal import SinewSignal

/// The running set as a reference might be taken from it: concentric levels of repetitions, by slot.
struct ReferenceSet: Sendable {
  /// Repetitions that count, in order of the set (science 1.8: median over 2 to 6).
  static let counted = 2...6
  /// Levels below which there is no median worth the name. Ours.
  static let fewestLevels = 3
  /// Over the level at rest; a muscle that does not work in an exercise has no usual there. Ours.
  static let leastRise = 2.0

  private struct Entry: Sendable {
    let id: UInt32
    var isRemoved = false
    /// Concentric levels of the slots with a clean signal.
    let levels: [Int: Double]
  }

  private var entries: [Entry] = []

  /// Repetitions that stand.
  var count: Int { entries.count { !$0.isRemoved } }

  /// Takes a full repetition.
  ///
  /// - Parameter clean: slots whose signal was good all along.
  mutating func add(_ repetition: Repetition, clean: [Int]) {
    guard !repetition.isPartial, !repetition.isIncomplete else { return }
    var levels: [Int: Double] = [:]
    for slot in clean where repetition.slots & (1 << UInt16(slot)) != 0 {
      switch repetition.firstPhase {
      case .concentric: levels[slot] = Double(repetition.outRMS[slot])
      case .eccentric: levels[slot] = Double(repetition.backRMS[slot])
      default: break
      }
    }
    entries.append(Entry(id: repetition.id, levels: levels))
  }

  mutating func revise(_ revision: RepetitionRevision) {
    guard revision.removed, let index = entries.lastIndex(where: { $0.id == revision.id })
    else { return }
    entries[index].isRemoved = true
  }

  /// The usual level of a slot; nil where too few repetitions tell it.
  func usual(of slot: Int) -> Double? {
    let standing = entries.filter { !$0.isRemoved }
    let levels = standing.prefix(Self.counted.upperBound).dropFirst(Self.counted.lowerBound - 1)
      .compactMap { $0.levels[slot] }.filter { $0.isFinite && $0 > 0 }
    return levels.count >= Self.fewestLevels ? Statistics.median(levels) : nil
  }
}
