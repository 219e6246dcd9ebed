import Foundation
import SinewSignal
import Testing

@testable import SinewEngine

/// A fault for each flag of science 1.6, put into bursts of real or synthetic EMG for some seconds;
/// the flag must come up, take its effect, and go down again when the fault is over.
@Suite struct InjectedFaultTests {
  /// EMG of one muscle in microvolts, quiet at rest.
  struct Base: Sendable {
    let name: String
    let rateHz: Double
    let samples: [Float]

    static let synthetic = Base(
      name: "synthetic", rateHz: 1000,
      samples: SyntheticEMG(bursts: 14, snrDB: 30, seed: 21).samples.map { 3 * $0 })

    /// A biceps at 1000 Hz, thirty flexions; its first 30 s.
    static func real() throws -> Base {
      let column = try Recordings.column("emg/plux_biceps_fatigue.csv.gz")
      let seconds = Int(30 * column.rateHz)
      return Base(
        name: "plux_biceps_fatigue", rateHz: column.rateHz,
        samples: Array(column.values.prefix(seconds)))
    }

    static var all: [Base] {
      get throws { Recordings.arePresent ? [synthetic, try real()] : [synthetic] }
    }

    /// Sample numbers of a span of seconds.
    func span(_ start: Double, _ end: Double) -> Range<Int> {
      Int(start * rateHz)..<min(samples.count, Int(end * rateHz))
    }

    func with(_ span: Range<Int>, _ change: (Int, Float) -> Float) -> [Float] {
      var changed = samples
      for index in span { changed[index] = change(index, samples[index]) }
      return changed
    }

    func sine(_ hertz: Double, _ index: Int) -> Float {
      Float(sin(2 * Double.pi * hertz * Double(index) / rateHz))
    }
  }

  static let severe: QualityFlags = [.clip, .flat, .leadOff, .mains, .motion, .ecg, .cross, .drop]

  @Test(.enabled(if: Recordings.arePresent, "\(Recordings.absence)"))
  func aRealMuscleAloneRaisesNothing() throws {
    let base = try Base.real()
    let run = BankRun([base.samples], rateHz: base.rateHz)
    #expect(run.flags().intersection(Self.severe).isEmpty)
    #expect(run.onsets.count == 7)
  }

  @Test func aSyntheticMuscleAloneRaisesNothing() {
    let run = BankRun([Base.synthetic.samples], rateHz: 1000)
    #expect(run.flags().intersection(Self.severe).isEmpty)
    #expect(run.onsets.count == 14 && run.last()?.quality == .good)
  }

  @Test(.enabled(if: Recordings.arePresent, "\(Recordings.absence)"))
  func noSetOfCurlsIsAccused() throws {
    let folder = Recordings.folder + "/curl_emg_imu"
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    let recordings = files.filter { $0.hasSuffix("_emg.csv.gz") }.sorted()
    for index in stride(from: 0, to: recordings.count, by: 4) {
      let file = recordings[index]
      let column = try Recordings.column("curl_emg_imu/" + file)
      let run = BankRun([column.values], rateHz: column.rateHz)
      // The lifters' cables do swing now and then.
      let accused = run.flags().intersection(Self.severe.subtracting([.clip, .motion]))
      #expect(accused.isEmpty, "\(file): \(accused.rawValue)")
      #expect(run.changes.filter { $0.flags.contains(.motion) }.count <= 4, "\(file)")
    }
  }

  @Test func clipping() throws {
    for base in try Base.all {
      let span = base.span(10, 15)
      let rail = 1.01 * (base.samples.map(\.magnitude).max() ?? 0)
      let clipped = base.with(span) { _, x in min(rail, max(-rail, 20 * x)) }
      let run = BankRun([clipped], rateHz: base.rateHz, rail: rail)
      #expect(run.flags(from: 10, to: 15).contains(.clip), "\(base.name)")
      #expect(run.worst(from: 10, to: 15) == .poor, "\(base.name)")
    }
  }

  @Test func aDeadChannelIsOffAndMute() throws {
    for base in try Base.all {
      let run = BankRun([base.with(base.span(10, 14)) { _, _ in 7 }], rateHz: base.rateHz)
      #expect(run.flags(from: 10, to: 14).contains(.flat), "\(base.name)")
      #expect(run.worst(from: 10, to: 14) == .off, "\(base.name)")
      #expect(run.last()?.flags.contains(.flat) == false, "\(base.name)")
      let told = run.onsets.filter { (110.5..<114).contains($0.signalTime.seconds) }
      #expect(told.isEmpty, "\(base.name)")
    }
  }

  @Test func aLooseElectrodeDrifts() throws {
    for base in try Base.all {
      let loose = base.with(base.span(12, 16)) { index, x in x + 4000 * base.sine(2.3, index) }
      let run = BankRun([loose], rateHz: base.rateHz)
      #expect(run.flags(from: 12, to: 16.5).contains(.leadOff), "\(base.name)")
      #expect(run.worst(from: 12, to: 16.5) == .off, "\(base.name)")
      #expect(run.last()?.flags.contains(.leadOff) == false, "\(base.name)")
    }
  }

  @Test func theSameInMotionIsMotion() throws {
    for base in try Base.all {
      let span = base.span(12, 16)
      let swinging = base.with(span) { index, x in x + 4000 * base.sine(2.3, index) }
      let run = BankRun([swinging], rateHz: base.rateHz, shaken: span)
      #expect(run.flags(from: 12, to: 16.5).contains(.motion), "\(base.name)")
      #expect(!run.flags().contains(.leadOff), "\(base.name)")
      #expect(run.last()?.flags.contains(.motion) == false, "\(base.name)")
    }
  }

  @Test func aTouchedElectrodeIsMotion() throws {
    for base in try Base.all {
      let touched = base.with(base.span(12, 100)) { _, x in x + 3000 }
      let run = BankRun([touched], rateHz: base.rateHz)
      #expect(run.flags(from: 12, to: 13).contains(.motion), "\(base.name)")
      #expect(!run.flags().contains(.leadOff), "\(base.name)")
    }
  }

  @Test(arguments: [50.0, 60]) func humFromTheStartIsToldAndNotched(hertz: Double) throws {
    for base in try Base.all {
      // At the end it rests long enough for what the notch leaves to be heard.
      let tail = SyntheticEMG.rest(seconds: 8, seed: 30)
      let quiet = Array(base.samples.prefix(Int(2.5 * base.rateHz)))
      let level = (quiet.reduce(0) { $0 + $1 * $1 } / Float(quiet.count)).squareRoot()
      let longer = Base(
        name: base.name, rateHz: base.rateHz,
        samples: base.samples.map { $0 - base.samples[0] } + tail.map { level * $0 })
      let humming = longer.with(longer.span(0, 100)) { index, x in
        x + 3 * level * longer.sine(hertz, index)
      }
      let run = BankRun([humming], rateHz: base.rateHz)
      #expect(run.flags(to: 12).contains(.mains), "\(base.name)")
      #expect(
        run.last()?.flags.contains(.mains) == false, "\(base.name): the notch is in the chain")
    }
  }

  @Test func humThatComesLaterIsToldAndMutes() throws {
    // The rests of the real recording are shorter than the two seconds it takes to tell.
    let rest = SyntheticEMG.rest(seconds: 30, seed: 22).map { 3 * $0 }
    let base = Base(name: "rest", rateHz: 1000, samples: rest)
    let humming = base.with(base.span(12, 24)) { index, x in x + 60 * base.sine(50, index) }
    let run = BankRun([humming], rateHz: base.rateHz)
    #expect(!run.flags(to: 12).contains(.mains))
    #expect(run.flags(from: 12, to: 24).contains([.mains, .leadOff]))
    #expect(run.worst(from: 12, to: 24) == .off)
    #expect(run.onsets.isEmpty)
  }

  @Test func aLoudRestIsNoise() {
    let fair = SyntheticEMG(bursts: 6, snrDB: 26, seed: 23).samples.map { 9 * $0 }
    let loud = SyntheticEMG(bursts: 6, snrDB: 14, seed: 24).samples.map { 25 * $0 }
    let first = BankRun([fair], rateHz: 1000)
    let second = BankRun([loud], rateHz: 1000)
    #expect(first.last()?.flags == .noise && first.last()?.quality == .fair)
    #expect(second.last()?.flags.contains(.noise) == true && second.last()?.quality == .poor)
    let counts = BankRun([loud], rateHz: 1000, isMicrovolts: false)
    #expect(counts.last()?.flags == .snr)
  }

  @Test func weakBurstsAreSNR() {
    let weak = SyntheticEMG(bursts: 6, snrDB: 4, seed: 25).samples.map { 3 * $0 }
    let run = BankRun([weak], rateHz: 1000)
    #expect(run.last()?.flags == .snr && run.last()?.quality == .poor)
  }

  @Test func theHeartIsSeenAtRest() throws {
    for hertz in [0.8, 1.2, 2.5] {
      let rest = SyntheticEMG.rest(seconds: 30, seed: 26).map { 3 * $0 }
      let base = Base(name: "rest", rateHz: 1000, samples: rest)
      // A QRS complex of 80 ms, 1 mV deep before the filters.
      let beating = base.with(base.span(5, 30)) { index, x in
        let phase = (Double(index) * hertz / 1000).truncatingRemainder(dividingBy: 1) / hertz
        let place = (phase - 0.04) / 0.012
        return x + 300 * Float(-place * exp(-place * place))
      }
      let run = BankRun([beating], rateHz: base.rateHz)
      #expect(run.flags(from: 5).contains(.ecg), "\(hertz) Hz")
      #expect(!run.flags(to: 5).contains(.ecg), "\(hertz) Hz")
    }
  }

  @Test func twoChannelsOnOneMuscleAreCross() throws {
    for base in try Base.all {
      let other = SyntheticEMG.rest(
        seconds: Double(base.samples.count) / 1000, seed: 27)
      let copy = base.samples.indices.map { index in
        0.7 * base.samples[max(0, index - 2)] + 2 * other[min(index, other.count - 1)]
      }
      let third = SyntheticEMG(bursts: 20, snrDB: 30, seed: 28).samples.map { 3 * $0 }
      let apart = base.samples.indices.map { third[$0 % third.count] }
      let run = BankRun([base.samples, copy, apart], rateHz: base.rateHz)
      #expect(run.flags(slot: 0).contains(.cross), "\(base.name)")
      #expect(run.flags(slot: 1).contains(.cross), "\(base.name)")
      #expect(!run.flags(slot: 2).contains(.cross), "\(base.name)")
    }
  }

  @Test func lostSamplesAreDrop() throws {
    for base in try Base.all {
      let run = BankRun([base.samples], rateHz: base.rateHz, lost: base.span(10, 14))
      #expect(run.flags(from: 10, to: 15).contains(.drop), "\(base.name)")
      #expect(run.last()?.flags.contains(.drop) == false, "\(base.name)")
    }
  }

  @Test func whatIsNoNumberLeavesAnElectrodesOffsetAlone() {
    var samples = SyntheticEMG.rest(seconds: 20, seed: 29).map { 3 * $0 + 50_000 }
    for index in stride(from: 8000, to: 12_000, by: 400) { samples[index] = .nan }
    for index in stride(from: 14_000, to: 15_000, by: 100) { samples[index] = -.infinity }
    let run = BankRun([samples], rateHz: 1000)
    #expect(run.onsets.isEmpty)
    #expect(run.flags(from: 5).subtracting(.flat).isEmpty)
  }
}
