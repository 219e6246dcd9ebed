/// When a device misbehaves: at chosen packets, or at random with a seed. Packets (bursts, lines) are
/// numbered from 0 at power-on and never restart.
package struct FaultSchedule<Fault: Sendable & Hashable>: Sendable {
  /// A fault with the chance that it strikes a packet, 0...1.
  package struct Chance: Sendable {
    package var fault: Fault
    package var probability: Double

    package init(_ fault: Fault, _ probability: Double) {
      self.fault = fault
      self.probability = probability
    }
  }

  /// What happened, for comparing with what a driver reports.
  package struct Strike: Sendable, Equatable {
    package let packet: Int
    package let fault: Fault
  }

  private let planned: [Int: Fault]
  private let chances: [Chance]
  private var random: SeededRandom
  /// Every strike so far, in order.
  package private(set) var strikes: [Strike] = []

  package init(planned: [Int: Fault] = [:], chances: [Chance] = [], seed: UInt64 = 1) {
    self.planned = planned
    self.chances = chances
    random = SeededRandom(seed: seed, stream: 0xFA17)
  }

  /// The fault that strikes `packet`, if any: a planned one first, else the first chance that hits.
  package mutating func strike(packet: Int) -> Fault? {
    guard let fault = planned[packet] ?? drawn() else { return nil }
    strikes.append(Strike(packet: packet, fault: fault))
    return fault
  }

  /// Random bytes for garbage.
  package mutating func garbage(count: Int) -> [UInt8] {
    (0..<max(0, count)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  }

  /// A random number in `0..<bound`.
  package mutating func choice(of bound: Int) -> Int {
    bound > 0 ? Int(random.next() % UInt64(bound)) : 0
  }

  private mutating func drawn() -> Fault? {
    for chance in chances where random.uniform() < chance.probability { return chance.fault }
    return nil
  }
}
