import SinewBridge
import SinewFeedback
import Testing

private let hello = bytes(
  #"{"kind":"hello","seq":1,"boot":"7c9e6679-7425-40de-944b-e07fc1f90ae7","scope":"coach","#
    + #""clock":{"monotonic":812.400000,"utc":"2026-11-22T17:40:00.123Z","utc_synchronised":true}}"#
)

@Suite struct LineTests {
  @Test func fieldsAreFoundAmongNestedOnesOfTheSameName() throws {
    let line =
      #"{"kind":"rep","seq":41,"t_signal":803.25,"t_emit":804.1,"station":"rack-2","#
      + #""muscles":[{"kind":"x","seq":1,"station":"no","quality":"}]"}],"args":{"seq":2},"state":true}"#
    let fields = try #require(LineFields(bytes(line)))
    #expect(fields.kind == "rep")
    #expect(fields.seq == 41)
    #expect(fields.station == "rack-2")
    #expect(fields.happened == 803.25)
    #expect(fields.sent == 804.1)
    #expect(fields.isState)
  }

  @Test func aStateThatIsAWordIsNoMark() throws {
    let line = #"{"kind":"device","seq":3,"device":"box","state":"silent","present":true}"#
    #expect(try #require(LineFields(bytes(line))).isState)
    let news = #"{"kind":"device","seq":3,"device":"box","state":"silent"}"#
    #expect(try #require(LineFields(bytes(news))).isState == false)
  }

  @Test func escapesInNamesAreResolved() throws {
    let line = #"{"kind":"rep","seq":3,"station":"a\"\u00fc\/b"}"#
    #expect(try #require(LineFields(bytes(line))).station == "a\"ü/b")
  }

  @Test(arguments: [
    "", "{", "[]", "{}", #"{"kind":"rep""#, #"{"kind":"rep"}x"#, #"{"kind":3}"#, #"{"kind":"rep","#,
    #"{"kind":"a","b":[}"#, #"{"kind":"a\"}"#, #"{"kind""#, "\u{0}",
  ])
  func whatIsNoLineIsRefused(_ line: String) {
    #expect(LineFields(bytes(line)) == nil)
  }

  @Test func everyCutOfALineIsRefusedOrHasItsKind() {
    let line = hello
    for end in 0..<line.count { #expect(LineFields(Array(line[..<end])) == nil) }
  }

  @Test func aLineKeepsItsBytesAndGainsGymIdAndTime() throws {
    var mapper = LineMapper(gym: "riverside")
    #expect(mapper.map(hello, now: 0) == .hello(boot: "7c9e6679-7425-40de-944b-e07fc1f90ae7"))
    let line = #"{"kind":"rep","seq":41,"t_signal":813.4,"t_emit":814,"station":"rack-2","rep":3}"#
    guard case .event(let event, let seq, let isState) = mapper.map(bytes(line), now: 9) else {
      Issue.record("no event")
      return
    }
    #expect(seq == 41)
    #expect(!isState)
    #expect(event.station == "rack-2")
    #expect(event.kind == "rep")
    #expect(
      text(event.payload) == line.dropLast()
        + #","gym":"riverside","id":"7c9e6679-7425-41","utc":"2026-11-22T17:40:01.123Z"}"#)
    #expect((try JSONValue(parsing: event.payload))["id"]?.string == "7c9e6679-7425-41")
  }

  @Test func aClockThatNobodyKeepsRightIsMarked() {
    var mapper = LineMapper(gym: "g")
    _ = mapper.map(hello, now: 0)
    let clock =
      #"{"kind":"clock","seq":2,"monotonic":0,"utc":"1999-12-31T23:59:59.999Z","utc_synchronised":false}"#
    #expect(mapper.map(bytes(clock), now: 0) == .passedOver)
    let line = bytes(#"{"kind":"cue","seq":3,"t_signal":0.001,"station":"s"}"#)
    guard case .event(let event, _, _) = mapper.map(line, now: 0) else {
      Issue.record("no event")
      return
    }
    #expect(
      text(event.payload).hasSuffix(#""utc":"2000-01-01T00:00:00.000Z","utc_synchronised":false}"#))
  }

  @Test func aLineThatBringsItsOwnTimeKeepsIt() throws {
    var mapper = LineMapper(gym: "g")
    _ = mapper.map(hello, now: 0)
    let line = bytes(
      #"{"kind":"sync.mark","seq":3,"t_signal":1,"station":"s","utc":"2026-11-22T17:39:42.723Z"}"#)
    guard case .event(let event, _, _) = mapper.map(line, now: 0) else {
      Issue.record("no event")
      return
    }
    #expect(try JSONValue(parsing: event.payload)["utc"]?.string == "2026-11-22T17:39:42.723Z")
  }

  @Test func nothingPersonalIsRetainedOfAStation() throws {
    let line =
      #"{"kind":"station","seq":4102,"t_emit":813.4,"station":"rack-2","athlete":"a17","present":true,"#
      + #""state":"set","nickname":"Emi","lang":"en","private":false,"wearing":[{"device":"box-1","#
      + #""muscle":"biceps"}],"queue":["Kim"],"tomorrow":"Emi"}"#
    var mapper = LineMapper(gym: "riverside")
    _ = mapper.map(hello, now: 0)
    guard case .station(let state) = mapper.map(bytes(line), now: 0) else {
      Issue.record("no state")
      return
    }
    #expect(state.name == "rack-2")
    #expect(
      text(state.payload)
        == #"{"kind":"station","station":"rack-2","state":"set","lang":"en","private":false,"#
        + #""gym":"riverside","utc":"2026-11-22T17:40:01.123Z"}"#)
  }

  @Test func aDeviceKeepsItsFiguresAndNotItsSentence() throws {
    let line =
      #"{"kind":"device","seq":5,"device":"box-1","athlete":"a17","station":"rack-2","state":"silent","#
      + #""why":"no_bytes","text":"of Emi","args":{"device":"box-1"},"battery":0.83,"gaps":2}"#
    let state = try #require(RetainedState(bytes(line), gym: "g", clock: UTCClock()))
    #expect(
      text(state.payload)
        == #"{"kind":"device","station":"rack-2","device":"box-1","state":"silent","why":"no_bytes","#
        + #""battery":0.83,"gaps":2,"gym":"g"}"#)
  }

  @Test func instantsOfUTCReadBackAsWritten() {
    for milliseconds: Int64 in [
      0, -1, 951_782_400_000, 951_868_799_999, 1_795_369_200_123, -62_135_596_800_000,
      253_402_300_799_999,
    ] {
      let instant = UTCInstant(milliseconds: milliseconds)
      #expect(UTCInstant(instant.text) == instant, "\(instant.text)")
    }
    #expect(UTCInstant("2026-11-22T17:40:00.123Z")?.milliseconds == 1_795_369_200_123)
    #expect(UTCInstant("2026-02-29T00:00:00.000Z") == nil)
    #expect(UTCInstant("2026-11-22T17:40:00Z") == nil)
    #expect(UTCInstant("2026-11-22 17:40:00.123Z") == nil)
    #expect(UTCInstant(milliseconds: .max).text == "9999-12-31T23:59:59.999Z")
  }

  @Test func namesThatMQTTTakesForItsOwnNeverMeet() {
    let topics = Topics(root: "chain/sinew", gym: "riverside")
    #expect(
      topics.live(station: "rack-1", kind: "set.ended")
        == "chain/sinew/riverside/live/rack-1/set.ended")
    #expect(topics.late(station: "", kind: "rep") == "chain/sinew/riverside/late/-/rep")
    #expect(topics.station("a/b") == "chain/sinew/riverside/station/a%2Fb")
    #expect(topics.device("a%2Fb") == "chain/sinew/riverside/device/a%252Fb")
    #expect(topics.bridge == "chain/sinew/riverside/bridge")
    #expect(Topics.level("+#/\u{0}\u{85} Übung") == "%2B%23%2F%00%C2%85%20Übung")
    #expect(Topics.isRoot("a/b"))
    for root in ["", "a//b", "/a", "$SYS", "a/+", "a b"] { #expect(!Topics.isRoot(root)) }
  }

  @Test func onlyLevelsAreThinned() {
    var thinning = Thinning(activationHz: 1)
    func keeps(_ kind: String, _ station: String, _ sent: Double) -> Bool {
      thinning.keeps(
        BridgeLine(payload: [], station: station, kind: kind, sent: sent, arrived: 0))
    }
    let kept = (0..<200).count { keeps("activation", "a", 100 + Double($0) * 0.05) }
    #expect(kept == 10)
    #expect(thinning.count == 190)
    #expect(keeps("activation", "b", 100))
    #expect((0..<50).allSatisfy { _ in keeps("rep", "a", 100) })
    thinning = Thinning(activationHz: 0)
    #expect(!keeps("activation", "a", 1))
    #expect(keeps("cue", "a", 1))
  }

  @Test func whatTheStateRepeatsIsTakenOnce() {
    var taken = TakenLines()
    func takes(_ seq: Int64, isState: Bool) -> Bool {
      taken.take(seq, kind: "rep", isState: isState)
    }
    taken.begin(after: 40)
    #expect(!takes(40, isState: true))
    #expect(takes(41, isState: true))
    #expect(!takes(41, isState: true))
    #expect(takes(42, isState: false))
    #expect(!takes(42, isState: true))
    // Lost to us while later ones came, and told again with the state.
    #expect(takes(45, isState: false))
    #expect(takes(44, isState: true))
    #expect((100..<20_000).allSatisfy { takes($0, isState: false) })
    #expect(!takes(101, isState: true))
    #expect(!takes(19_999, isState: true))
    taken.begin(after: nil)
    #expect(takes(1, isState: true))
  }
}
