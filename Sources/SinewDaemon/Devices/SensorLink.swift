import SinewDevices
import SinewLinks
import SinewRecording
import SinewSignal
import Synchronization

/// One sensor as the supervisor follows it: found, opened, talked to, streaming, lost, again.
struct SensorLink: Sendable {
  let slot: UInt16
  let sensor: SensorConfiguration
  let family: any (DeviceDriver & ~Copyable).Type
  let counters: DeviceCounters
  let tap: TapSwitch
  let floor: FloorMailbox
  let intake: IntakeGate
  let gate: SupervisorGate
  let plugs: PluggedDevices
  let opener: LinkOpener

  /// Streaming for this long, seconds, counts as having worked: the next try comes at once.
  private static let proven = 10.0

  /// How often the sensor and the adapter should meet; nil for what is no wearable.
  var pace: ConnectionParameters? {
    guard let profile = family.profile.gatt, case .port(let text) = sensor.selector,
      case .ble(let peer)? = try? LinkAddress(text)
    else { return nil }
    return ConnectionParameters(peer, intervalMs: profile.connectionIntervalMs)
  }

  /// Until cancelled.
  func run() async {
    var backoff = Backoff()
    var generator = SystemRandomNumberGenerator()
    var news = gate.news(of: slot).makeAsyncIterator()
    let bell = plugs.bell(of: slot)
    // Said while the next try goes on, which for a wearable is nearly all of the time.
    var obstacle: String?
    while !Task.isCancelled {
      var pause: Double?
      switch plugs.take(slot) {
      case .absent(let why, let isAnnounced):
        report(.searching, why)
        if !isAnnounced { pause = backoff.next(using: &generator) }
      case .open(let port):
        let began = MonotonicClock.now()
        let end = await session(port, after: obstacle, &news)
        plugs.giveBack(slot, refusal: port.isCertain ? nil : end.refusal)
        if Task.isCancelled { return }
        if end.isWorthRetryingAtOnce { backoff.reset() }
        if MonotonicClock.now().seconds(since: began) > Self.proven { backoff.reset() }
        pause = backoff.next(using: &generator)
        obstacle = end.why
        report(end.phase, end.why)
      }
      // A device that is plugged in now has nothing to do with the failures before.
      if await bell.wait(upTo: pause) {
        backoff.reset()
        obstacle = nil
      }
    }
  }

  /// How a life of the link ended: the state to report, and the sentence.
  private struct End {
    let phase: DevicePhase
    let why: String
    /// Why the device is not of the family; nil where nothing is known against it.
    var refusal: String?
    /// The attempt itself was the wait: a wearable is to be back as soon as it advertises.
    var isWorthRetryingAtOnce = false

    /// It never streamed.
    static func searching(_ why: String, refusal: String? = nil) -> End {
      End(phase: .searching, why: why, refusal: refusal)
    }
  }

  /// One life of the link, from opening to its end.
  ///
  /// - Parameter obstacle: how the life before ended; nil in the first.
  private func session(
    _ port: PluggedDevices.Port, after obstacle: String?,
    _ news: inout AsyncStream<LinkNotice>.Iterator
  ) async -> End {
    let speeds =
      port.address.hasLineSpeed ? sensor.baud.map { [$0] } ?? family.profile.baudRates : []
    var why = "no line speed to try"
    for baud in speeds.isEmpty ? [nil] : speeds.map(Optional.some) {
      report(.connecting, obstacle)
      defer { opener.note(nil, slot: slot) }
      do {
        let line = try await open(port.address, baud: baud)
        report(.talking, nil)
        // A pipe or a recording can't be talked to: it streams from its first byte.
        if port.address.isTwoWay {
          try await Handshake(line: line, mustHear: !port.isCertain).run()
        }
        try await line.beginStreaming()
        plugs.confirm(slot)
        return End(phase: .gone, why: await stream(line, &news))
      } catch let error as LinkError {
        return .searching(error.description)
      } catch let error as RecordingError {
        return .searching(error.description)
      } catch let refusal as Handshake.Refusal {
        why = refusal.sentence
      } catch let lost as LinkLost {
        return .searching("\(lost.end)")
      } catch let error as BLEError {
        if error.voidsTable { opener.forgetTable(of: port.address) }
        var end = End.searching("\(error)")
        end.isWorthRetryingAtOnce = error.isWorthRetryingAtOnce
        return end
      } catch {
        return .searching("stopped")
      }
      if Task.isCancelled { break }
    }
    return .searching(why, refusal: why)
  }

  /// An open link to the sensor, with a new driver on it.
  private func open(_ address: LinkAddress, baud: Int?) async throws -> any SensorLine {
    guard let profile = family.profile.gatt,
      let link = opener.wearable(at: address, profile, tell: note)
    else {
      return WiredLine(reader: makeReader(for: try await opener.open(address, baud: baud)))
    }
    try await link.open()
    opener.note(link, slot: slot)
    let source = WirelessSource()
    return WirelessLine(
      reader: makeReader(for: source), link: link, source: source,
      radio: opener.radio(of: address))
  }

  private func makeReader<Source: ByteSource & ~Copyable>(
    for source: consuming Source
  ) -> any LinkReader {
    SinewDaemon.makeReader(
      family, slot: slot, source: source, settings: sensor.settings, counters: counters,
      isTapped: tap)
  }

  /// From the first frame to the end of the link.
  private func stream(
    _ line: any SensorLine, _ news: inout AsyncStream<LinkNotice>.Iterator
  ) async -> String {
    floor.deviceReady(slot: slot, of: sensor.name, streams: line.reader.streams)
    counters.begin(at: MonotonicClock.now())
    intake.adopt(line.reader)
    report(.streaming, nil)
    let attendant = Task { await line.attend() }
    let streams = line.reader.streams
    var watch = Task { await watchSilence(streams) }
    defer { watch.cancel() }
    while let notice = await news.next() {
      switch notice.kind {
      case .ended(let end):
        await line.close()
        return await attendant.value ?? "\(end)"
      case .resumed:
        report(.streaming, nil)
        watch = Task { await watchSilence(streams) }
      }
    }
    // Cancelled: the reader is ours again when the intake has let go of it; say good-bye before
    // the descriptor closes.
    await released()
    attendant.cancel()
    await line.sayGoodBye()
    return "stopped"
  }

  /// Takes the reader back from the intake. In a task of its own, for in a cancelled one nothing
  /// can be waited for; without the wait the news of this end would reach the sensor's next link.
  private func released() async {
    await Task {
      var news = gate.news(of: slot).makeAsyncIterator()
      intake.release(slot)
      while let notice = await news.next() {
        if case .ended = notice.kind { return }
      }
    }.value
  }

  /// Looks when the device would have been silent for too long if nothing came meanwhile, until it
  /// is; the intake then tells of the next bytes, so that a silent device costs no wake-ups.
  private func watchSilence(_ streams: [StreamProfile]) async {
    while true {
      let last = MonotonicTime(nanoseconds: counters.lastArrival.load(ordering: .relaxed))
      let patience = SilenceRule.patience(of: streams, pause: counters.pause)
      let left = patience - MonotonicClock.now().seconds(since: last)
      guard left <= 0 else {
        guard (try? await Task.sleep(for: .seconds(left + 0.001))) != nil else { return }
        continue
      }
      report(.silent, "nothing has come for \(SilenceRule.words(patience)); is it switched on?")
      intake.watchSilence(slot)
      return
    }
  }

  /// What a wearable tells beside its samples.
  @Sendable private func note(_ news: BLENews) {
    if case .battery(let percent) = news {
      floor.battery(slot: slot, of: sensor.name, fraction: percent.map { Double($0) / 100 })
    }
  }

  private func report(_ state: DevicePhase, _ why: String?) {
    floor.device(slot: slot, of: sensor.name, state: state, why: why)
  }
}
