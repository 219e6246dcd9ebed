import SinewCoaching
import SinewFeedback
import SinewLinks
import SinewPipeline
import SinewSignal

/// Who is signed in at a station. Several alternate at one rack: the one whose turn it is trains,
/// the others wait.
extension StationDesk {
  /// Athletes who may wait at one rack. Ours.
  static let mostGuests = 8

  func guest(_ athlete: String) -> Guest? { guests.first { $0.athlete == athlete } }

  /// Signs an athlete in and gives the turn to them. It is told with the plan that follows.
  func enter(_ guest: Guest, at now: MonotonicTime) {
    if let index = guests.firstIndex(where: { $0.athlete == guest.athlete }) {
      var renewed = guest
      renewed.setup = guests[index].setup
      guests[index] = renewed
    } else {
      guests.append(guest)
    }
    giveTurn(to: guest.athlete, at: now)
  }

  /// The turn goes to an athlete who is signed in; nothing for any other.
  func giveTurn(to athlete: String, at now: MonotonicTime) {
    lastUse = now
    guard let guest = guest(athlete), setup.athlete != athlete else { return }
    if let index = guests.firstIndex(where: { $0.athlete == setup.athlete }) {
      guests[index].setup = setup
    }
    var next = guest.setup ?? fresh
    next.athlete = guest.athlete
    next.nickname = guest.nickname
    next.lang = guest.lang ?? configuration.lang
    prepare(next)
  }

  /// Signs an athlete out; the turn goes to whoever waits longest.
  func leave(_ athlete: String, at now: MonotonicTime) {
    lastUse = now
    guests.removeAll { $0.athlete == athlete }
    guard setup.athlete == athlete else { return }
    if let next = guests.first { return giveTurn(to: next.athlete, at: now) }
    prepare(fresh)
  }

  /// When everybody is signed out because nobody trains; nil while somebody does.
  var signOutTime: MonotonicTime? {
    guard !guests.isEmpty, configuration.signOutMinutes > 0, !pipeline.isInSet,
      !pipeline.isCalibrating
    else { return nil }
    return lastUse.advanced(bySeconds: configuration.signOutMinutes * 60)
  }

  /// The token of whose turn it is, where they signed in with a PIN at a private station.
  var ownToken: String? { setup.athlete.flatMap { guest($0)?.token } }

  /// The station as the configuration has it, with the exercise that is set here.
  private var fresh: StationSetup {
    StationSetup(
      station: name, athlete: configuration.athlete, nickname: configuration.nickname,
      lang: configuration.lang, exercise: setup.exercise)
  }
}
