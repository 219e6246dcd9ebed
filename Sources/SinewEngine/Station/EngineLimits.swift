/// Sizes fixed when the engine is built, so that nothing grows while it runs.
package enum EngineLimits {
  /// Device slots in a plan.
  package static let devices = 64
  /// Streams of one device that the engine routes.
  package static let streams = 8
  /// Stations in a plan.
  package static let stations = 32
}
