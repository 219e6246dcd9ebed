import Glibc
import SinewLinks
import Synchronization
import Testing

@Suite struct HardThreadTests {
  @Test func theBodyRunsOnAThreadWithTheGivenName() throws {
    let found = Mutex("")
    let shared = Shared(found)
    let thread = try HardThread.start(name: "sinew-intake-thread") { shared.noteOwnName() }
    thread.join()
    #expect(shared.name == "sinew-intake-th\n")
  }

  @Test func aWakeUpFromAnotherThreadEndsTheWait() throws {
    let wake = try WakeUp()
    let thread = try HardThread.start(name: "waker", stackSize: 1) { wake.signal() }
    var poller = try Poller()
    try poller.add(wake.fd, tag: 9)
    let count = poller.wait(timeoutMs: 10_000)
    #expect(count == 1)
    thread.join()
    #expect(wake.drain() == 1)
  }

  @Test func aBigStackIsTouchedWithoutOverflow() throws {
    let wake = try WakeUp()
    let thread = try HardThread.start(name: "big", stackSize: 8 << 20) { wake.signal() }
    thread.join()
    #expect(wake.drain() == 1)
  }

  @Test func realTimeRequestsSayWhatWasGranted() throws {
    let shared = Shared(Mutex(""))
    let thread = try HardThread.start(name: "fifo") {
      shared.note(RealTime.requestFIFO(priority: 10).sentence)
      shared.note(RealTime.pin(toProcessor: 0).sentence)
      shared.note(RealTime.pin(toProcessor: -1).sentence)
      shared.note(RealTime.pin(toProcessor: 100_000).sentence)
    }
    thread.join()
    let sentences = shared.name.split(separator: "\n")
    #expect(sentences.count == 4)
    #expect(sentences.allSatisfy { $0.hasSuffix(".") })
    #expect(sentences.last?.hasPrefix("Not pinned") == true)
  }
}

/// A text that several threads may write.
private final class Shared: Sendable {
  private let text: Mutex<String>

  init(_ text: consuming sending Mutex<String>) { self.text = text }

  var name: String { text.withLock { $0 } }

  func note(_ line: String) { text.withLock { $0 += line + "\n" } }

  func noteOwnName() {
    var buffer = [UInt8](repeating: 0, count: 32)
    let file = unsafe open("/proc/thread-self/comm", O_RDONLY)
    let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(file, $0.baseAddress, 32) }
    _ = close(file)
    text.withLock { $0 = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self) }
  }
}
