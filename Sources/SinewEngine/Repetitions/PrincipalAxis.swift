/// The direction about which a limb turns most: largest eigenvector of the second moments of the
/// turn rate (mean not removed: a turn rate has no offset worth keeping).
struct PrincipalAxis {
  private(set) var direction: MotionVector
  /// Root mean square of the turn rate about it, deg/s.
  private(set) var rms: Double

  /// Over the ticks from `begin` to the end of the window.
  @_noLocks @_noAllocation
  init(_ window: borrowing MotionWindow, since begin: Int) {
    // Rows of the symmetric matrix, then of the eigenvectors.
    var m = InlineArray<9, Double>(repeating: 0)
    var tick = begin
    while tick < window.end {
      let w = window.rotation(at: tick)
      m[0] += w.x * w.x
      m[1] += w.x * w.y
      m[2] += w.x * w.z
      m[4] += w.y * w.y
      m[5] += w.y * w.z
      m[8] += w.z * w.z
      tick &+= 1
    }
    let scale = 1 / Double(max(1, window.end &- begin))
    m[3] = m[1]
    m[6] = m[2]
    m[7] = m[5]
    var index = 0
    while index < 9 {
      m[index] *= scale
      index &+= 1
    }
    var vectors = InlineArray<9, Double>(repeating: 0)
    vectors[0] = 1
    vectors[4] = 1
    vectors[8] = 1
    var sweep = 0
    while sweep < 10 {
      Self.rotate(&m, &vectors, 0, 1)
      Self.rotate(&m, &vectors, 0, 2)
      Self.rotate(&m, &vectors, 1, 2)
      sweep &+= 1
    }
    var best = 0
    if m[4] > m[0] { best = 1 }
    if m[8] > m[best &* 4] { best = 2 }
    direction = MotionVector(vectors[best], vectors[3 &+ best], vectors[6 &+ best])
    rms = Mathematics.squareRoot(max(0, m[best &* 4]))
  }

  /// The same axis, pointing the way `other` does.
  @_noLocks @_noAllocation
  mutating func align(with other: MotionVector) {
    if direction.dot(other) < 0 { direction = direction.scaled(by: -1) }
  }

  /// One Jacobi rotation that clears element (p, q) (Golub and Van Loan, Matrix Computations, 8.5).
  @_noLocks @_noAllocation
  private static func rotate(
    _ m: inout InlineArray<9, Double>, _ v: inout InlineArray<9, Double>, _ p: Int, _ q: Int
  ) {
    let off = m[p &* 3 &+ q]
    guard abs(off) > 1e-12 else { return }
    let theta = (m[q &* 4] - m[p &* 4]) / (2 * off)
    let root = Mathematics.squareRoot(theta * theta + 1)
    let t = theta >= 0 ? 1 / (theta + root) : 1 / (theta - root)
    let c = 1 / Mathematics.squareRoot(t * t + 1)
    let s = t * c
    var k = 0
    while k < 3 {
      let a = m[k &* 3 &+ p]
      let b = m[k &* 3 &+ q]
      m[k &* 3 &+ p] = c * a - s * b
      m[k &* 3 &+ q] = s * a + c * b
      k &+= 1
    }
    k = 0
    while k < 3 {
      let a = m[p &* 3 &+ k]
      let b = m[q &* 3 &+ k]
      m[p &* 3 &+ k] = c * a - s * b
      m[q &* 3 &+ k] = s * a + c * b
      let x = v[k &* 3 &+ p]
      let y = v[k &* 3 &+ q]
      v[k &* 3 &+ p] = c * x - s * y
      v[k &* 3 &+ q] = s * x + c * y
      k &+= 1
    }
  }
}
