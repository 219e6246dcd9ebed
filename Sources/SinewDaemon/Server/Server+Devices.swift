import Logging
import SinewCoaching
import SinewEngine
import SinewFeedback
import SinewLinks
import SinewPipeline
import SinewSignal

/// What the supervisor and the control desk change on the floor; on the server thread.
extension Server {
  /// A sensor changed its state.
  func deviceChanged(slot: UInt16, state: DevicePhase, why: String?) {
    guard let sensor = floor.sensor(slot: slot) else { return }
    let isNews = sensor.phase != state || sensor.why != why
    sensor.change(to: state, why: why)
    guard isNews else { return }
    publish(sensor)
    log(sensor)
  }

  /// What an operator looks for in the journal: a sensor that came, and one that is missing.
  private func log(_ sensor: SensorDesk) {
    let level: Logger.Level =
      switch sensor.phase {
      case .streaming: .notice
      case .gone, .silent, .noisy: .warning
      case .searching, .connecting, .talking: .info
      }
    var metadata: Logger.Metadata = [
      "device": "\(sensor.name)", "state": "\(sensor.phase.rawValue)",
      "model": "\(sensor.configuration.driver)",
    ]
    if let station = sensor.station { metadata["station"] = "\(station)" }
    let reason = sensor.why.map { ": \($0)" } ?? ""
    logger.log(
      level: level, "\(sensor.name) is \(sensor.phase.rawValue)\(reason)", metadata: metadata)
  }

  /// A sensor told its charge.
  func batteryChanged(slot: UInt16, fraction: Double?) {
    guard let sensor = floor.sensor(slot: slot), sensor.battery != fraction else { return }
    sensor.battery = fraction
    publish(sensor)
  }

  /// A handshake ended well. Clocks begin anew; the station's engine goes on where it was if the
  /// streams are as before, so that a plug that wobbled does not end a set.
  func deviceReady(slot: UInt16, streams: [StreamProfile]) {
    guard let sensor = floor.sensor(slot: slot) else { return }
    let isSame = sensor.streams == streams
    sensor.ready(streams)
    floor.restartClocks(of: sensor)
    replan(isSame ? [] : Set([sensor.station].compactMap(\.self)))
  }

  /// Tells everybody when a set has begun or ended at a station.
  func tellNews(of desk: StationDesk) {
    if desk.pipeline.hasNewResults { keepReferences(of: desk) }
    guard let news = desk.takeNews() else { return }
    hub.publish(news)
    keepPast(of: desk)
  }

  /// Tells everybody how a sensor is.
  func publish(_ sensor: SensorDesk) {
    hub.publish(
      FeedbackMessage(envelope: Envelope(station: sensor.station), body: sensor.message))
  }

  /// Makes and sends the engine a plan of who wears what.
  ///
  /// - Parameter changed: stations whose engine is built anew.
  func replan(_ changed: Set<String>) {
    let (plan, news) = floor.makePlan(rebuilding: changed)
    engine.adopt(plan)
    // Banks that are new know the configuration's references at most.
    for desk in floor.openStations where changed.contains(desk.name) {
      let index = UInt16(truncatingIfNeeded: desk.index)
      desk.pipeline.onReference = { [engine] slot, level in
        engine.order(
          .reference(station: index, slot: UInt8(truncatingIfNeeded: slot), level: level))
      }
      desk.pipeline.owned = { [floor] athlete in
        Set(floor.sensors.filter { $0.wearer == athlete }.map(\.name))
      }
      desk.pipeline.onRest = { [engine] in engine.order(.learnRest(station: index)) }
      desk.pipeline.tellReferences()
    }
    for message in news { hub.publish(message) }
  }

  /// The first plan and the first state, before anybody is welcomed.
  func furnish() {
    replan(Set(floor.stations.map(\.name)))
    for sensor in floor.sensors { publish(sensor) }
    for desk in floor.openStations { recall(desk) }
    supervisor.want(floor.sensors, excluding: floor.configuration.excludedPorts)
  }

  /// Takes over a configuration that was read and checked; sets of unchanged stations go on.
  ///
  /// - Parameter removal: why sensors that are in it no longer are gone.
  func apply(
    _ configuration: Configuration, _ catalogue: Catalogue,
    removal: String = "taken out of the configuration"
  ) {
    files = configuration
    let change = floor.adopt(configuration.adding(paired.sensors), catalogue)
    for desk in change.closed {
      desk.pipeline.endSet(why: .setupChanged, at: MonotonicClock.now()) { hub.publish($0) }
      hub.forgetStation(desk.name)
    }
    for sensor in change.removed {
      _ = recorder.stop(sensor)
      sensor.change(to: .gone, why: removal)
      publish(sensor)
      hub.forgetDevice(sensor.name)
    }
    for sensor in change.sensors {
      if !sensor.configuration.isEnabled {
        sensor.change(to: .gone, why: "switched off in the configuration")
      }
      publish(sensor)
    }
    replan(change.stations)
    for desk in floor.openStations where desk.setup.past == nil { recall(desk) }
    supervisor.want(floor.sensors, excluding: floor.configuration.excludedPorts)
  }

  /// A recording could not go on; the feedback does.
  func recordingFailed(slot: UInt16, file: String, sentence: String) {
    recorder.gaveUp(slot, file: file)
    let name = floor.sensor(slot: slot)?.name ?? file
    hub.publish(
      FeedbackMessage(
        envelope: Envelope(),
        body: .error(Failure(.system, "The recording of \(name) has stopped: \(sentence)"))))
  }
}
