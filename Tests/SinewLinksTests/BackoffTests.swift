import SinewLinks
import Testing

@Suite struct BackoffTests {
  @Test func waitsDoubleUpToTheCapWithinTheirJitter() {
    var generator = SeededGenerator(seed: 1)
    var backoff = Backoff(first: 0.25, cap: 4)
    for full in [0.25, 0.5, 1, 2, 4, 4, 4] {
      let wait = backoff.next(using: &generator)
      #expect(wait >= full / 2 && wait <= full)
    }
    #expect(backoff.failures == 7)
    backoff.reset()
    #expect(backoff.next(using: &generator) <= 0.25)
  }

  @Test func twoDevicesDoNotComeBackTogether() {
    var first = SeededGenerator(seed: 1)
    var second = SeededGenerator(seed: 2)
    var one = Backoff()
    var other = Backoff()
    #expect(one.next(using: &first) != other.next(using: &second))
  }

  @Test func sillySettingsAndManyFailuresStayFinite() {
    var generator = SeededGenerator(seed: 3)
    for (first, cap) in [
      (Double.nan, Double.nan), (-1, 0), (.infinity, 1), (1e300, -1), (1, 1e308),
    ] {
      var backoff = Backoff(first: first, cap: cap)
      for _ in 0..<3000 {
        let wait = backoff.next(using: &generator)
        #expect(wait.isFinite && wait > 0)
      }
    }
  }
}
