import SinewEngine
import SinewSignal

/// The engine on frames in memory: clock, conditioning, envelope, contact, onset detectors and
/// levels for one Cyton stream; and the detector of repetitions for one motion stream.
struct EngineBench {
  private let seconds = 60

  func run() {
    for lanes in [2, 8] {
      for isInSet in [false, true] { timeMuscles(lanes: lanes, isInSet: isInSet) }
    }
    for isInSet in [false, true] { timeMotion(isInSet: isInSet) }
    for isInSet in [false, true] { timeStation(isInSet: isInSet) }
  }

  private func timeMuscles(lanes: Int, isInSet: Bool) {
    var source = SensorBytes(seed: 7)
    var frames: [Frame] = []
    for index in 0..<seconds * 250 {
      let time = Double(index) / 250
      var frame = Frame(
        arrival: MonotonicTime(seconds: 1 + time), counter: UInt32(index & 255))
      for channel in 0..<8 { frame.values[channel] = Float(source.emg(at: time, isInSet: isInSet)) }
      frames.append(frame)
    }
    let name = "cyton/\(lanes)-lanes/\(isInSet ? "set" : "rest")"
    time(name, frames, EngineSetup.muscles(lanes: lanes, activationHz: 20))
  }

  private func timeMotion(isInSet: Bool) {
    var frames: [Frame] = []
    for index in 0..<seconds * 100 {
      let time = Double(index) / 100
      var frame = Frame(arrival: MonotonicTime(seconds: 1 + time), counter: UInt32(index))
      let (acceleration, rotation) = SensorBytes.motion(at: time, isInSet: isInSet)
      for axis in 0..<3 {
        frame.values[axis] = acceleration[axis]
        frame.values[3 + axis] = rotation[axis]
      }
      frames.append(frame)
    }
    time("motion/\(isInSet ? "set" : "rest")", frames, EngineSetup.motion())
  }

  /// Eight muscles at 1 kHz and the movement of a wrist at 100 Hz; the figure is that of one
  /// channel's sample, the movement spread over them.
  private func timeStation(isInSet: Bool) {
    var source = SensorBytes(seed: 7)
    var frames: [Frame] = []
    for index in 0..<seconds * 1000 {
      let time = Double(index) / 1000
      var frame = Frame(arrival: MonotonicTime(seconds: 1 + time), counter: UInt32(index & 65535))
      // Muscles do not begin all at once.
      for channel in 0..<8 {
        let shifted = time + 0.05 * Double(channel)
        frame.values[channel] = Float(source.emg(at: shifted, isInSet: isInSet))
      }
      frames.append(frame)
      guard index % 10 == 0 else { continue }
      var motion = Frame(
        arrival: MonotonicTime(seconds: 1 + time), counter: UInt32(index / 10), device: 1)
      let (acceleration, rotation) = SensorBytes.motion(at: time, isInSet: isInSet)
      for axis in 0..<3 {
        motion.values[axis] = acceleration[axis]
        motion.values[3 + axis] = rotation[axis]
      }
      frames.append(motion)
    }
    time(
      "1khz/8-lanes+motion/\(isInSet ? "set" : "rest")", frames, EngineSetup.station(),
      metric: "ns_per_channel_sample", count: seconds * 8000)
  }

  /// In batches of at most 32, as the engine thread pops them.
  private func time(
    _ name: String, _ frames: [Frame], _ makePlan: () -> EnginePlan,
    metric: String = "ns_per_frame", count: Int? = nil
  ) {
    var times: [Double] = []
    var found = 0
    for _ in 0..<7 {
      let core = EngineCore(plan: makePlan())
      var ring = makeRing(of: Finding.self, capacity: 1024)
      var findings = ring.takeProducer()
      var consumer = ring.takeConsumer()
      found = 0
      let start = nanoseconds()
      unsafe frames.withUnsafeBufferPointer { all in
        var offset = 0
        while offset < all.count {
          let end = min(offset + 32, all.count)
          unsafe core.process(
            UnsafeBufferPointer(rebasing: all[offset..<end]), findings: &findings)
          core.settle(findings: &findings)
          while consumer.pop() != nil { found += 1 }
          offset = end
        }
      }
      times.append(Double(nanoseconds() - start) / Double(count ?? frames.count))
    }
    report(bench: "engine", case: name, metric: metric, median(times))
    report(bench: "engine", case: name, metric: "findings", Double(found))
  }
}
