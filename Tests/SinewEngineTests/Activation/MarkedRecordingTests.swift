import Foundation
import Testing

@testable import SinewEngine

/// Real bursts marked by eye. Limits are the figures of the design's evaluation (onset 24 and 13 ms,
/// offset 16 and 39 ms) with some margin.
@Suite(.enabled(if: Recordings.arePresent, Comment(rawValue: Recordings.absence)))
struct MarkedRecordingTests {
  private struct Marks: Decodable {
    struct Recording: Decodable {
      var file: String
      var scored_span_s: [Double]
      var bursts: [Burst]
    }
    struct Burst: Decodable {
      var onset_s: Double
      var offset_s: Double
    }
    var annotations: [Recording]
  }

  @Test(arguments: [
    ("emg/plux_biceps_fatigue.csv.gz", 30.0, 22.0), ("curl_emg_imu/A321_5_7_emg.csv.gz", 18, 48),
  ])
  func markedBurstsAreFoundAndDated(file: String, onsetMs: Double, offsetMs: Double) throws {
    let marks = try Recordings.document("annotations_emg.json", as: Marks.self)
    let recording = try #require(marks.annotations.first { $0.file == file })
    let span = recording.scored_span_s[0]...recording.scored_span_s[1]
    let signal = try Recordings.column(file)
    let found = DetectedBursts(signal.values, settings: .init(sampleRateHz: signal.rateHz))
    let onsets = EventScore(
      found.onsets.filter { span.contains($0.best) }, truth: recording.bursts.map(\.onset_s),
      within: 0.3)
    let offsets = EventScore(
      found.offsets.filter { span.contains($0.best) }, truth: recording.bursts.map(\.offset_s),
      within: 0.3)
    #expect(onsets.missed == 0)
    #expect(onsets.extra == 0)
    #expect(onsets.meanAbsoluteMs < onsetMs)
    #expect(offsets.missed == 0)
    #expect(offsets.meanAbsoluteMs < offsetMs)
  }

  @Test(arguments: [
    ("emg/plux_biceps_fatigue.csv.gz", 30), ("emg/plux_adductor_twitches.csv.gz", 21),
  ])
  func everyContractionIsFoundOnce(file: String, count: Int) throws {
    let signal = try Recordings.column(file)
    let found = DetectedBursts(signal.values, settings: .init(sampleRateHz: signal.rateHz))
    #expect(found.onsets.count == count)
  }
}
