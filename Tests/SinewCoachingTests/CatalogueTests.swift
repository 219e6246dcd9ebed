import FoundationEssentials
import SinewCoaching
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
