internal import CLinux
internal import Glibc
internal import SinewFeedback

/// What the bridge carries, and to which broker. Docs/ManyGyms.md explains each.
package struct BridgeOptions: Sendable, Equatable {
  /// Name of the gym among those that share the broker.
  package var gym = ""
  package var broker = ""
  /// The level or levels of topics above the gym's.
  package var topic = "sinew"
  /// Empty: `sinew-` and the gym.
  package var clientID = ""
  package var username: String?
  package var passwordFile: String?
  /// Whom to believe that the broker is the broker; nil: the system's authorities.
  package var caFile: String?
  package var certificateFile: String?
  package var keyFile: String?
  /// True where somebody chose to go beyond this machine without encryption.
  package var isInsecure = false
  /// 5 or 3.1.1.
  package var mqtt = "5"
  package var scope = Scope.screen.rawValue
  /// Stations and kinds that are carried; empty: all.
  package var stations: [String] = []
  package var kinds: [String] = []
  /// Lines of levels a second and station as they happen, and of those that an outage keeps.
  package var activationHz = 20.0
  package var outageActivationHz = 1.0
  package var bufferMB = 200
  package var stateDirectory = "/var/lib/sinew-bridge"
  package var feedbackSocket = "/run/sinew/feedback.sock"

  package init() {}

  /// The broker's address, where it is one.
  package var address: BrokerAddress? { BrokerAddress(broker) }

  var effectiveClientID: String { clientID.isEmpty ? "sinew-\(gym)" : clientID }

  /// One sentence why these options can't be used; nil when they can.
  package var fault: String? {
    if gym.isEmpty { return "gym is missing: the name of this gym on the broker" }
    guard Self.isName(gym, longest: 64) else {
      return "gym '\(gym)' must be 1 to 64 letters, digits, '-', '_' or '.'"
    }
    if broker.isEmpty { return "broker is missing: such as mqtts://broker.example:8883" }
    guard let address else {
      return "broker '\(broker)' must look like mqtts://broker.example:8883"
    }
    return networkFault(address) ?? contentFault
  }

  private func networkFault(_ address: BrokerAddress) -> String? {
    if !address.isEncrypted, !address.isLoopback, !isInsecure {
      return """
        \(address.text) goes over the network without encryption: take mqtts://, \
        or say insecure if the network is yours alone
        """
    }
    if !address.isEncrypted, caFile != nil || certificateFile != nil || keyFile != nil {
      return "certificates need mqtts://, and the broker is \(address.text)"
    }
    if (certificateFile == nil) != (keyFile == nil) {
      return "certificate_file and key_file go together"
    }
    if passwordFile != nil, username == nil { return "password_file needs a username" }
    if !clientID.isEmpty, !Self.isName(clientID, longest: 64) {
      return "client_id '\(clientID)' must be 1 to 64 letters, digits, '-', '_' or '.'"
    }
    if !["5", "3.1.1"].contains(mqtt) { return "mqtt '\(mqtt)' must be 5 or 3.1.1" }
    return nil
  }

  private var contentFault: String? {
    if !Topics.isRoot(topic) {
      return
        "topic '\(topic)' must be one or more levels without blanks, +, # or % or an empty level"
    }
    if Scope(rawValue: scope) == nil {
      return "scope '\(scope)' must be one of "
        + Scope.allCases.map(\.rawValue).joined(separator: ", ")
    }
    if !(0.1...1000).contains(activationHz) {
      return "activation_hz must be from 0.1 to 1000"
    }
    if !(0...1000).contains(outageActivationHz) {
      return "outage_activation_hz must be from 0 to 1000"
    }
    if !(1...100_000).contains(bufferMB) { return "buffer_mb must be from 1 to 100000" }
    for name in stations + kinds where name.isEmpty || name.utf8.count > 64 {
      return "a station or kind has 1 to 64 bytes"
    }
    return nil
  }

  private static func isName(_ text: String, longest: Int) -> Bool {
    (1...longest).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
          || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || "-_.".utf8.contains(byte)
      }
  }

  /// One sentence why the files that these options name can't be used; nil when they can.
  package var fileFault: String? {
    for (path, isSecret) in [
      (caFile, false), (certificateFile, false), (keyFile, true), (passwordFile, true),
    ] {
      guard let path else { continue }
      let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
      guard file >= 0 else { return "\(path) can't be read: \(systemReason())" }
      let mode = sinew_file_mode(file)
      close(file)
      if isSecret, mode < 0 || mode & 0o007 != 0 {
        return "\(path) can be read by everybody: chmod 0640 \(path)"
      }
    }
    if passwordFile != nil, password?.isEmpty ?? true {
      return "\(passwordFile ?? "") must have the password on its first line"
    }
    return nil
  }

  /// The first line of the password's file.
  var password: String? {
    guard let passwordFile else { return nil }
    let file = unsafe open(passwordFile, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = unsafe read(file, &bytes, bytes.count)
    let line = bytes.prefix(max(0, count)).prefix { $0 != 0x0A && $0 != 0x0D && $0 != 0 }
    return String(decoding: line, as: UTF8.self)
  }
}
