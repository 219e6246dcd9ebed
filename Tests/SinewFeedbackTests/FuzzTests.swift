import SinewFeedback
import Testing

@Suite struct FuzzTests {
  /// A seeded generator (SplitMix64), so that a failure comes again.
  struct Random: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  private func mutate(_ bytes: [UInt8], _ random: inout Random) -> [UInt8] {
    var changed = bytes
    for _ in 0..<Int.random(in: 1...4, using: &random) where !changed.isEmpty {
      let place = Int.random(in: 0..<changed.count, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: changed[place] = UInt8.random(in: 0...255, using: &random)
      case 1: changed.remove(at: place)
      case 2:
        changed.insert(contentsOf: Array("{[\"\\u,:-0e".utf8).shuffled(using: &random), at: place)
      case 3: changed.removeSubrange(place...)
      default: changed.insert(contentsOf: changed[..<place].suffix(40), at: place)
      }
    }
    return changed
  }

  /// Whatever is read as JSON must be writable and read back the same.
  private func feed(_ bytes: [UInt8]) throws {
    guard let value = try? JSONValue(parsing: bytes) else { return }
    #expect(try JSONValue(parsing: value.text, limits: .file) == value)
    _ = try? FeedbackMessage(json: value)
    _ = try? SubscribeRequest(json: value)
    _ = try? ControlRequest(json: value)
    _ = try? ControlResponse(json: value)
  }

  @Test(arguments: FeedbackKind.allCases)
  func mutatedMessagesNeverTrap(_ kind: FeedbackKind) throws {
    var random = Random(state: UInt64(kind.rawValue.utf8.count) &* 7919)
    let bytes = Array(FeedbackMessage.full(kind).line().utf8)
    for _ in 0..<150 { try feed(mutate(bytes, &random)) }
  }

  @Test func mutatedRequestsNeverTrap() throws {
    var random = Random(state: 41)
    let lines = [
      #"{"subscribe":["rep","cue","set.*"],"station":["rack-2"],"activation_hz":10,"lang":"de"}"#,
      #"{"id":7,"request":"set.start","station":"rack-2","load_kg":12.5,"reps":[8,12]}"#,
      #"{"id":-9223372036854775808,"request":"reload","x":"\ud83d\udcaa","y":1e308}"#,
      #"{"id":7,"error":{"code":"busy","text":"no"}}"#,
    ]
    for round in 0..<4000 { try feed(mutate(Array(lines[round % lines.count].utf8), &random)) }
  }

  @Test func noiseNeverTrapsTheFramer() {
    var random = Random(state: 5)
    var framer = LineFramer(limit: 50)
    for _ in 0..<2000 {
      let noise = (0..<Int.random(in: 0...80, using: &random)).map { _ in
        Int.random(in: 0..<20, using: &random) == 0
          ? 0x0A : UInt8.random(in: 0...255, using: &random)
      }
      for item in framer.feed(noise) {
        if case .line(let line) = item { #expect(line.count <= 50 && !line.contains(0x0A)) }
      }
      #expect(framer.held <= 50)
    }
  }
}
