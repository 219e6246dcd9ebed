/// Least squares of a signal on up to four regressors, solved by Cholesky's decomposition.
struct NormalEquations: BitwiseCopyable {
  private var rows = InlineArray<4, SIMD4<Double>>(repeating: SIMD4(repeating: 0))
  private var products = SIMD4<Double>(repeating: 0)
  private var energy = 0.0

  @_noLocks @_noAllocation
  init() {}

  @_noLocks @_noAllocation
  mutating func add(_ regressors: SIMD4<Double>, value: Double) {
    rows[0] += regressors * regressors[0]
    rows[1] += regressors * regressors[1]
    rows[2] += regressors * regressors[2]
    rows[3] += regressors * regressors[3]
    products += regressors * value
    energy += value * value
  }

  /// The sum of squares that the first `unknowns` regressors leave. One whose part independent of
  /// those before it has less energy than `least` is left out: at 200 Hz the third harmonic folds
  /// back onto the fundamental.
  @_noLocks @_noAllocation
  func residual(unknowns: Int, least: Double) -> Double {
    var factor = InlineArray<4, SIMD4<Double>>(repeating: SIMD4(repeating: 0))
    var left = energy
    var solved = SIMD4<Double>(repeating: 0)
    var row = 0
    while row < unknowns {
      var pivot = rows[row][row]
      var product = products[row]
      var column = 0
      while column < row {
        var entry = rows[row][column]
        var inner = 0
        while inner < column {
          entry -= factor[row][inner] * factor[column][inner]
          inner &+= 1
        }
        let diagonal = factor[column][column]
        let scaled = diagonal > 0 ? entry / diagonal : 0
        factor[row][column] = scaled
        pivot -= scaled * scaled
        product -= scaled * solved[column]
        column &+= 1
      }
      if pivot >= least && pivot > 0 {
        let root = Mathematics.squareRoot(pivot)
        factor[row][row] = root
        solved[row] = product / root
        left -= solved[row] * solved[row]
      }
      row &+= 1
    }
    return max(0, left)
  }
}
