/// What a sensor may do now, after a look at what is plugged in.
package enum PlugChoice: Sendable, Hashable {
  /// Open this one; it is the sensor's until given back. Where it is not certain, its answer must
  /// show that it is of the family.
  case device(SerialDevice, isCertain: Bool)
  /// Nothing on USB has the configured path: open it as it is, after `PlugBoard.takePath`.
  case path(String)
  /// Nothing to open until something is plugged in: what is missing, in one sentence.
  case none(String)
}
