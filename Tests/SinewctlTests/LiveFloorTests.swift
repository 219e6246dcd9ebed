import SinewFeedback
import Testing

@testable import sinewctl

/// What `sinewctl watch` draws, line by line.
@Suite struct LiveFloorTests {
  private static func message(_ text: String) throws -> JSONValue {
    try JSONValue(parsing: Array(text.utf8))
  }

  private func floor(_ lines: [String]) throws -> LiveFloor {
    var floor = LiveFloor()
    for line in lines { _ = floor.take(try Self.message(line)) }
    return floor
  }

  private static let started = """
    {"kind":"set.started","station":"rack-1","set":7,"exercise":"biceps_curl","muscles":\
    [{"muscle":"biceps","side":"left","role":"target","band":[0.4,0.8]}]}
    """

  @Test func aSetShowsItsCountBarAndBand() throws {
    let floor = try floor([
      #"{"kind":"station","station":"rack-1","nickname":"Emi","state":"set"}"#, Self.started,
      #"{"kind":"activation","station":"rack-1","muscles":[{"muscle":"biceps","side":"left","level":0.5,"active":true,"quality":"good"}]}"#,
      #"{"kind":"rep","station":"rack-1","set":7,"rep":1,"partial":false}"#,
    ])
    let lines = floor.lines(columns: 80, rows: 40)
    #expect(lines[0].contains("Emi") && lines[0].contains("set 7   rep 1"))
    let bar = try #require(lines.first { $0.contains("biceps, left") })
    #expect(bar.contains("50 %") && bar.contains("on"))
    #expect(bar.filter { $0 == "█" }.count == 19)
    #expect(lines.contains { $0.filter { $0 == "▔" }.count == 15 })
  }

  @Test func stationsDoNotMixAndAreNamedInSentences() throws {
    var floor = try floor([
      Self.started, #"{"kind":"station","station":"rack-2","nickname":"Kim","state":"idle"}"#,
    ])
    let sentence = floor.take(
      try Self.message(
        #"{"kind":"rep","station":"rack-2","set":8,"exercise":"back_squat","rep":1,"partial":false}"#
      ))
    #expect(sentence?.hasPrefix("rack-2: rep") == true)
    let lines = floor.lines(columns: 80, rows: 40)
    let titles = lines.filter { $0.contains("Sinew") }
    #expect(titles.count == 2)
    #expect(titles[0].contains("biceps curl") && titles[0].contains("rep 0"))
    #expect(titles[1].contains("Kim") && titles[1].contains("back squat"))
  }

  @Test(arguments: 1...40) func aPictureFitsItsWindow(rows: Int) throws {
    var messages = [Self.started]
    for rep in 1...30 {
      messages.append(#"{"kind":"rep","station":"rack-1","set":7,"rep":\#(rep),"partial":false}"#)
    }
    for station in 2...8 {
      messages.append(#"{"kind":"station","station":"rack-\#(station)","state":"idle"}"#)
    }
    messages.append(#"{"kind":"device","device":"box","state":"silent","text":"nothing for 2 s"}"#)
    let floor = try floor(messages)
    #expect(floor.lines(columns: 80, rows: rows).count <= rows)
  }

  @Test func anotherBootForgetsEverything() throws {
    var floor = try floor([#"{"kind":"hello","boot":"a"}"#, Self.started])
    _ = floor.take(try Self.message(#"{"kind":"hello","boot":"a"}"#))
    #expect(floor.lines(columns: 80, rows: 40).contains { $0.contains("set 7") })
    _ = floor.take(try Self.message(#"{"kind":"hello","boot":"b"}"#))
    #expect(!floor.lines(columns: 80, rows: 40).contains { $0.contains("set 7") })
  }

  @Test func sensorsThatAreNotAsTheyShouldBeAreNamed() throws {
    let floor = try floor([
      #"{"kind":"device","device":"box","state":"streaming","battery":0.9}"#,
      #"{"kind":"device","device":"imu","state":"streaming","battery":0.1}"#,
      #"{"kind":"device","device":"band","state":"silent","text":"nothing for 2 s"}"#,
    ])
    let text = floor.lines(columns: 80, rows: 40).joined(separator: "\n")
    #expect(text.contains("imu: battery 10 %") && text.contains("band silent: nothing for 2 s"))
    #expect(!text.contains("box"))
  }

  @Test func namesCannotSteerTheTerminal() throws {
    var floor = LiveFloor()
    let hostile = #"\u001b]0;mine\u0007\u009b2J"#
    var sentences: [String] = []
    for line in [
      #"{"kind":"station","station":"\#(hostile)","nickname":"\#(hostile)","state":"set"}"#,
      #"{"kind":"set.started","station":"\#(hostile)","set":1,"exercise":"\#(hostile)","muscles":[{"muscle":"\#(hostile)","role":"target"}]}"#,
      #"{"kind":"cue","station":"\#(hostile)","text":"\#(hostile)"}"#,
      #"{"kind":"cue.outcome","station":"\#(hostile)","cue":"\#(hostile)","outcome":"\#(hostile)"}"#,
      #"{"kind":"rep.revised","station":"\#(hostile)","removed":true,"why":"\#(hostile)"}"#,
      #"{"kind":"signal","station":"\#(hostile)","quality":"\#("poor")","mend":"\#(hostile)"}"#,
      #"{"kind":"calibration","station":"\#(hostile)","what":"\#(hostile)","step":"done","prompt":"\#(hostile)"}"#,
      #"{"kind":"feedback","station":"\#(hostile)","show":"none","why":"\#(hostile)"}"#,
      #"{"kind":"device","device":"\#(hostile)","state":"\#(hostile)","text":"\#(hostile)"}"#,
      #"{"kind":"set.ended","station":"\#(hostile)","set":1,"summary":{"share":{"why":"\#(hostile)"}}}"#,
    ] {
      if let sentence = floor.take(try Self.message(line)) { sentences.append(sentence) }
      sentences += floor.lines(columns: 80, rows: 40)
    }
    // What the picture itself uses: colours, bold, reverse.
    let ours = sentences.joined().replacing(#/\u{1B}\[[0-9;]*m/#, with: "")
    let steering = ours.unicodeScalars.filter { $0.properties.generalCategory == .control }
    #expect(steering.isEmpty)
  }
}
