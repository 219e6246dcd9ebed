import SinewEngine
import SinewFeedback
import SinewPipeline
import SinewSignal

/// A recording of five minutes with two EMG channels of 1 kHz and one motion sensor of 100 Hz,
/// analysed as fast as it goes: how many times faster than it was recorded.
struct AnalysisBench {
  private let seconds = 300

  func run() {
    let frames = recording()
    for activationHz in [0.0, 20.0] {
      var times: [Double] = []
      var bytes = 0
      for _ in 0..<3 {
        bytes = 0
        let start = nanoseconds()
        let analysis = unsafe Analysis(
          exercise: nil, lang: "en", tracks: tracks, activationHz: activationHz, version: "bench"
        ) { bytes += $0.count }
        unsafe frames.withUnsafeBufferPointer { unsafe analysis.feed($0) }
        analysis.finish()
        times.append(Double(nanoseconds() - start) * 1e-9)
      }
      let name = activationHz == 0 ? "events" : "events-and-levels"
      report(
        bench: "analysis", case: name, metric: "times_real_time", Double(seconds) / median(times))
      report(bench: "analysis", case: name, metric: "bytes", Double(bytes))
    }
  }

  private var tracks: [Analysis.Track] {
    let emg = StreamProfile(
      name: "emg", kind: .emg, channels: [ChannelProfile("ch1", .microvolts)], rateHz: 1000,
      counter: .arrivalIsExact)
    let muscles = ["biceps", "triceps"].map {
      Analysis.Track(profile: emg, role: .muscle($0, side: .left, reference: 500))
    }
    return muscles + [Analysis.Track(profile: EngineSetup.motionStream, role: .motion)]
  }

  /// Sets of 30 s with 30 s of rest between them.
  private func recording() -> [Frame] {
    var source = SensorBytes(seed: 13)
    var frames: [Frame] = []
    for tick in 0..<seconds * 1000 {
      let time = Double(tick) / 1000
      let isInSet = Int(time) % 60 >= 30
      for muscle: UInt16 in 0..<2 {
        var frame = Frame(
          arrival: MonotonicTime(seconds: time), counter: UInt32(tick), device: muscle)
        frame.values[0] = Float(source.emg(at: time, isInSet: isInSet))
        frames.append(frame)
      }
      guard tick % 10 == 0 else { continue }
      var frame = Frame(
        arrival: MonotonicTime(seconds: time), counter: UInt32(tick / 10), device: 2)
      let (acceleration, rotation) = SensorBytes.motion(at: time, isInSet: isInSet)
      for axis in 0..<3 {
        frame.values[axis] = acceleration[axis]
        frame.values[3 + axis] = rotation[axis]
      }
      frames.append(frame)
    }
    return frames
  }
}
