import Foundation
import Testing

@testable import SinewEngine

@Suite struct MathematicsTests {
  /// Largest relative error over evenly spread arguments.
  private func error(
    from low: Double, to high: Double, _ own: (Double) -> Double, _ reference: (Double) -> Double
  ) -> Double {
    var worst = 0.0
    for step in 0...20_000 {
      let x = low + (high - low) * Double(step) / 20_000
      let wanted = reference(x)
      let difference = abs(own(x) - wanted)
      worst = max(worst, difference / max(abs(wanted), .leastNormalMagnitude))
    }
    return worst
  }

  @Test func exponentialAndLogarithmsAgreeWithTheCLibrary() {
    #expect(error(from: -700, to: 700, Mathematics.exp, Foundation.exp) < 1e-15)
    #expect(error(from: 1e-9, to: 1e6, Mathematics.log, Foundation.log) < 1e-15)
    #expect(error(from: 0.5, to: 2, Mathematics.log, Foundation.log) < 1e-15)
    #expect(error(from: 1e-300, to: 1e-290, Mathematics.log, Foundation.log) < 1e-15)
    #expect(error(from: 0.1, to: 900, Mathematics.log10, Foundation.log10) < 1e-15)
    #expect(error(from: -0.9, to: 9, Mathematics.log1p, Foundation.log1p) < 1e-15)
    #expect(error(from: 1e-18, to: 1e-12, Mathematics.log1p, Foundation.log1p) < 1e-15)
  }

  @Test func powersRootsAndAnglesAgreeWithTheCLibrary() {
    #expect(error(from: -9, to: 9, { Mathematics.pow(10, $0) }, { Foundation.pow(10, $0) }) < 1e-14)
    #expect(error(from: 0, to: 1e9, Mathematics.squareRoot, { $0.squareRoot() }) < 1e-15)
    #expect(
      error(from: 0x1p-1070, to: 0x1p-1030, Mathematics.squareRoot, { $0.squareRoot() }) < 1e-12)
    #expect(error(from: -1.5, to: 1.5, Mathematics.sin, Foundation.sin) < 1e-15)
    #expect(error(from: -1.5, to: 1.5, Mathematics.cos, Foundation.cos) < 1e-14)
    #expect(error(from: -1.5, to: 1.5, Mathematics.tan, Foundation.tan) < 1e-14)
    for step in 0...1000 {
      let angle = -3.14 + 6.28 * Double(step) / 1000
      let own = Mathematics.atan2(3 * Foundation.sin(angle), 3 * Foundation.cos(angle))
      #expect(abs(own - angle) < 1e-14)
      let far = angle * 1000
      #expect(abs(Mathematics.sin(far) - Foundation.sin(far)) < 1e-15)
      #expect(abs(Mathematics.cos(far) - Foundation.cos(far)) < 1e-15)
    }
  }

  @Test func theEdgesAreDefined() {
    #expect(Mathematics.exp(0) == 1)
    #expect(Mathematics.exp(-.infinity) == 0)
    #expect(Mathematics.exp(.infinity) == .infinity)
    #expect(Mathematics.exp(.nan).isNaN)
    #expect(Mathematics.log(1) == 0)
    #expect(Mathematics.log(0) == -.infinity)
    #expect(Mathematics.log(-1).isNaN)
    #expect(Mathematics.log(.infinity) == .infinity)
    #expect(Mathematics.pow(0, 2) == 0)
    #expect(Mathematics.pow(3, 0) == 1)
    #expect(Mathematics.squareRoot(0) == 0)
    #expect(Mathematics.squareRoot(-1).isNaN)
    #expect(Mathematics.squareRoot(.infinity) == .infinity)
    #expect(Mathematics.sin(.infinity).isNaN)
    #expect(Mathematics.atan2(0, 0) == 0)
    #expect(Mathematics.atan2(0, -1) == Double.pi)
  }
}
