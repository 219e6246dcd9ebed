/// The same voltages and the same motion for ever; channels past the list read 0.
package struct ConstantSource: SignalSource {
  package var microvolts: [Double]
  package var sample: MotionSample

  package init(microvolts: [Double] = [], sample: MotionSample = .still) {
    self.microvolts = microvolts
    self.sample = sample
  }

  package mutating func emgMicrovolts(channel: Int, at seconds: Double) -> Double {
    microvolts.indices.contains(channel) ? microvolts[channel] : 0
  }

  package mutating func motion(at seconds: Double) -> MotionSample { sample }
}
