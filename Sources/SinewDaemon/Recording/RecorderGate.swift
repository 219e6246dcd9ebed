import SinewEngine
import SinewFeedback
import SinewLinks
import SinewRecording
import SinewSignal

/// The server thread's way to the recorder: which sensors are recorded, and where to.
final class RecorderGate {
  private let recorder: Recorder
  private let directory: String
  private var sessions: [UInt16: (name: String, file: String, tap: TapSwitch)] = [:]

  init(recorder: Recorder, directory: String) {
    self.recorder = recorder
    self.directory = directory
  }

  /// The files being written, for `status`.
  var running: [String] { sessions.values.map(\.file).sorted() }

  /// Begins a recording of a sensor's bytes; returns its file.
  ///
  /// - Throws: `RecordingError` when the file can't be made.
  func start(_ sensor: SensorDesk) throws -> String {
    if let session = sessions[sensor.slot] { return session.file }
    let file = "\(directory)/\(sensor.name)-\(WallClock.fileStamp()).session"
    let header = SessionHeader([
      "device": sensor.configuration.driver, "recorded": WallClock.now().utc,
      "streams": sensor.streams.map { "\($0.name)@\($0.rateHz.map { "\($0)" } ?? "?")" }
        .joined(separator: " "),
      "consent": "not stated", "licence": "not stated",
    ])
    try recorder.begin(slot: sensor.slot, file: file, header: header)
    sessions[sensor.slot] = (sensor.name, file, sensor.tap)
    sensor.tap.isOn = true
    return file
  }

  /// Ends a recording; returns its file, nil when there was none.
  func stop(_ sensor: SensorDesk) -> String? {
    guard let session = sessions.removeValue(forKey: sensor.slot) else { return nil }
    session.tap.isOn = false
    recorder.end(slot: sensor.slot)
    return session.file
  }

  /// The recorder could not go on; returns the sensor's name.
  func gaveUp(_ slot: UInt16) -> String? {
    guard let session = sessions.removeValue(forKey: slot) else { return nil }
    session.tap.isOn = false
    return session.name
  }

  /// How a device's counter maps to the clock, into its recording.
  func note(_ report: ClockReport) {
    guard sessions[report.device] != nil else { return }
    recorder.note(report)
  }
}
