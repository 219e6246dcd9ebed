/// What a repetition looks like: turn rate about three axes and vertical speed at 16 points of each
/// direction. Each direction is stretched by itself, so pauses between them do not matter.
struct CycleShape: BitwiseCopyable {
  /// Points in one direction.
  private static var points: Int {
    @_noLocks @_noAllocation
    get { 16 }
  }
  /// Numbers in one direction: four at each point.
  private static var half: Int {
    @_noLocks @_noAllocation
    get { 64 }
  }

  private var values = InlineArray<128, Double>(repeating: 0)

  @_noLocks @_noAllocation
  init() {}

  @_noLocks @_noAllocation
  init(
    _ window: borrowing MotionWindow, _ speed: borrowing VerticalSpeed, _ first: Lobe,
    _ second: Lobe
  ) {
    sample(window, speed, first, at: 0)
    sample(window, speed, second, at: Self.half)
  }

  /// Normalised product, mean not removed, -1...1.
  @_noLocks @_noAllocation
  func correlation(with other: CycleShape) -> Double {
    correlation(with: other, numbers: 2 &* Self.half)
  }

  /// The same of the first direction alone.
  @_noLocks @_noAllocation
  func firstHalfCorrelation(with other: CycleShape) -> Double {
    correlation(with: other, numbers: Self.half)
  }

  /// Moves this shape a part of the way to another.
  @_noLocks @_noAllocation
  mutating func blend(with other: CycleShape, share: Double) {
    var index = 0
    while index < 128 {
      values[index] += share * (other.values[index] - values[index])
      index &+= 1
    }
  }

  @_noLocks @_noAllocation
  private mutating func sample(
    _ window: borrowing MotionWindow, _ speed: borrowing VerticalSpeed, _ lobe: Lobe,
    at offset: Int
  ) {
    let step = Double(lobe.end &- lobe.start) / Double(Self.points &- 1)
    // As many deg/s as the vertical speed would be one arm away.
    let scale = 1 / (MotionChannel.armLength * Double.pi / 180)
    var point = 0
    while point < Self.points {
      let tick =
        point == Self.points &- 1
        ? lobe.end : Int(Double(lobe.start) + Double(point) * step)
      let inside = max(window.first, min(window.end &- 1, tick))
      let w = window.rotation(at: inside)
      let place = offset &+ 4 &* point
      values[place] = w.x
      values[place &+ 1] = w.y
      values[place &+ 2] = w.z
      values[place &+ 3] = speed.values[inside &- window.first] * scale
      point &+= 1
    }
  }

  @_noLocks @_noAllocation
  private func correlation(with other: CycleShape, numbers: Int) -> Double {
    var product = 0.0
    var mine = 0.0
    var others = 0.0
    var index = 0
    while index < numbers {
      let a = values[index]
      let b = other.values[index]
      product += a * b
      mine += a * a
      others += b * b
      index &+= 1
    }
    return product / (Mathematics.squareRoot(mine * others) + 1e-9)
  }
}
