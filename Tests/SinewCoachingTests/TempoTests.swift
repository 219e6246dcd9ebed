import SinewCoaching
import Testing

@Suite struct TempoTests {
  @Test func `the notation is eccentric, stretched, concentric, contracted`() {
    #expect(
      Tempo("3-2-1-0") == Tempo(eccentric: 3, stretched: 2, concentric: 1, contracted: 0))
    #expect(Tempo("2.5-0-X-0")?.eccentric == 2.5)
    #expect(Tempo("2-0-X-0")?.isExplosive == true)
  }

  @Test(
    arguments: [
      "", "3-1-1", "3-1-1-0-0", "X-0-1-0", "3--1-0", "a-b-c-d", "-1-0-1-0", "99-0-1-0",
      "nan-0-1-0", "1e1-0-1-0", "3-0-1-inf",
    ])
  func `what is no tempo is refused`(text: String) { #expect(Tempo(text) == nil) }

  @Test(
    arguments: [
      (TempoPhase.eccentric, 2.6, true), (.eccentric, 3.6, true), (.eccentric, 2.39, false),
      (.eccentric, 3.61, false), (.concentric, 0.6, true), (.concentric, 1.4, true),
      (.concentric, 1.41, false), (.stretched, 0.49, true), (.stretched, 0.5, false),
      (.contracted, 1.0, true),
    ])
  func `a band is the larger of 0.4 s and a fifth`(
    phase: TempoPhase, seconds: Double, isIn: Bool
  ) throws {
    let tempo = try #require(Tempo("3-0-1-1"))
    #expect(tempo.isInBand(phase, seconds: seconds) == isIn)
  }

  @Test func `X passes up to one second or in the fastest third`() throws {
    let tempo = try #require(Tempo("2-0-X-0"))
    #expect(tempo.isInBand(.concentric, seconds: 1.0))
    #expect(!tempo.isInBand(.concentric, seconds: 1.3))
    #expect(tempo.isInBand(.concentric, seconds: 1.3, fastestThird: 1.4))
    #expect(tempo.target(.concentric) == nil)
  }
}
