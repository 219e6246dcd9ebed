import SinewEngine
import SinewFeedback
import SinewSignal

/// What the supervisor and the control desk change on the floor; on the server thread.
extension Server {
  /// A sensor changed its state.
  func deviceChanged(slot: UInt16, state: DevicePhase, why: String?) {
    guard let sensor = floor.sensor(slot: slot) else { return }
    let isNews = sensor.phase != state || sensor.why != why
    sensor.change(to: state, why: why)
    if isNews { publish(sensor) }
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
    for message in news { hub.publish(message) }
  }

  /// Takes over a configuration that was read and checked; sets go on.
  func apply(_ configuration: Configuration) {
    let before = floor.sensors.map { ($0.station, $0.configuration) }
    let removed = floor.adopt(configuration)
    for sensor in removed {
      sensor.change(to: .gone, why: "taken out of the configuration")
      publish(sensor)
      hub.forgetDevice(sensor.name)
    }
    let after = floor.sensors.map { ($0.station, $0.configuration) }
    var changed = Set<String>()
    for (station, entry) in before + after {
      let isUnchanged = [before, after].allSatisfy { list in
        list.contains { $0.0 == station && $0.1 == entry }
      }
      if !isUnchanged, let station { changed.insert(station) }
    }
    replan(changed)
    supervisor.want(floor.sensors)
  }

  /// A recording could not go on; the feedback does.
  func recordingFailed(slot: UInt16, sentence: String) {
    guard let name = recorder.gaveUp(slot) else { return }
    hub.publish(
      FeedbackMessage(
        envelope: Envelope(),
        body: .error(Failure(.system, "The recording of \(name) has stopped: \(sentence)"))))
  }
}
