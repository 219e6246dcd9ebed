import Foundation
import SinewEmulators
import Testing

/// Raw bytes go to a file that others can read, and a full disk stops nothing but that.
@Suite(.roomForFew) struct RecordingTests {
  @Test func aRecordingHoldsTheVeryBytesAndTheClock() async throws {
    let gym = try Gym()
    try gym.configure(Gym.box())
    // 1000 uV at gain 24 are 44739 counts of 4.5 V / 24 / (2^23 - 1).
    try gym.plug(["box": CytonEmulator(source: ConstantSource(microvolts: [1000, -1000]))])
    try await gym.start()
    let screen = try gym.listen()
    _ = try await screen.next("activation")
    let coach = try gym.ask()
    let lostBefore = try await coach.lost(of: "box")

    let file = try #require(try await coach.ok("record.start", #""device":"box""#).text("file"))
    #expect(try await coach.ok("status").fields["recording"] as? [String] == [file])
    let again = try await coach.ok("record.start", #""device":"box""#)
    #expect(again.text("file") == file)
    // The clock is told of every five seconds.
    try await coach.frames(of: "box", more: 1500)
    let stopped = try await coach.ok("record.stop", #""device":"box""#)
    #expect(stopped.text("file") == file)
    #expect(try await coach.ok("status").fields["recording"] as? [String] == [])

    let session = try Session(path: file)
    #expect(session.header["device"] == "openbci-cyton")
    #expect(session.header["streams"]?.contains("250") == true)
    #expect(session.header["sensor"] == "box")
    #expect(session.header["channels"] == "1=biceps.left 2=deltoid_anterior.left")
    #expect(["synchronised", "unsynchronised"].contains(session.header["utc"]))
    #expect(session.header["monotonic"].flatMap { Double($0) } != nil)
    #expect(!session.clocks.isEmpty)
    let times = session.received.map(\.seconds)
    #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
    let packets = Self.packets(session.received.flatMap(\.bytes))
    #expect(packets.count > 1200)
    // A terminal that nobody empties for half a second overflows: the daemon missed the same.
    let counters = packets.map { $0[1] }
    let missing = zip(counters, counters.dropFirst()).reduce(0) { $0 + Int($1.1 &- $1.0 &- 1) }
    #expect(try await coach.lost(of: "box") - lostBefore >= missing)
    for packet in packets {
      #expect(Self.count(packet, channel: 0) == 44739)
      #expect(Self.count(packet, channel: 1) == -44739)
    }
    let second = try await coach.ok("record.start", #""device":"box""#).text("file")
    #expect(second != file)
    _ = try await coach.ok("record.stop", #""device":"box""#)
  }

  @Test func aRecordingGoesOnOverAnUnplug() async throws {
    let gym = try Gym()
    let cable = try gym.furnishBox()
    try await gym.start()
    let screen = try gym.listen()
    _ = try await screen.next("activation")
    let coach = try gym.ask()
    let file = try #require(try await coach.ok("record.start", #""device":"box""#).text("file"))
    try await coach.frames(of: "box", more: 100)
    cable.unplug()
    _ = try await screen.device("box", is: "gone")
    cable.replug()
    _ = try await screen.device("box", is: "streaming")
    try await coach.frames(of: "box", more: 100)
    _ = try await coach.ok("record.stop", #""device":"box""#)
    let session = try Session(path: file)
    let gap = zip(session.received, session.received.dropFirst()).map { $1.seconds - $0.seconds }
    #expect(gap.max() ?? 0 > 0.1)
    #expect(Self.packets(session.received.flatMap(\.bytes)).count > 150)
  }

  @Test func aFullDiskStopsTheRecordingAndNothingElse() async throws {
    let gym = try Gym()
    try gym.furnishBox()
    // The kernel refuses to let any file of this process grow past 128 KiB, as a full disk would.
    gym.adopt(
      try Program(
        ["/bin/sh", "-c", #"ulimit -f 256; exec "$0" "$@""#] + gym.words(),
        output: "\(gym.folder)/output"))
    try await gym.listening()
    let screen = try gym.listen()
    _ = try await screen.next("activation")
    let coach = try gym.ask()
    let file = try #require(try await coach.ok("record.start", #""device":"box""#).text("file"))

    let failure = try await screen.next("error", within: 180)
    #expect(failure.text("code") == "system")
    let text = try #require(failure.text("text"))
    #expect(text.contains("box") && text.contains("disk is full"), "\(text)")
    for _ in 0..<20 { _ = try await screen.next("activation") }
    #expect(try await coach.ok("status").fields["recording"] as? [String] == [])
    #expect(
      try await coach.refusal(of: "record.stop", #""device":"box""#).code == "wrong_state")
    #expect(try Session(path: file).received.count > 100)
  }

  @Test func aFolderThatCanNotBeWrittenIsToldAtOnce() async throws {
    let gym = try Gym()
    try gym.furnishBox()
    try await gym.start()
    // Moved, for the daemon may just be writing there: a folder that fills can't be removed.
    try FileManager.default.moveItem(atPath: gym.statePath, toPath: gym.statePath + ".away")
    let coach = try gym.ask()
    let refusal = try await coach.refusal(of: "record.start", #""device":"box""#)
    #expect(refusal.code == "system")
    #expect(refusal.text.contains(gym.statePath))
  }

  /// Whole packets of 33 bytes; a piece before the first and after the last is left out.
  private static func packets(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var found: [ArraySlice<UInt8>] = []
    var index = 0
    while index + 33 <= bytes.count {
      if bytes[index] == 0xA0, bytes[index + 32] & 0xF0 == 0xC0 {
        found.append(ArraySlice(Array(bytes[index..<index + 33])))
        index += 33
      } else {
        index += 1
      }
    }
    return found
  }

  /// The 24 bits of a channel, with their sign.
  private static func count(_ packet: ArraySlice<UInt8>, channel: Int) -> Int {
    let at = packet.startIndex + 2 + 3 * channel
    let word =
      Int32(packet[at]) << 24 | Int32(packet[at + 1]) << 16 | Int32(packet[at + 2]) << 8
    return Int(word >> 8)
  }
}
