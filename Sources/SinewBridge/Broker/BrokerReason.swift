internal import CMosquitto
internal import Glibc

/// What the broker or the network says, as a sentence for who reads the journal.
enum BrokerReason {
  /// Why the broker did not let us in, by the code of its answer.
  static func refusal(_ code: Int32) -> String {
    switch code {
    case 4, 134: "the broker refuses the username or password"
    case 5, 135: "the broker does not authorise this client"
    case 1, 132: "the broker does not speak this version of MQTT: try mqtt: 3.1.1"
    case 2, 133: "the broker refuses the client id: choose another client_id"
    case 3, 136: "the broker is unavailable"
    case 137: "the broker is busy"
    case 138: "the broker has banned this client"
    case 151: "the broker's quota is used up"
    case 159: "the broker wants fewer connections a second"
    default: "the broker refuses the connection with code \(code)"
    }
  }

  /// Why a publication was not taken.
  static func publicationRefusal(_ code: Int32) -> String {
    switch code {
    case 135: "the broker does not authorise the topic: look at its access list"
    case 144: "the broker refuses the topic's name"
    case 151: "the broker's quota is used up"
    default: "the broker refuses a message with code \(code)"
    }
  }

  /// Why a connection ended or could not be made.
  ///
  /// - Parameters:
  ///   - code: of libmosquitto.
  ///   - said: the last error in its log, which tells of TLS what the code does not.
  static func end(_ code: Int32, errno: CInt, said: String?) -> String {
    // The broker's own words, of MQTT 5.
    if code == 139 { return "the broker is shutting down" }
    if code == 142 { return "another client has come with the same client id" }
    // So the library tells what went wrong in TLS after the handshake.
    if code == MOSQ_ERR_ERRNO.rawValue, errno == EPROTO {
      return "TLS fails" + (said.map { ": \($0)" } ?? "")
    }
    return switch mosq_err_t(rawValue: code) {
    case MOSQ_ERR_ERRNO: systemReason(errno)
    case MOSQ_ERR_EAI, MOSQ_ERR_LOOKUP: "its name can't be resolved"
    case MOSQ_ERR_TLS, MOSQ_ERR_TLS_HANDSHAKE:
      "TLS fails" + (said.map { ": \($0)" } ?? "")
    case MOSQ_ERR_KEEPALIVE: "it does not answer any more"
    case MOSQ_ERR_CONN_LOST, MOSQ_ERR_NO_CONN: "the connection was lost"
    case MOSQ_ERR_PROTOCOL, MOSQ_ERR_MALFORMED_PACKET:
      "what it says is not MQTT"
    default:
      unsafe mosquitto_strerror(code).map { unsafe String(cString: $0) } ?? "code \(code)"
    }
  }

  /// Why a broker hangs up in the greeting of TLS; since TLS 1.3 it says so only afterwards.
  static func greeting(hasCertificate: Bool, said: String?) -> String {
    "TLS fails: the broker hangs up" + (said.map { " (\($0)); " } ?? "; ")
      + (hasCertificate
        ? "perhaps it does not accept this gym's certificate"
        : "perhaps it asks for a certificate: certificate_file and key_file")
  }

  /// The words of a line of OpenSSL's: `...:error:0A000086:SSL routines::certificate verify failed`.
  static func ofTLS(_ line: String) -> String {
    guard line.contains("error:") else { return line }
    return line.split(separator: ":").last.map { String($0) } ?? line
  }
}
