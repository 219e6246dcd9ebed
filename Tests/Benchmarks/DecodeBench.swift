import SinewDevices
import SinewSignal

/// Drivers on bytes in memory: nanoseconds a packet for sound streams, a byte for garbage.
struct DecodeBench {
  private let packets = 4096

  func run() {
    let cyton = SensorBytes.cytonStream(packets: packets, isInSet: false)
    time("cyton/chunk33", "ns_per_packet", cyton, 33, per: packets, OpenBCICyton())
    time("cyton/chunk512", "ns_per_packet", cyton, 512, per: packets, OpenBCICyton())
    let motion = SensorBytes.witMotionStream(samples: packets)
    time("witmotion/chunk22", "ns_per_packet", motion, 22, per: packets, WitMotionWT901())
    var source = SensorBytes(seed: 11)
    let garbage = (0..<packets * 33).map { _ in source.byte() }
    time("cyton/garbage", "ns_per_byte", garbage, 512, per: garbage.count, OpenBCICyton())
    time("witmotion/garbage", "ns_per_byte", garbage, 512, per: garbage.count, WitMotionWT901())
    // Starts of packets wherever one looks: the most that a byte can cost.
    let starts = [UInt8](repeating: 0xA0, count: packets * 33)
    time("cyton/only-starts", "ns_per_byte", starts, 512, per: starts.count, OpenBCICyton())
  }

  private func time<Driver: DeviceDriver & ~Copyable>(
    _ name: String, _ metric: String, _ bytes: [UInt8], _ chunk: Int, per count: Int,
    _ driver: consuming Driver
  ) {
    var driver = driver
    var batch = FrameBatch()
    var times: [Double] = []
    for _ in 0..<21 {
      let start = nanoseconds()
      var offset = 0
      while offset < bytes.count {
        let end = min(offset + chunk, bytes.count)
        batch.clear()
        driver.decode(
          bytes.span.extracting(offset..<end), arrival: MonotonicTime(nanoseconds: 1),
          into: &batch)
        offset = end
      }
      times.append(Double(nanoseconds() - start) / Double(count))
    }
    report(bench: "decode", case: name, metric: metric, median(times))
  }
}
