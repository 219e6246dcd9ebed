import FoundationEssentials
import SinewCoaching
import SinewFeedback
import Testing

@Suite struct CatalogueTests {
  private let ids = [
    "bench_press", "push_up", "triceps_extension", "biceps_curl", "lateral_raise",
    "glute_bridge", "box_squat", "back_squat", "paused_romanian_deadlift", "romanian_deadlift",
    "seated_row", "dumbbell_row", "lat_pulldown", "hip_thrust", "split_squat", "step_up",
    "leg_extension", "leg_curl", "overhead_press", "deadlift", "fly", "face_pull", "calf_raise",
    "clam", "prone_hip_extension", "isometric_hold", "barbell_row",
  ]

  @Test func `the catalogue holds the protocol's 27 exercises without a warning`() throws {
    let catalogue = try Catalogue.builtIn()
    #expect(catalogue.ids == ids.sorted())
    #expect(catalogue.warnings.isEmpty)
  }

  @Test func `the protocol's 26 muscles are known`() {
    #expect(Muscle.known.count == 26)
    #expect(Muscle.knownIDs.count == 26)
    #expect(Muscle.known.allSatisfy { !$0.site.isEmpty && $0.names.de != nil })
  }

  @Test func `every exercise is complete in both languages`() throws {
    for exercise in try Catalogue.builtIn().exercises.values {
      let id = exercise.id
      #expect(Muscle.knownIDs.isSuperset(of: exercise.muscles), "\(id)")
      #expect(exercise.names.de != nil, "\(id)")
      #expect(!exercise.imuPlaces.isEmpty, "\(id)")
      #expect(!exercise.cues.isEmpty, "\(id)")
      #expect(exercise.cues.allSatisfy { $0.text.de != nil && !$0.triggers.isEmpty }, "\(id)")
      #expect((exercise.tempo == nil) == (exercise.firstPhase == .hold), "\(id)")
      #expect(exercise.setTimeoutSeconds == (id == "isometric_hold" ? 3 : 8), "\(id)")
      if id != "isometric_hold" {
        #expect(!exercise.targets.isEmpty && !exercise.electrodes.isEmpty, "\(id)")
      }
      let lists = exercise.targets + exercise.compensators + exercise.others
      #expect(Set(lists).count == lists.count, "\(id) names a muscle in two roles")
    }
  }

  @Test func `the data say what the table of exercises says`() throws {
    let catalogue = try Catalogue.builtIn()
    let curl = try #require(catalogue["biceps_curl"])
    #expect(curl.firstPhase == .concentric && curl.firstDirection == .up)
    #expect(curl.tempo == Tempo(eccentric: 3, stretched: 0, concentric: 1, contracted: 1))
    #expect(curl.cues.map(\.text.en) == ["Stretch then squeeze", "Let the shoulder stay still"])
    let squat = try #require(catalogue["back_squat"])
    #expect(squat.firstPhase == .eccentric && squat.firstDirection == .down)
    #expect(squat.targets == ["gluteus_maximus", "vastus_lateralis"])
    let deadlift = try #require(catalogue["deadlift"])
    #expect(deadlift.tempo?.isExplosive == true)
    #expect(deadlift.cues.map(\.isSummaryOnly) == [true])
    #expect(catalogue["dumbbell_row"]?.isBothSides == true)
  }

  @Test func `every cue can be read at a glance in both languages, in its other words too`() throws
  {
    for exercise in try Catalogue.builtIn().exercises.values {
      for cue in exercise.cues {
        let place = "\(exercise.id).\(cue.id)"
        #expect(cue.isSummaryOnly || cue.wordings.count >= 2, "\(place) has no other words")
        #expect(Set(cue.wordings).count == cue.wordings.count, "\(place) says a thing twice")
        for words in cue.wordings {
          #expect(words.de?.isEmpty == false, "\(place)")
          #expect((3...ExerciseCue.longestText).contains(words.en.count), "\(place)")
          #expect((3...ExerciseCue.longestText).contains(words.de?.count ?? 0), "\(place)")
        }
      }
    }
  }

  /// The cues that stay silent because the engine does not give what they look at; whoever makes a
  /// finding carry it takes the cue off this list.
  private let silent: Set<String> = [
    "push_up.body_in_one_line", "triceps_extension.pin_the_elbow",
    "paused_romanian_deadlift.hips_back", "romanian_deadlift.hips_back",
    "dumbbell_row.weaker_side_first", "deadlift.push_the_floor_then_hips", "clam.pelvis_still",
    "isometric_hold.hold_the_line",
  ]

  @Test func `every other cue has a trigger that is measured`() throws {
    var found: Set<String> = []
    for exercise in try Catalogue.builtIn().exercises.values {
      for cue in exercise.cues where !cue.triggers.contains(where: \.isMeasured) {
        found.insert("\(exercise.id).\(cue.id)")
      }
    }
    #expect(found == silent)
  }

  @Test func `a trigger asks only for muscles that get electrodes and phases that are timed`()
    throws
  {
    for exercise in try Catalogue.builtIn().exercises.values {
      for cue in exercise.cues {
        for trigger in cue.triggers where trigger.isMeasured {
          let place = "\(exercise.id).\(cue.id)"
          for muscle in [trigger.muscle, trigger.other].compactMap(\.self) {
            #expect(exercise.electrodes.contains(muscle), "\(place): no electrode on \(muscle)")
          }
          if trigger.metric == .phaseSeconds, let phase = trigger.phase {
            let asked = exercise.tempo?.target(phase) ?? 0
            #expect(asked >= trigger.limit.threshold, "\(place) can never be said")
          }
        }
      }
    }
  }

  @Test func `a cue about order or sides is kept from public screens`() {
    for metric in [CueMetric.onsetLeadMs, .onsetDelayMs, .symmetryPercent] {
      #expect(Cue.privateMetrics.contains(metric.rawValue))
    }
  }

  @Test func `the sayings of the house are there`() throws {
    let catalogue = try Catalogue.builtIn()
    let said = Set(catalogue.exercises.values.flatMap(\.cues).map(\.text.en))
    #expect(
      said.isSuperset(of: [
        "Crack the walnut", "Squeeze your chest, not your shoulders",
        "Pull with your elbows, not your hands", "Stretch then squeeze",
      ]))
  }

  /// Independent of the files: the columns of the table of exercises, written down once more.
  @Test(
    arguments: [
      ("bench_press", "3-1-1-0", FirstPhase.eccentric, FirstDirection.down),
      ("push_up", "2-1-1-0", .eccentric, .down),
      ("triceps_extension", "2-0-1-1", .concentric, .unknown),
      ("biceps_curl", "3-0-1-1", .concentric, .up), ("lateral_raise", "2-0-1-1", .concentric, .up),
      ("glute_bridge", "2-0-1-2", .concentric, .up), ("box_squat", "3-1-1-0", .eccentric, .down),
      ("back_squat", "3-0-1-0", .eccentric, .down),
      ("paused_romanian_deadlift", "3-2-1-1", .eccentric, .down),
      ("romanian_deadlift", "3-1-1-0", .eccentric, .down),
      ("seated_row", "2-0-1-1", .concentric, .unknown),
      ("dumbbell_row", "2-0-1-1", .concentric, .up),
      ("lat_pulldown", "3-0-1-1", .concentric, .down), ("hip_thrust", "2-0-1-2", .concentric, .up),
      ("split_squat", "3-0-1-0", .eccentric, .down), ("step_up", "2-0-1-1", .concentric, .up),
      ("leg_extension", "3-0-1-1", .concentric, .up),
      ("leg_curl", "3-0-1-1", .concentric, .unknown),
      ("overhead_press", "2-0-1-0", .concentric, .up), ("deadlift", "2-0-X-0", .concentric, .up),
      ("fly", "3-1-1-1", .eccentric, .unknown), ("face_pull", "2-0-1-1", .concentric, .unknown),
      ("calf_raise", "2-1-1-2", .concentric, .up), ("clam", "2-0-1-2", .concentric, .up),
      ("prone_hip_extension", "2-0-1-3", .concentric, .up),
    ])
  func `tempo, first phase and direction are those of the table`(
    id: String, tempo: String, phase: FirstPhase, direction: FirstDirection
  ) throws {
    let exercise = try Bench.exercise(id)
    #expect(exercise.tempo?.text == tempo)
    #expect(exercise.firstPhase == phase)
    #expect(exercise.firstDirection == direction)
  }

  @Test func `a saying that is too long, and a slip in a key, are named with their line`() throws {
    let base = """
      id: mine
      names: {en: Mine}
      target: [biceps]
      imu_places: [wrist]
      first_direction: up
      first_phase: concentric
      tempo: 2-0-2-0
      cues:
        - id: long
          text: {en: "Short"}
          focus: internal
      """
    func fault(_ text: String) -> ConfigurationError? {
      var catalogue = Catalogue()
      do throws(ConfigurationError) {
        try catalogue.add(text, file: "mine.yaml")
        return nil
      } catch { return error }
    }
    #expect(fault(base) == nil)
    let long = fault(base.replacing("Short", with: String(repeating: "a", count: 49)))
    #expect(long?.line == 10)
    #expect(long?.message.contains("at most 48 letters") == true)
    let slip = fault(base + "\n    other_word: [{en: x}]")
    #expect(slip?.line == 12)
    #expect(slip?.message.contains("did you mean 'other_words'?") == true)
    let trigger = fault(base + "\n    when: [{metric: peak_indx, muscle: biceps, below: 0.8}]")
    #expect(trigger?.line == 12)
    #expect(trigger?.message.contains("did you mean 'peak_index'?") == true)
    let limbs = fault(base + "\nlimbs: two")
    #expect(limbs?.line == 12)
    #expect(limbs?.message.contains("must be one of one, both") == true)
  }

  @Test func `an unknown exercise has a nearest one`() throws {
    let catalogue = try Catalogue.builtIn()
    #expect(catalogue["bicep_curl"] == nil)
    #expect(catalogue.nearest(to: "bicep_curl") == "biceps_curl")
  }

  @Test func `every file of the folder is in the catalogue under its own name`() throws {
    let folder =
      URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/SinewCoaching/Exercises").path
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    #expect(files == ids.map { $0 + ".yaml" }.sorted())
    for file in files {
      var single = Catalogue()
      try single.add(
        try String(contentsOfFile: folder + "/" + file, encoding: .utf8), file: file)
      #expect(single.ids.map { $0 + ".yaml" } == [file])
    }
  }

  @Test func `a folder adds and overrides, and one bad file spoils nothing else`() throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "sinew-catalogue-\(UUID().uuidString)").path
    let files = FileManager.default
    try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? files.removeItem(atPath: folder) }
    let common = """
      target: [biceps]
      imu_places: [wrist]
      first_direction: up
      first_phase: concentric
      tempo: 2-0-2-0
      """
    func write(_ name: String, _ text: String) throws {
      try text.write(toFile: folder + "/" + name, atomically: false, encoding: .utf8)
    }
    try write("a.yaml", "id: biceps_curl\nnames: {en: Our curl}\n" + common)
    try write("b.yaml", "id: broken")
    try write("c.yaml", "id: drag_curl\nnames: {en: Drag}\nothers: [bicepz]\n" + common)
    try write("notes.txt", "not an exercise")
    var catalogue = try Catalogue.builtIn()
    let errors = catalogue.add(folder: folder)
    #expect(errors.map(\.file) == [folder + "/b.yaml"])
    #expect(catalogue.ids.count == 28)
    #expect(catalogue["biceps_curl"]?.names.en == "Our curl")
    #expect(catalogue["biceps_curl"]?.cues.isEmpty == true)
    #expect(catalogue.warnings.map(\.line) == [3])
    #expect(catalogue.warnings.first?.message.contains("nearest: 'biceps'") == true)
  }

  @Test func `a folder that does not exist adds nothing`() throws {
    var catalogue = Catalogue()
    #expect(catalogue.add(folder: "/nowhere/at/all").isEmpty)
    #expect(catalogue.ids.isEmpty)
  }
}
