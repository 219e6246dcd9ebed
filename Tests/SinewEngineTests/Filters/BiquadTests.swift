import Testing

@testable import SinewEngine

/// Expected numbers: scipy 1.17 (`butter(2, ...)`, `iirnotch(f, 30)`, `sosfreqz`).
@Suite struct BiquadTests {
  private func expect(_ biquad: Biquad, _ numbers: [Double]) {
    let got = [biquad.b0, biquad.b1, biquad.b2, biquad.a1, biquad.a2]
    for (left, right) in zip(got, numbers) { #expect((left - right).magnitude < 1e-12) }
  }

  @Test func highPassesEqualScipys() {
    expect(
      .highPass(cornerHz: 20, rateHz: 200),
      [
        0.6389455251590224, -1.2778910503180447, 0.6389455251590224, -1.1429805025399011,
        0.41280159809618877,
      ])
    expect(
      .highPass(cornerHz: 20, rateHz: 1000),
      [
        0.9149691441130827, -1.8299382882261654, 0.9149691441130827, -1.8226949251963085,
        0.837181651256023,
      ])
    expect(
      .highPass(cornerHz: 20, rateHz: 2000),
      [
        0.9565432255568767, -1.9130864511137533, 0.9565432255568767, -1.911197067426073,
        0.9149758348014336,
      ])
  }

  @Test func lowPassesEqualScipys() {
    expect(
      .lowPass(cornerHz: 112.5, rateHz: 250),
      [
        0.8005924034645703, 1.6011848069291406, 0.8005924034645703, 1.561018075800718,
        0.641351538057563,
      ])
    expect(
      .lowPass(cornerHz: 450, rateHz: 2000),
      [
        0.2483410789625405, 0.496682157925081, 0.2483410789625405, -0.18421380307753585,
        0.17757811892769812,
      ])
    expect(
      .lowPass(cornerHz: 6, rateHz: 500),
      [
        0.0013487119483563445, 0.002697423896712689, 0.0013487119483563445,
        -1.8934641463618267, 0.8988589941552521,
      ])
  }

  @Test func notchesEqualScipys() {
    expect(
      .notch(hz: 50, q: 30, rateHz: 1000),
      [
        0.9947912376593769, -1.8922053778585424, 0.9947912376593769, -1.8922053778585424,
        0.9895824753187539,
      ])
    expect(
      .notch(hz: 60, q: 30, rateHz: 250),
      [
        0.975478390750534, -0.12250158988968947, 0.975478390750534, -0.12250158988968947,
        0.950956781501068,
      ])
    expect(
      .notch(hz: 100, q: 30, rateHz: 250),
      [
        0.95977356895352, 1.552946256070586, 0.95977356895352, 1.552946256070586,
        0.9195471379070399,
      ])
  }

  @Test func theBandOfEachRateHasScipysResponse() {
    let slow: [(Double, Double)] = [
      (5, 0.059934922049208465), (10, 0.235287767743936), (20, 0.7071058142699489),
      (40, 0.9769993291434903), (80, 0.9977141907354666), (100, 0.9728879368397532),
      (120, 0.15586138306620081),
    ]
    for (hz, gain) in slow {
      let got =
        Biquad.highPass(cornerHz: 20, rateHz: 250).gain(atHz: hz, rateHz: 250)
        * Biquad.lowPass(cornerHz: 112.5, rateHz: 250).gain(atHz: hz, rateHz: 250)
      #expect((got - gain).magnitude < 1e-9)
    }
    let fast: [(Double, Double)] = [
      (5, 0.06222500971450481), (20, 0.707106777700669), (50, 0.9877787410297211),
      (100, 0.999294368234757), (400, 0.9729114141306011), (450, 0.7071067777006662),
      (490, 0.03933908257306406),
    ]
    for (hz, gain) in fast {
      let got =
        Biquad.highPass(cornerHz: 20, rateHz: 1000).gain(atHz: hz, rateHz: 1000)
        * Biquad.lowPass(cornerHz: 450, rateHz: 1000).gain(atHz: hz, rateHz: 1000)
      #expect((got - gain).magnitude < 1e-9)
    }
  }

  @Test func cornersOutsideTheBandAreDrawnIn() {
    for hz in [-5.0, 0, 1e9] {
      let biquad = Biquad.lowPass(cornerHz: hz, rateHz: 1000)
      // Poles inside the unit circle: |a2| < 1 and |a1| < 1 + a2.
      #expect(biquad.a2.magnitude < 1 && biquad.a1.magnitude < 1 + biquad.a2)
    }
  }
}
