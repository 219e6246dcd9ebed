import SinewFeedback
import Testing

@Suite struct ActivationLineTests {
  private let envelope = Envelope(
    seq: 77, tSignal: 812.4, tEmit: 812.45, station: "rack \"2\"", athlete: "a17", set: 41,
    exercise: "biceps_curl")

  private var tick: ActivationLine.Tick {
    var tick = ActivationLine.Tick()
    tick.seq = 77
    tick.tSignal = 812.4
    tick.tEmit = 812.45
    tick.sample = 4_294_967_295
    tick.present = 0b10_0111
    tick.active = 0b00_0010
    for slot in tick.levels.indices { tick.levels[slot] = Float(slot) / 8 }
    tick.quality[1] = 1
    tick.quality[5] = 3
    return tick
  }

  private func text(_ line: ActivationLine, _ tick: ActivationLine.Tick) -> String {
    var buffer = LineWriter()
    line.write(tick, into: &buffer)
    return buffer.text
  }

  @Test func theFastPathWritesTheBytesOfTheSlowOne() throws {
    let line = ActivationLine(
      envelope: envelope,
      muscles: [
        .init("biceps", side: .left, slots: 0b1, unit: .level),
        .init("biceps", side: .right, slots: 0b10, unit: .level),
        .init("triceps_long", slots: 0b100, unit: .microvolts),
        .init("absent", slots: 0b1000, unit: .level),
        .init("soleus", slots: 0b10_0000, unit: .counts),
      ])
    let rows = [
      MuscleLevel {
        ($0.muscle, $0.side, $0.level, $0.isActive, $0.quality) = ("biceps", .left, 0, false, .good)
      },
      MuscleLevel {
        ($0.muscle, $0.side, $0.level, $0.isActive, $0.quality) = (
          "biceps", .right, 0.125, true, .fair
        )
      },
      MuscleLevel {
        ($0.muscle, $0.levelMicrovolts, $0.isActive, $0.quality) = (
          "triceps_long", 0.25, false, .good
        )
      },
      MuscleLevel {
        ($0.muscle, $0.levelCounts, $0.isActive, $0.quality) = ("soleus", 0.625, false, .off)
      },
    ]
    let message = FeedbackMessage(
      envelope: envelope,
      body: .activation(Activation { ($0.sample, $0.muscles) = (4_294_967_295, rows) }))
    #expect(text(line, tick) == message.line() + "\n")
  }

  @Test func severalSlotsAreMergedAsTheSlowPathMergesSides() throws {
    let sides = ActivationLine(
      envelope: envelope,
      muscles: [
        .init("biceps", side: .left, slots: 0b10, unit: .level),
        .init("biceps", side: .right, slots: 0b100, unit: .level),
      ])
    let merged = ActivationLine(
      envelope: envelope, muscles: [.init("biceps", slots: 0b110, unit: .level)])
    let apart = try FeedbackMessage(json: JSONValue(parsing: text(sides, tick)))
    #expect(text(merged, tick) == (apart.seen(by: .screen)?.line() ?? "") + "\n")
    #expect(text(merged, tick).contains("\"level\":0.1875,\"active\":true,\"quality\":\"fair\""))
  }

  @Test func levelsThatAreNoNumbersAreLeftOut() {
    let line = ActivationLine(
      envelope: Envelope(), muscles: [.init("biceps", slots: 1, unit: .level)])
    var tick = ActivationLine.Tick()
    tick.present = 1
    tick.levels[0] = .nan
    #expect(
      text(line, tick) == #"{"kind":"activation","seq":0,"t_signal":0.000000,"t_emit":0.000000,"#
        + #""sample":0,"muscles":[{"muscle":"biceps","active":false,"quality":"good"}]}"# + "\n")
    tick.present = 0
    #expect(text(line, tick).hasSuffix("\"muscles\":[]}\n"))
  }

  @Test func aWarmBufferDoesNotGrow() {
    let muscles = (0..<16).map { slot in
      ActivationLine.Muscle("muscle_\(slot)", side: .left, slots: 1 << slot, unit: .level)
    }
    let line = ActivationLine(envelope: envelope, muscles: muscles)
    var buffer = LineWriter(capacity: 64)
    var tick = tick
    tick.present = .max
    line.write(tick, into: &buffer)
    let capacity = buffer.capacity
    for _ in 0..<1000 {
      buffer.clear()
      line.write(tick, into: &buffer)
    }
    let after = buffer.capacity
    #expect(after == capacity)
  }
}
