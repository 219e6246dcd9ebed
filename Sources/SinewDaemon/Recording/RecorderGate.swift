import SinewEngine
import SinewFeedback
import SinewLinks
import SinewRecording
import SinewSignal

/// The server thread's way to the recorder: which sensors are recorded, and where to.
final class RecorderGate {
  private let recorder: Recorder
  private let directory: String
  private var sessions: [UInt16: (file: String, tap: TapSwitch)] = [:]

  init(recorder: Recorder, directory: String) {
    self.recorder = recorder
    self.directory = directory
  }

  /// The files being written, for `status`.
  var running: [String] { sessions.values.map(\.file).sorted() }

  /// Begins a recording of a sensor's bytes; returns its file.
  ///
  /// - Parameter athlete: Pseudonymous id of who wears it, with their consent.
  /// - Throws: `RecordingError` when the file can't be made.
  func start(_ sensor: SensorDesk, of athlete: String?) throws -> String {
    if let session = sessions[sensor.slot] { return session.file }
    let stem = "\(directory)/\(sensor.name)-\(WallClock.fileStamp())"
    var header = SessionHeader([
      "device": sensor.configuration.driver, "recorded": WallClock.now().utc,
      "streams": sensor.streams.map { "\($0.name)@\($0.rateHz.map { "\($0)" } ?? "?")" }
        .joined(separator: " "),
      "consent": athlete == nil ? "not stated" : "to be kept here, not to be published",
      "licence": athlete == nil ? "not stated" : "none",
    ])
    if let athlete { header.set("athlete", athlete) }
    let file = try begin(slot: sensor.slot, stem: stem, header: header)
    sessions[sensor.slot] = (file, sensor.tap)
    sensor.tap.isOn = true
    return file
  }

  /// Makes a file with a name of its own, also for a second recording within a second.
  private func begin(slot: UInt16, stem: String, header: SessionHeader) throws -> String {
    for suffix in ["", "-2", "-3", "-4", "-5", "-6", "-7", "-8", "-9"] {
      let file = "\(stem)\(suffix).session"
      do {
        try recorder.begin(slot: slot, file: file, header: header)
        return file
      } catch RecordingError.alreadyExists {
        continue
      }
    }
    throw RecordingError.alreadyExists(file: "\(stem).session")
  }

  /// Ends a recording; false when there was none. `done` is called on the recorder's thread when
  /// the file is complete, with the file and what went wrong at the last moment.
  func stop(
    _ sensor: SensorDesk, done: @escaping @Sendable (String, String?) -> Void = { _, _ in }
  ) -> Bool {
    guard let session = sessions.removeValue(forKey: sensor.slot) else { return false }
    session.tap.isOn = false
    recorder.end(slot: sensor.slot) { failure in done(session.file, failure) }
    return true
  }

  /// The recorder could not go on with a file.
  func gaveUp(_ slot: UInt16, file: String) {
    guard let session = sessions[slot], session.file == file else { return }
    session.tap.isOn = false
    sessions[slot] = nil
  }

  /// How a device's counter maps to the clock, into its recording.
  func note(_ report: ClockReport) {
    guard sessions[report.device] != nil else { return }
    recorder.note(report)
  }
}
