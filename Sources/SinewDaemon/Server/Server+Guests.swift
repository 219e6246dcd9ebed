import SinewCoaching
import SinewFeedback
import SinewHistory
import SinewLinks
import SinewPipeline
import SinewSignal

/// Who comes and goes, and the sensors that follow them; on the server thread.
extension Server {
  /// An athlete is at one place at a time: whoever comes here leaves where they were, and what they
  /// wear comes along.
  func signIn(_ guest: Guest, at desk: StationDesk, now: MonotonicTime) {
    var changed: Set<String> = [desk.name]
    for other in floor.openStations where other !== desk && other.guest(guest.athlete) != nil {
      desk.pipeline.take(other.pipeline.handOver(referencesOf: guest.athlete), of: guest.athlete)
      other.leave(guest.athlete, at: now)
      changed.insert(other.name)
    }
    for sensor in floor.sensors where sensor.wearer == guest.athlete {
      sensor.station = desk.name
      publish(sensor)
    }
    desk.enter(guest, at: now)
    settle(changed)
  }

  /// An athlete goes: what they wore belongs to the rack again, and its references to nobody.
  func signOut(_ athlete: String, from desk: StationDesk) {
    let now = MonotonicClock.now()
    var changed: Set<String> = [desk.name]
    for sensor in floor.sensors where sensor.wearer == athlete {
      changed.formUnion([sensor.station, sensor.configuration.station].compactMap(\.self))
      release(sensor)
      sensor.station = sensor.configuration.station
      publish(sensor)
    }
    desk.leave(athlete, at: now)
    desk.pipeline.forgetReferences(of: athlete)
    settle(changed)
  }

  /// A sensor goes to a person, or back to the rack. What was measured on somebody else's skin is
  /// forgotten at once.
  func hand(_ sensor: SensorDesk, to athlete: String?) {
    guard sensor.wearer != athlete else { return }
    release(sensor)
    sensor.wearer = athlete
  }

  private func release(_ sensor: SensorDesk) {
    sensor.wearer = nil
    for desk in floor.openStations { desk.pipeline.forgetReferences(device: sensor.name) }
  }

  /// What calibrations and warm-ups found goes into the history of whoever trains there.
  func keepReferences(of desk: StationDesk) {
    let results = desk.pipeline.takeNewResults()
    guard let athlete = desk.setup.athlete else { return }
    for result in results {
      guard let slot = result.slot, let chain = slot.chain,
        case .reference(let kind, let value) = result.value,
        let reference = Reference(rawValue: kind.rawValue)
      else { continue }
      history.store(
        StoredReference(
          athlete: athlete, muscle: slot.muscle, side: slot.side, chain: chain, kind: reference,
          value: value, unit: slot.unit.rawValue, measured: WallClock.seconds()))
    }
  }

  /// Stations where nobody has trained for long are signed out.
  func signOutIdle(at now: MonotonicTime) {
    for desk in floor.openStations {
      guard let time = desk.signOutTime, time <= now else { continue }
      for guest in desk.guests { signOut(guest.athlete, from: desk) }
    }
  }

  private func settle(_ changed: Set<String>) {
    renewTokens()
    replan(changed)
    for desk in floor.openStations where changed.contains(desk.name) && desk.setup.past == nil {
      recall(desk)
    }
  }

  /// What is an athlete's own is shown while they have the turn, and no longer.
  func renewTokens() {
    hub.tokens = Dictionary(
      uniqueKeysWithValues: floor.openStations.compactMap { desk in
        guard let token = desk.ownToken, let athlete = desk.setup.athlete else { return nil }
        return (desk.name, OwnView(token: token, athlete: athlete))
      })
  }
}
