import SinewCoaching
import Testing

@Suite struct ConfigurationTests {
  /// The complaint that a text provokes.
  private func complaint(_ text: String) -> ConfigurationError? {
    var reader = ExerciseReader()
    do {
      _ = try reader.read(text, file: "mine.yaml")
      return nil
    } catch {
      return error
    }
  }

  private let good = """
    id: drag_curl
    names: {en: Drag curl}
    target: [biceps]
    imu_places: [forearm]
    first_direction: up
    first_phase: concentric
    tempo: 3-0-1-1
    """

  @Test func `a minimal exercise is read with the usual time-out`() throws {
    var reader = ExerciseReader()
    let exercise = try reader.read(good, file: "mine.yaml")
    #expect(exercise.id == "drag_curl")
    #expect(exercise.setTimeoutSeconds == 8)
    #expect(exercise.names.text("de") == "Drag curl")
    #expect(reader.warnings.isEmpty)
  }

  @Test func `an unknown key names file, line and the nearest key`() {
    let error = complaint(good + "\ncompensator: [deltoid_anterior]")
    #expect(error?.file == "mine.yaml")
    #expect(error?.line == 8)
    #expect(error?.message == "unknown key 'compensator'; did you mean 'compensators'?")
    #expect(
      error?.description
        == "mine.yaml:8: unknown key 'compensator'; did you mean 'compensators'?")
  }

  @Test func `a wrong word names the field and the nearest word`() {
    let text = good.replacing("first_phase: concentric", with: "first_phase: concentrik")
    let error = complaint(text)
    #expect(error?.line == 6)
    #expect(error?.message.contains("'first_phase' must be one of concentric") == true)
    #expect(error?.message.contains("did you mean 'concentric'?") == true)
  }

  @Test func `a missing key points at the key that is probably meant`() {
    let error = complaint(good.replacing("target:", with: "targets:"))
    #expect(error?.message == "the file needs 'target'; is 'targets' a slip of the pen?")
  }

  @Test(
    arguments: [
      ("set_timeout_s: soon", "'set_timeout_s' must be a number from 1.0 to 600.0, not 'soon'"),
      ("set_timeout_s: 0", "'set_timeout_s' must be a number from 1.0 to 600.0, not '0'"),
      ("set_timeout_s: \"8\"", "'set_timeout_s' must be a number from 1.0 to 600.0, not '8'"),
      ("set_timeout_s: .nan", "'set_timeout_s' must be a number from 1.0 to 600.0, not '.nan'"),
      ("set_timeout_s: [8]", "'set_timeout_s' must be a number from 1.0 to 600.0, not a list"),
      ("others: biceps", "'others' must be a list, not a single value"),
      ("others: [biceps, biceps]", "'others[1]' names 'biceps' a second time"),
      ("others: [Bizeps!]", "'others[0]' may hold only a-z, 0-9 and _, which 'Bizeps!' does not"),
      ("sides: three", "'sides' must be one of one, both, not 'three'"),
      ("cues: [{id: a}]", "'cues[0]' needs 'text'"),
    ])
  func `a wrong value is told in one sentence`(line: String, sentence: String) {
    let error = complaint(good + "\n" + line)
    #expect(error?.line == 8)
    #expect(error?.message == sentence)
  }

  @Test func `a cue's trigger takes only the keys of its metric`() {
    let error = complaint(
      good + """

        cues:
          - id: squeeze
            text: {en: Squeeze}
            focus: internal
            when:
              - {metric: peak_index, muscle: biceps, other: triceps_long, below: 0.85}
        """)
    #expect(error?.line == 13)
    #expect(error?.message.hasPrefix("unknown key 'other' in 'cues[0].when[0]'") == true)
  }

  @Test func `a trigger needs one limit`() {
    for limits in ["", ", above: 1, below: 2"] {
      let error = complaint(
        good + """

          cues:
            - id: squeeze
              text: {en: Squeeze}
              focus: internal
              when: [{metric: range_ratio\(limits)}]
          """)
      #expect(
        error?.message == "'cues[0].when[0]' needs exactly one of 'above' and 'below'")
    }
  }

  @Test(
    arguments: [
      "", "[", "a: b: c", "\t- x", "just text", "- a\n- b", "id: a\nid: b", "? [a]\n: b",
      "&a [*a]", String(repeating: "[", count: 5000),
    ])
  func `what is no exercise is refused with the name of the file`(text: String) {
    #expect(complaint(text)?.file == "mine.yaml")
  }

  @Test func `a key written twice is told with its line`() {
    let error = complaint("id: a\nid: b")
    #expect(error?.message == "'id' is written twice in one mapping")
    #expect((1...2).contains(error?.line ?? 0))
  }

  @Test func `every unknown key of a mapping is collected`() throws {
    let node = try CheckedNode(parsing: "rate: 1\nbar: 2\nlagn: de", file: "sinew.yaml")
    var map = try node.mapping()
    _ = map.optional("lang")
    _ = try map.required("rate").int(in: 1...5)
    #expect(map.unknownKeys.map(\.line) == [2, 3])
    #expect(map.unknownKeys.last?.message.contains("did you mean 'lang'?") == true)
    #expect(throws: ConfigurationError.self) { try map.finish() }
  }

  @Test func `booleans are true and false alone`() throws {
    let node = try CheckedNode(parsing: "[true, false, yes, 'true']", file: "x")
    let items = try node.list()
    let values = [try items[0].bool(), try items[1].bool()]
    #expect(values == [true, false])
    #expect(throws: ConfigurationError.self) { _ = try items[2].bool() }
    #expect(throws: ConfigurationError.self) { _ = try items[3].bool() }
  }

  @Test func `the nearest name forgives slips and makes no wild guesses`() {
    let names = ["biceps_curl", "leg_curl", "back_squat"]
    #expect(NearestName.find("biceps_crul", among: names) == "biceps_curl")
    #expect(NearestName.find("backsquat", among: names) == "back_squat")
    #expect(NearestName.find("overhead_press", among: names) == nil)
    #expect(NearestName.find("", among: names) == nil)
  }
}
