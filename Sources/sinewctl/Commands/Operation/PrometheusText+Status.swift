import SinewFeedback

/// The answer to `status` as metrics.
extension PrometheusText {
  mutating func addUp(_ isUp: Bool) {
    add("sinew_up", .gauge, "Whether the daemon answered.", isUp ? 1 : 0)
  }

  mutating func addStatus(_ status: JSONValue) {
    addUp(true)
    let version = status["version"]?.string ?? "unknown"
    add(
      "sinew_build_info", .gauge, "The daemon's version.",
      [(labels: [("version", version)], value: 1)])
    add("sinew_uptime_seconds", .gauge, "Since the daemon's start.", status["uptime_s"]?.number)
    add(
      "sinew_listeners", .gauge, "Connections to the feedback socket.", status["listeners"]?.number)
    add("sinew_messages_total", .counter, "Feedback messages told.", status["messages"]?.number)
    add(
      "sinew_listener_dropped_lines_total", .counter, "Lines that listeners were too slow for.",
      status["dropped_lines"]?.number)
    let waiting = (status["subscribers"]?.array ?? []).compactMap { $0["waiting_bytes"]?.number }
    add(
      "sinew_listener_waiting_bytes", .gauge, "Bytes that listeners have not taken yet.",
      waiting.reduce(0, +))
    addProcess(status["process"])
    addQueues(status["queues"]?.array ?? [])
    addLatency(status["latency"])
    addDevices(status["devices"]?.array ?? [])
  }

  private mutating func addProcess(_ process: JSONValue?) {
    add(
      "sinew_process_cpu_seconds_total", .counter, "Processor time used.",
      process?["cpu_s"]?.number)
    add(
      "sinew_process_resident_memory_bytes", .gauge, "Resident memory.",
      process?["resident_bytes"]?.number)
    add(
      "sinew_process_anonymous_memory_bytes", .gauge, "Resident memory that no file stands behind.",
      process?["anonymous_bytes"]?.number)
  }

  private mutating func addQueues(_ queues: [JSONValue]) {
    func samples(_ member: String) -> [Sample] {
      queues.map { ([("queue", $0["queue"]?.string ?? "")], $0[member]?.number) }
    }
    add("sinew_queue_elements", .gauge, "Elements waiting between two threads.", samples("waiting"))
    add("sinew_queue_capacity_elements", .gauge, "Elements that fit.", samples("capacity"))
    add(
      "sinew_queue_dropped_elements_total", .counter, "Elements lost because a queue was full.",
      samples("dropped"))
  }

  private mutating func addLatency(_ latency: JSONValue?) {
    guard let latency, let count = latency["count"]?.number, let sum = latency["sum_s"]?.number
    else { return }
    let buckets = (latency["buckets"]?.array ?? []).compactMap { bucket in
      bucket["le_s"]?.number.map { (bound: $0, count: bucket["count"]?.number ?? 0) }
    }
    addHistogram(
      "sinew_level_age_seconds", "Age of the newest sample in a line of levels when it leaves.",
      upTo: buckets, count: count, sum: sum)
  }

  private mutating func addDevices(_ devices: [JSONValue]) {
    let states = ["searching", "connecting", "talking", "streaming", "silent", "noisy", "gone"]
    add(
      "sinew_device_state", .gauge, "1 for the state that the sensor is in.",
      devices.flatMap { device in
        states.map { state in
          (Self.label(device) + [("state", state)], device["state"]?.string == state ? 1 : 0)
        }
      })
    add(
      "sinew_device_info", .gauge, "What the sensor is and where it is worn.",
      devices.map { device in
        (
          Self.label(device) + [
            ("model", device["model"]?.string ?? ""), ("station", device["station"]?.string ?? ""),
          ], 1
        )
      })
    func samples(_ member: String) -> [Sample] {
      devices.map { (Self.label($0), $0[member]?.number) }
    }
    add("sinew_device_received_bytes_total", .counter, "Bytes read.", samples("bytes"))
    add("sinew_device_frames_total", .counter, "Frames decoded.", samples("frames"))
    add(
      "sinew_device_dropped_frames_total", .counter, "Frames lost inside the daemon.",
      samples("dropped"))
    add("sinew_device_battery_ratio", .gauge, "Charge left.", samples("battery"))
    add(
      "sinew_device_faults_total", .counter, "Faults in what was received, by kind.",
      devices.flatMap { device in
        (device["faults"]?.object?.members ?? []).map { fault in
          (Self.label(device) + [("kind", fault.name)], fault.value.number)
        }
      })
    addStreams(devices)
  }

  private mutating func addStreams(_ devices: [JSONValue]) {
    func samples(_ member: String, times factor: Double = 1) -> [Sample] {
      devices.flatMap { device in
        (device["streams"]?.array ?? []).map { stream in
          (
            Self.label(device) + [("stream", stream["stream"]?.string ?? "")],
            stream[member]?.number.map { $0 * factor }
          )
        }
      }
    }
    add("sinew_stream_rate_hertz", .gauge, "Samples a second, measured.", samples("rate_hz"))
    add(
      "sinew_stream_clock_skew_ratio", .gauge, "How much the sensor's clock runs fast.",
      samples("skew_ppm", times: 1e-6))
    add("sinew_stream_gaps_total", .counter, "Times that samples were missing.", samples("gaps"))
    add(
      "sinew_stream_pauses_total", .counter, "Silences in which nobody knows what is missing.",
      samples("pauses"))
    add("sinew_stream_lost_samples_total", .counter, "Samples that never came.", samples("lost"))
  }

  private static func label(_ device: JSONValue) -> [(String, String)] {
    [("device", device["device"]?.string ?? "")]
  }
}
