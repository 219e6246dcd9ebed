internal import SinewDevices

/// A reader of bytes from outside, with the promises it must keep whatever the bytes are. That it
/// never traps needs no check: a trap ends the program.
struct FuzzTarget: Sendable {
  /// Also the name of its corpus folder.
  let name: String
  /// Feeds one input; throws when a promise is broken.
  let check: @Sendable ([UInt8]) throws -> Void

  /// One a device family, then the readers of files and sockets.
  static let all: [FuzzTarget] =
    deviceCatalog.map { driver($0) } + [
      FuzzTarget(name: "json", check: checkJSON),
      FuzzTarget(name: "socket", check: checkSocket),
      FuzzTarget(name: "session", check: checkSession),
      FuzzTarget(name: "table", check: checkTable),
      FuzzTarget(name: "edf", check: checkSampleFile),
      FuzzTarget(name: "xdf", check: checkSampleFile),
      FuzzTarget(name: "exercise", check: checkExercise),
      FuzzTarget(name: "configuration", check: checkConfiguration),
      FuzzTarget(name: "archive", check: checkArchive),
      FuzzTarget(name: "att", check: checkATT),
      FuzzTarget(name: "bluetooth-management", check: checkManagement),
      FuzzTarget(name: "bridge-segment", check: checkSegment),
      FuzzTarget(name: "bridge-options", check: checkOptions),
      FuzzTarget(name: "bridge-line", check: checkBridgeLine),
    ]

  private static func driver(_ family: any (DeviceDriver & ~Copyable).Type) -> FuzzTarget {
    FuzzTarget(name: family.profile.id) { bytes in try checkDriver(family, bytes) }
  }
}
