internal import NIOPosix

/// Lets coaches in who know a PIN, and remembers who is in.
///
/// Tries are counted for all browsers together: behind a proxy they all have one address.
actor CoachDoor {
  /// What came of a try.
  enum Answer: Equatable {
    /// The cookie and the word that every changing request must carry.
    case open(cookie: String, token: String)
    case wrong
    /// Too many tries: seconds until the next is looked at.
    case wait(Int)
    /// The file with the hashes can't be used, in one sentence.
    case broken(String)
  }

  private struct Session {
    let token: String
    let began: ContinuousClock.Instant
    var used: ContinuousClock.Instant
  }

  /// Wrong tries before the door stays shut, and how long it does: longer each time.
  private static let freeTries = 5
  private static let shut = (first: 30, longest: 900)
  /// A working day, and a pause in it.
  private static let longestSession = Duration.seconds(12 * 3600)
  private static let longestPause = Duration.seconds(2 * 3600)
  private static let mostSessions = 32

  private let file: CoachFile
  private var sessions: [String: Session] = [:]
  private var wrongTries = 0
  private var shutUntil: ContinuousClock.Instant?
  private var isChecking = false

  init(file: CoachFile) { self.file = file }

  /// One try. One at a time: each costs time and memory on purpose.
  func knock(_ phrase: String) async -> Answer {
    let now = ContinuousClock.now
    if let shutUntil, now < shutUntil {
      return .wait(Int((shutUntil - now).components.seconds) + 1)
    }
    guard !isChecking else { return .wait(1) }
    isChecking = true
    defer { isChecking = false }
    let phrases: [HashedPhrase]
    do { phrases = try file.phrases() } catch { return .broken(error.text) }
    let isRight = try? await NIOThreadPool.singleton.runIfActive {
      phrases.contains { $0.matches(phrase) }
    }
    return isRight == true ? letIn() : refuse()
  }

  private func letIn() -> Answer {
    wrongTries = 0
    forgetOld()
    if sessions.count >= Self.mostSessions,
      let oldest = sessions.min(by: { $0.value.used < $1.value.used })
    {
      sessions[oldest.key] = nil
    }
    let (cookie, token, now) = (Secret.make(), Secret.make(), ContinuousClock.now)
    sessions[cookie] = Session(token: token, began: now, used: now)
    return .open(cookie: cookie, token: token)
  }

  private func refuse() -> Answer {
    wrongTries += 1
    guard wrongTries >= Self.freeTries else { return .wrong }
    let seconds = min(Self.shut.longest, Self.shut.first << min(wrongTries - Self.freeTries, 10))
    shutUntil = ContinuousClock.now + .seconds(seconds)
    return .wait(seconds)
  }

  /// The word of a session that is still good; using it keeps it so.
  func token(cookie: String?) -> String? {
    forgetOld()
    guard let cookie, let session = sessions[cookie] else { return nil }
    sessions[cookie]?.used = ContinuousClock.now
    return session.token
  }

  /// Whether a session is still good; does not count as use.
  func isIn(cookie: String) -> Bool {
    forgetOld()
    return sessions[cookie] != nil
  }

  func leave(cookie: String) { sessions[cookie] = nil }

  private func forgetOld() {
    let now = ContinuousClock.now
    sessions = sessions.filter {
      now - $0.value.began < Self.longestSession && now - $0.value.used < Self.longestPause
    }
  }
}
