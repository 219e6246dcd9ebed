import SinewRecording
import SinewSignal
import Testing

@Suite struct ReplayTests {
  private let scratch = Scratch()

  private func due(_ pace: ReplayPacer.Pace, _ recorded: [Double]) -> [Double] {
    var pacer = ReplayPacer(start: MonotonicTime(seconds: 100), pace: pace)
    return recorded.map { pacer.due(MonotonicTime(seconds: $0)).seconds }
  }

  @Test func realTimeKeepsTheTimesAndSpeedDividesThem() {
    #expect(due(.times(1), [0, 0.5, 2]) == [100, 100.5, 102])
    #expect(due(.times(4), [0, 0.5, 2]) == [100, 100.125, 100.5])
    #expect(due(.asFastAsItGoes, [0, 0.5, 2]) == [100, 100, 100])
  }

  @Test func timesThatGoBackAreNotPlayedBeforeWhatCameFirst() {
    #expect(due(.times(1), [1, 0.5, 1.5]) == [101, 101, 101.5])
  }

  @Test(arguments: [0, -1, Double.nan, .infinity])
  func aSillySpeedIsRealTime(speed: Double) {
    #expect(due(.times(speed), [2]) == [102])
  }

  @Test func aReplayGivesWhatTheDeviceSentAndNothingElse() throws {
    let path = scratch.file(
      "r.session",
      "sinew-session 1\ndevice: x\n@0 > 62\n@0.5 < 01 02\n= 0 0 1\n@1 > 73\n@1.5 < 03\n")
    var replay = try SessionReplay(path: path, start: MonotonicTime(seconds: 10), pace: .times(2))
    #expect(replay.header["device"] == "x")
    let first = try replay.next()
    let second = try replay.next()
    let third = try replay.next()
    #expect(first?.bytes == [1, 2] && first?.due == MonotonicTime(seconds: 10.25))
    #expect(second?.bytes == [3] && second?.due == MonotonicTime(seconds: 10.75))
    #expect(second?.recorded == MonotonicTime(seconds: 1.5))
    #expect(third == nil)
  }
}
