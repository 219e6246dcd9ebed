import SinewDevices
import SinewEngine
import SinewFeedback
import SinewLinks
import SinewRecording
import SinewSignal

/// The server thread's way to the recorder: which sensors are recorded, and where to.
final class RecorderGate {
  private let recorder: Recorder
  private let directory: String
  private var sessions: [UInt16: Session] = [:]

  /// A recording under way, and what its file was last told of the time of day.
  private struct Session {
    let file: String
    let tap: TapSwitch
    var utcOffset: Double
    var isSynchronised: Bool
  }

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
    let clock = WallClock.now()
    let isSynchronised = clock.utcSynchronised ?? false
    var header = SessionHeader([
      "device": sensor.configuration.driver, "sensor": sensor.name, "recorded": clock.utc,
      "utc": isSynchronised ? "synchronised" : "unsynchronised",
      "monotonic": "\(clock.monotonic)",
      "streams": sensor.streams.map { "\($0.name)@\($0.rateHz.map { "\($0)" } ?? "?")" }
        .joined(separator: " "),
      "consent": athlete == nil ? "not stated" : "to be kept here, not to be published",
      "licence": athlete == nil ? "not stated" : "none",
    ])
    describe(sensor, in: &header)
    if let athlete { header.set("athlete", athlete) }
    let file = try begin(
      slot: sensor.slot, stem: stem, header: header,
      start: MonotonicTime(seconds: clock.monotonic))
    sessions[sensor.slot] = Session(
      file: file, tap: sensor.tap, utcOffset: WallClock.offset(), isSynchronised: isSynchronised)
    sensor.tap.isOn = true
    return file
  }

  /// What the bytes alone don't tell: who wears the sensor where, and how it was set.
  private func describe(_ sensor: SensorDesk, in header: inout SessionHeader) {
    if let station = sensor.station { header.set("station", station) }
    let channels = sensor.channels.sorted { $0.key < $1.key }.map { number, electrode in
      "\(number)=" + [electrode.muscle, electrode.side].compactMap(\.self).joined(separator: ".")
    }
    if !channels.isEmpty { header.set("channels", channels.joined(separator: " ")) }
    if let place = sensor.place {
      header.set("place", [place.segment, place.side].compactMap(\.self).joined(separator: "."))
    }
    let settings = sensor.configuration.settings.words
    if !settings.isEmpty { header.set("settings", settings) }
  }

  /// Makes a file with a name of its own, also for a second recording within a second.
  private func begin(
    slot: UInt16, stem: String, header: SessionHeader, start: MonotonicTime
  ) throws -> String {
    for suffix in ["", "-2", "-3", "-4", "-5", "-6", "-7", "-8", "-9"] {
      let file = "\(stem)\(suffix).session"
      do {
        try recorder.begin(slot: slot, file: file, header: header, start: start)
        return file
      } catch {
        guard case .alreadyExists = error else { throw error }
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

  /// How a device's counter maps to the clock, into its recording; and the time of day where it has
  /// been set since, so that a recording begun without it can be dated later.
  func note(_ report: ClockReport) {
    guard let session = sessions[report.device] else { return }
    recorder.note(report)
    let clock = WallClock.now()
    let offset = WallClock.offset()
    let isSynchronised = clock.utcSynchronised ?? false
    guard abs(offset - session.utcOffset) > 0.05 || isSynchronised != session.isSynchronised else {
      return
    }
    sessions[report.device]?.utcOffset = offset
    sessions[report.device]?.isSynchronised = isSynchronised
    recorder.note(clock, slot: report.device)
  }
}
