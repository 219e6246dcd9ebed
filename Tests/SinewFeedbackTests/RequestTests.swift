import SinewFeedback
import Testing

@Suite struct RequestTests {
  private func subscribe(_ text: String) throws -> SubscribeRequest {
    try SubscribeRequest(json: JSONValue(parsing: text))
  }

  private func refusal(_ text: String) -> RequestError? {
    do throws(RequestError) {
      guard let json = try? JSONValue(parsing: text) else { return nil }
      _ = try ControlRequest(json: json)
      return nil
    } catch {
      return error
    }
  }

  @Test func aSubscribeLineIsRead() throws {
    let request = try subscribe(
      #"{"subscribe":["rep","cue","set.*"],"station":["rack-2"],"activation_hz":10,"lang":"de","scope":"own","heartbeat_s":5}"#
    )
    #expect(request.scope == .own)
    #expect(request.stations == ["rack-2"])
    #expect(request.activationHz == 10)
    #expect(request.lang == "de")
    #expect(request.heartbeatS == 5)
    #expect(request.kinds(for: .screen) == [.rep, .cue, .setStarted, .setEnded, .setRevised])
    #expect(request.unknown.isEmpty)
  }

  @Test func withoutKindsTheScopeDecides() throws {
    let all = try subscribe(#"{"subscribe":["*"]}"#)
    #expect(all.kinds(for: .raw) == Set(FeedbackKind.allCases).subtracting([.samples]))
    #expect(try subscribe(#"{"subscribe":["samples"]}"#).kinds(for: .raw) == [.samples])
    #expect(SubscribeRequest().kinds(for: .screen) == all.kinds(for: .screen))
    #expect(!all.kinds(for: .screen).contains(.symmetry))
    #expect(try subscribe(#"{"subscribe":["symmetry"]}"#).kinds(for: .screen).isEmpty)
    #expect(try subscribe(#"{"subscribe":[]}"#).kinds(for: .raw).isEmpty)
  }

  @Test func unknownKindsGetTheNearestName() throws {
    let request = try subscribe(#"{"subscribe":["reps","set.begun.*","activaton","zzzzzzz"]}"#)
    #expect(
      request.unknown == [
        .init(name: "reps", nearest: "rep"), .init(name: "set.begun.*", nearest: nil),
        .init(name: "activaton", nearest: "activation"), .init(name: "zzzzzzz", nearest: nil),
      ])
  }

  @Test func otherLinesAreRefusedOnTheFeedbackSocket() throws {
    for text in ["{}", "[]", "7", #"{"id":1,"request":"status"}"#] {
      #expect(throws: RequestError.self, "\(text)") { try self.subscribe(text) }
    }
    for text in [
      #"{"subscribe":"rep"}"#, #"{"subscribe":[1]}"#, #"{"activation_hz":0}"#,
      #"{"activation_hz":-1}"#, #"{"activation_hz":1e308}"#, #"{"heartbeat_s":0.01}"#,
    ] {
      do throws(RequestError) {
        _ = try SubscribeRequest(json: (try? JSONValue(parsing: text)) ?? .null)
        #expect(Bool(false), "\(text)")
      } catch {
        #expect(error.code == .badArgument, "\(text)")
      }
    }
  }

  @Test func aRequestIsReadAndWrittenBack() throws {
    let text =
      #"{"id":7,"request":"set.start","station":"rack-2","exercise":"biceps_curl","load_kg":12.5}"#
    let request = try ControlRequest(json: JSONValue(parsing: text))
    #expect(request.id == 7)
    #expect(request.name == .setStart)
    #expect(request.arguments["load_kg"]?.number == 12.5)
    var line = LineWriter()
    encode(request, into: &line)
    let written = line.text
    #expect(written == text + "\n")
  }

  @Test func refusalsHaveACodeAndNameWhatIsWrong() {
    #expect(refusal("[]")?.code == .badRequest)
    #expect(refusal(#"{"id":1}"#)?.code == .badRequest)
    let unknown = refusal(#"{"id":1,"request":"set.strat"}"#)
    #expect(unknown?.code == .unknownRequest)
    #expect(unknown?.text == "There is no request \"set.strat\"; nearest: set.start.")
    let missing = refusal(#"{"request":"set.start"}"#)
    #expect(missing?.code == .missingArgument)
    #expect(missing?.text.contains("\"station\"") == true)
    #expect(refusal(#"{"request":"set.start","station":null}"#)?.code == .missingArgument)
    #expect(refusal(#"{"request":"set.start","station":5}"#)?.code == .badArgument)
    #expect(refusal(#"{"request":"set.start","station":"a","reps":[1]}"#)?.code == .badArgument)
    #expect(refusal(#"{"request":"set.start","station":"a","reps":[8,12],"x":1}"#) == nil)
  }

  @Test func answersSurviveTheWire() throws {
    let answers = [
      ControlResponse(id: 7, .ok(["set": 42])), ControlResponse(id: nil, .ok(JSONObject())),
      ControlResponse(id: -1, .error(.notPermitted, text: "group \"sinew-control\"\n")),
    ]
    for answer in answers {
      var line = LineWriter()
      encode(answer, into: &line)
      let text = line.text
      #expect(try ControlResponse(json: JSONValue(parsing: text)) == answer)
    }
    #expect(throws: MessageError.self) { try ControlResponse(json: ["id": 1]) }
  }

  @Test func namesAreNearWhenFewLettersDiffer() {
    let exercises = ["biceps_curl", "bench_press", "leg_curl", "leg_press", "row"]
    #expect(nearestName(to: "bicep_curl", in: exercises) == "biceps_curl")
    #expect(nearestName(to: "bicesp_curl", in: exercises) == "biceps_curl")
    #expect(nearestName(to: "leg_culr", in: exercises) == "leg_curl")
    #expect(nearestName(to: "row", in: exercises) == "row")
    #expect(nearestName(to: "rwo", in: exercises) == "row")
    #expect(nearestName(to: "swimming", in: exercises) == nil)
    #expect(nearestName(to: "", in: exercises) == nil)
    #expect(nearestName(to: String(repeating: "x", count: 60_000), in: exercises) == nil)
  }
}
