/// All exercises Sinew knows: those that came with it, and those of the house.
package struct Catalogue: Sendable {
  /// By id.
  package private(set) var exercises: [String: Exercise] = [:]
  /// Odd things that were accepted, in the order they were met.
  package private(set) var warnings: [ConfigurationError] = []

  /// An empty catalogue.
  package init() {}

  /// Ids in alphabetical order.
  package var ids: [String] { exercises.keys.sorted() }

  /// The exercise with this id.
  package subscript(id: String) -> Exercise? { exercises[id] }

  /// The id closest to one that is unknown; nil when none comes near.
  package func nearest(to id: String) -> String? {
    NearestName.find(id, among: exercises.keys)
  }

  /// Takes one exercise from YAML; one with a known id replaces the whole of it.
  ///
  /// - Throws: The first fault in the text; the catalogue is then as it was.
  package mutating func add(_ text: String, file: String) throws(ConfigurationError) {
    var reader = ExerciseReader()
    let exercise = try reader.read(text, file: file)
    exercises[exercise.id] = exercise
    warnings += reader.warnings
  }
}
