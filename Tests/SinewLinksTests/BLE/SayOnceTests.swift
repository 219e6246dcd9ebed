import Synchronization
import Testing

@testable import SinewLinks

struct SayOnceTests {
  @Test func aSentenceIsPassedOnTheFirstTimeOnly() {
    let heard = Heard()
    let once = SayOnce { sentence in heard.all.withLock { $0.append(sentence) } }
    for sentence in ["small", "small", "other", "small"] { once.say(sentence) }
    #expect(heard.all.withLock { $0 } == ["small", "other"])
  }
}

private final class Heard: Sendable {
  let all = Mutex<[String]>([])
}
