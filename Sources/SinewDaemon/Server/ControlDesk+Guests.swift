import SinewCoaching
import SinewFeedback
import SinewHistory
import SinewLinks
import SinewPipeline
import SinewSignal

/// Signing in and out.
extension ControlDesk {
  /// Looking an athlete up takes its time, so the answer comes when it is done.
  func enter(_ request: ControlRequest, _ answer: @escaping Answer) throws(RequestError) {
    let desk = try station(request.arguments)
    let athlete = request.arguments["athlete"]?.string ?? ""
    let pin = request.arguments["pin"]?.string
    let now = MonotonicClock.now()
    if desk.guest(athlete) == nil, desk.guests.count >= StationDesk.mostGuests {
      throw RequestError(.busy, "\(desk.name) has eight athletes already; let one sign out.")
    }
    // A turn that is taken again needs no second PIN at the same rack, unless it is private.
    if let known = desk.guest(athlete), pin?.isEmpty ?? true, !desk.configuration.isPrivate {
      admit(known, to: desk, at: now)
      answer(ControlResponse(id: request.id, .ok(entered(desk))).json)
      return
    }
    let box = AnswerBox(answer)
    let (id, name, copy) = (request.id, desk.name, self)
    let clock = WallClock.seconds()
    server.history.ask(
      { store throws(HistoryError) in
        (try store.athlete(athlete), try store.check(pin: pin, of: athlete, at: clock))
      },
      done: { _, outcome in
        let response: ControlResponse
        do throws(RequestError) {
          response = ControlResponse(
            id: id, .ok(try copy.finishEntering(outcome, station: name, pin: pin)))
        } catch {
          response = ControlResponse(id: id, error)
        }
        box.answer(response.json)
      })
  }

  func leave(_ arguments: JSONObject) throws(RequestError) -> JSONObject {
    let desk = try station(arguments)
    let asked = arguments["athlete"]?.string ?? desk.setup.athlete
    guard let athlete = asked, desk.guest(athlete) != nil else {
      throw RequestError(.wrongState, "Nobody of that id is signed in at \(desk.name).")
    }
    server.signOut(athlete, from: desk)
    return ["station": .string(desk.name)]
  }

  private func finishEntering(
    _ outcome: Result<(Athlete?, PinCheck), HistoryError>, station: String, pin: String?
  ) throws(RequestError) -> JSONObject {
    let desk = try self.station(named: station)
    let found: (Athlete?, PinCheck)
    do {
      found = try outcome.get()
    } catch {
      throw RequestError(.system, "Nobody can be recognised now: \(error)")
    }
    guard let athlete = found.0 else {
      throw RequestError(.unknownAthlete, "There is no such athlete; create one first.")
    }
    let now = MonotonicClock.now()
    switch found.1 {
    case .right: break
    case .missing where pin == nil && !desk.configuration.isPrivate: break
    case .missing:
      let text =
        pin == nil ? "This station is private: the PIN is needed." : "The PIN is needed."
      throw RequestError(.notPermitted, text)
    case .wrong: throw RequestError(.notPermitted, "That is not the PIN.")
    case .wait:
      throw RequestError(.busy, "Too many wrong PINs; try again in a minute.")
    }
    let isOwn = desk.configuration.isPrivate && athlete.hasPin && found.1 == .right
    let guest = Guest(
      athlete: athlete.id, nickname: athlete.nickname, lang: athlete.lang,
      token: isOwn ? SignInToken.make() : nil)
    admit(guest, to: desk, at: now)
    return entered(desk)
  }

  private func admit(_ guest: Guest, to desk: StationDesk, at now: MonotonicTime) {
    server.signIn(guest, at: desk, now: now)
  }

  private func entered(_ desk: StationDesk) -> JSONObject {
    var entry: JSONObject = ["station": .string(desk.name)]
    entry["athlete"] = desk.setup.athlete.map(JSONValue.string)
    entry["nickname"] = desk.setup.nickname.map(JSONValue.string)
    entry["sign_in"] = desk.ownToken.map(JSONValue.string)
    return entry
  }
}
