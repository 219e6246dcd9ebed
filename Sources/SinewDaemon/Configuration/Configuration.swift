package import SinewDevices
package import SinewLinks

/// What `/etc/sinew/sinew.yaml` and `conf.d` say, checked. Docs/Configuration.md explains each key.
package struct Configuration: Sendable, Equatable {
  package var stations: [StationConfiguration]
  package var sensors: [SensorConfiguration]
  /// Paths below `/dev` that are never opened, whatever is plugged in there.
  package var excludedPorts: Set<String>
  package var feedback: FeedbackConfiguration
  /// Where the control socket goes when systemd gives none.
  package var controlSocket: String
  package var controlGroup: String
  /// Set numbers and recordings live here.
  package var stateDirectory: String
  /// A folder of exercises that add to or replace the built-in catalogue.
  package var exerciseDirectory: String
  /// Ask for SCHED_FIFO and locked memory.
  package var realTime: Bool
  /// Days that raw recordings in the state directory are kept.
  package var keepRawDays: Int

  /// What holds where the files say nothing.
  package static let defaults = Configuration(
    stations: [], sensors: [], excludedPorts: [], feedback: .defaults,
    controlSocket: "/run/sinew/control.sock",
    controlGroup: "sinew-control", stateDirectory: "/var/lib/sinew",
    exerciseDirectory: "/etc/sinew/exercises", realTime: true, keepRawDays: 30)
}

/// A place in the gym where one athlete trains at a time.
package struct StationConfiguration: Sendable, Equatable {
  package var name: String
  /// `en` or `de`: the language of cues and prompts.
  package var lang: String
  package var isPrivate: Bool
  /// The pseudonymous id and nickname of who trains here from the start; nil until somebody
  /// signs in.
  package var athlete: String?
  package var nickname: String?
  /// The exercise of the first set; nil takes any movement.
  package var exercise: String?
  /// Minutes without training after which everybody is signed out; 0: never.
  package var signOutMinutes = 20.0
}

/// A sensor: how to recognise it, and who wears it where.
package struct SensorConfiguration: Sendable, Equatable {
  package var name: String
  /// A family of the device catalogue.
  package var driver: String
  /// Which one of the family: by its port (a device path, `fifo:PATH`, `unix:PATH` or
  /// `replay:FILE`), its USB serial number, the socket it is plugged into, or any.
  package var selector: DeviceMatch.Selector
  /// Line speed; nil tries the family's own.
  package var baud: Int?
  /// False keeps the daemon's hands off it.
  package var isEnabled: Bool
  package var settings: DriverSettings
  package var station: String?
  /// Where an IMU sits.
  package var place: Placement?
  /// What each EMG channel lies on, by channel number from 1.
  package var channels: [Int: Electrode]
}

extension SensorConfiguration {
  /// Whether the same link serves both: who wears it where is no matter of the link.
  func isReached(as other: SensorConfiguration) -> Bool {
    var moved = other
    moved.station = station
    moved.place = place
    moved.channels = channels
    return self == moved
  }

  /// The configured port, or the word for what stands for it.
  var port: String {
    switch selector {
    case .port(let path): path
    case .serialNumber(let number): "serial \(number)"
    case .usbPath(let path): "usb_path \(path)"
    case .family: "any"
    }
  }
}

/// Where an IMU is strapped.
package struct Placement: Sendable, Equatable {
  package var segment: String
  package var side: String?
}

/// What one EMG channel measures.
package struct Electrode: Sendable, Equatable {
  package var muscle: String
  package var side: String?
  /// The level taken as 100 % (maximal voluntary contraction), in the stream's unit; nil where
  /// none was measured.
  package var mvc: Double?
}

/// The feedback socket and what goes over it.
package struct FeedbackConfiguration: Sendable, Equatable {
  /// Levels a second; the device's own rate where it is lower.
  package var activationHz: Double
  package var socket: String
  package var group: String
  /// What a listener who is not in the control group may see.
  package var scope: String

  package static let defaults = FeedbackConfiguration(
    activationHz: 20, socket: "/run/sinew/feedback.sock", group: "sinew-feedback", scope: "screen")
}
