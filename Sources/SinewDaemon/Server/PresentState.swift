import SinewFeedback

/// What is true now, as messages: told to every client that connects, so that a screen plugged in
/// mid-set is right at once.
struct PresentState {
  /// Order of telling; later ones refer to earlier ones.
  private enum Key: Hashable {
    case station(String)
    case device(String)
    case signal(String)
    case set(String)
    case rep(String, Int)
    case calibration(String, String)
    case other(String, FeedbackKind)
  }

  private var messages: [Key: FeedbackMessage] = [:]
  /// How much the athlete was shown when it was said, where that was not all: who connects later
  /// sees no more of it.
  private var shown: [Key: FeedbackShown.Show] = [:]
  private var order: [Key] = []
  /// The repetitions of the latest set of each station, in case it goes on.
  private var ended:
    [String: (set: Int?, repetitions: [(message: FeedbackMessage, shown: FeedbackShown.Show?)])] =
      [:]

  /// Remembers, replaces or forgets by what the message says.
  mutating func note(_ message: FeedbackMessage, shown show: FeedbackShown.Show = .live) {
    let station = message.envelope.station ?? ""
    switch message.body {
    case .station:
      let key = Key.station(station)
      if messages[key]?.envelope.athlete != message.envelope.athlete { forgetCalibration(station) }
      keep(key, message)
    case .calibration(let calibration):
      note(calibration, message)
    case .device(let device):
      keep(.device(device.device), message)
    case .signal(let signal):
      keep(.signal("\(signal.device ?? "")#\(signal.channel ?? 0)#\(station)"), message)
    case .setStarted(let started):
      begin(message, isResumed: started.resumed == true)
    case .rep(let rep):
      keep(.rep(station, rep.rep), message)
      shown[.rep(station, rep.rep)] = show == .live ? nil : show
    case .repRevised(let revision):
      revise(station, revision)
    case .setEnded(let ended):
      end(message, isCutOff: ended.why == "restart")
    case .hold, .feedback, .next, .programme:
      keep(.other(station, message.kind), message)
      shown[.other(station, message.kind)] = show == .live ? nil : show
    default:
      break
    }
  }

  /// A set that goes on after its end has its repetitions again.
  private mutating func begin(_ message: FeedbackMessage, isResumed: Bool) {
    let station = message.envelope.station ?? ""
    forgetSet(station)
    keep(.set(station), message)
    guard isResumed, let last = ended[station], last.set == message.envelope.set else { return }
    for repetition in last.repetitions {
      guard case .rep(let rep) = repetition.message.body else { continue }
      let key = Key.rep(station, rep.rep)
      keep(key, repetition.message)
      shown[key] = repetition.shown
    }
  }

  /// That a restart cut a set off is told until the next begins: whoever listened was cut off too.
  private mutating func end(_ message: FeedbackMessage, isCutOff: Bool) {
    let station = message.envelope.station ?? ""
    let repetitions = order.compactMap { key -> (FeedbackMessage, FeedbackShown.Show?)? in
      guard case .rep(station, _) = key else { return nil }
      return messages[key].map { ($0, shown[key]) }
    }
    ended[station] = (message.envelope.set, repetitions)
    forgetSet(station)
    if isCutOff { keep(.other(station, .setEnded), message) }
  }

  /// A calibration under way, or its result; a running set counts in it from then on. What was
  /// refused is over.
  private mutating func note(_ calibration: Calibration, _ message: FeedbackMessage) {
    let station = message.envelope.station ?? ""
    let muscle = "\(calibration.muscle ?? "")/\(calibration.side?.rawValue ?? "")"
    let key = Key.calibration(station, muscle)
    if calibration.step == .refused {
      forget { $0 == key }
    } else {
      keep(key, message)
    }
    guard let reference = calibration.result?.reference, calibration.step == .done,
      var started = messages[.set(station)], case .setStarted(var set) = started.body,
      let index = set.muscles.firstIndex(where: {
        $0.muscle == calibration.muscle && $0.side == calibration.side
      })
    else { return }
    set.muscles[index].reference = reference
    started.body = .setStarted(set)
    messages[.set(station)] = started
  }

  private mutating func forgetCalibration(_ station: String) {
    forget { key in
      if case .calibration(station, _) = key { return true }
      return false
    }
  }

  /// A sensor that the configuration no longer names.
  mutating func forgetDevice(_ device: String) { forget { $0 == .device(device) } }

  /// A station that the configuration no longer names.
  mutating func forgetStation(_ station: String) {
    let gone = messages.filter { $0.value.envelope.station == station }.map(\.key)
    forget { key in
      if case .device = key { return false }
      return gone.contains(key)
    }
  }

  /// Everything in the order in which it should be told, each marked as state.
  var all: [(message: FeedbackMessage, shown: FeedbackShown.Show)] {
    let ranked = order.sorted { rank($0) < rank($1) }
    return ranked.compactMap { key in
      messages[key].map { message in
        var state = message
        state.envelope.isState = true
        return (state, shown[key] ?? .live)
      }
    }
  }

  private mutating func keep(_ key: Key, _ message: FeedbackMessage) {
    if messages.updateValue(message, forKey: key) == nil { order.append(key) }
  }

  private mutating func revise(_ station: String, _ revision: RepRevised) {
    let key = Key.rep(station, revision.rep)
    if revision.removed == true {
      forget { $0 == key }
    } else if var message = messages[key], case .rep(var rep) = message.body {
      rep.details.isPartial = revision.details.isPartial ?? rep.details.isPartial
      rep.details.tEnd = revision.details.tEnd ?? rep.details.tEnd
      rep.details.phases = revision.details.phases ?? rep.details.phases
      rep.details.tempo = revision.details.tempo ?? rep.details.tempo
      message.body = .rep(rep)
      messages[key] = message
    }
  }

  private mutating func forgetSet(_ station: String) {
    forget { key in
      switch key {
      case .set(station), .rep(station, _), .other(station, .hold), .other(station, .setEnded):
        true
      default: false
      }
    }
  }

  private mutating func forget(_ isGone: (Key) -> Bool) {
    order.removeAll(where: isGone)
    for key in messages.keys where isGone(key) {
      messages[key] = nil
      shown[key] = nil
    }
  }

  /// Stable sort: Swift's `sort` keeps the order of equals.
  private func rank(_ key: Key) -> Int {
    switch key {
    case .station: 0
    case .device: 1
    case .signal: 2
    case .calibration: 3
    case .set: 4
    case .rep: 5
    case .other: 6
    }
  }
}
