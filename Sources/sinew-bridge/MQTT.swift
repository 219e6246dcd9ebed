import ArgumentParser
import SinewBridge

/// `sinew-bridge mqtt`: to a broker of MQTT.
struct MQTT: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mqtt",
    abstract: "Publish the daemon's lines on an MQTT broker.",
    discussion: """
      What the configuration says, options say too and go before it. Example:
        sinew-bridge mqtt --gym riverside --broker mqtts://broker.example:8883
      """)

  @Option(help: "The configuration, as /etc/sinew/bridge.yaml.") var config: String?
  @Option(help: "Name of this gym on the broker.") var gym: String?
  @Option(help: "The broker: mqtts://HOST:PORT, or mqtt:// without encryption.") var broker: String?
  @Option(help: "Level of topics above the gym's; sinew if nobody says another.") var topic: String?
  @Option(help: "Client id; sinew-GYM if nobody says another.") var clientId: String?
  @Option(help: "Name to sign in with.") var username: String?
  @Option(help: "File with the password on its first line.") var passwordFile: String?
  @Option(help: "Authorities that may vouch for the broker; the system's if nobody says others.")
  var caFile: String?
  @Option(help: "Certificate of this gym.") var certificateFile: String?
  @Option(help: "Key of that certificate.") var keyFile: String?
  @Flag(help: "Go over the network although nothing is encrypted.") var insecure = false
  @Option(help: "Version of MQTT: 5 or 3.1.1.") var mqtt: String?
  @Option(help: "What may leave: screen, own, coach or raw; screen if nobody says another.")
  var scope: String?
  @Option(help: "A station to carry; may be given again; all if nobody says one.")
  var station: [String] = []
  @Option(
    help: "A kind to carry, such as rep or set.*; may be given again; all if nobody says one.")
  var kind: [String] = []
  @Option(help: "Lines of levels a second and station.") var activationHz: Double?
  @Option(help: "Lines of levels a second and station that an outage keeps; 0: none.")
  var outageActivationHz: Double?
  @Option(help: "Size of the buffer, in million bytes.") var bufferMb: Int?
  @Option(help: "Folder of the buffer.") var stateDirectory: String?
  @Option(help: "The daemon's feedback socket.") var feedbackSocket: String?
  @Flag(help: "Read the configuration, say what is wrong with it, and end.") var checkConfig = false

  func run() throws {
    var options = BridgeOptions()
    do {
      if let config { try OptionsFile.read(path: config, into: &options) }
    } catch {
      try refuse(error.description)
    }
    merge(into: &options)
    if let fault = options.fault ?? options.fileFault {
      try refuse(config.map { "\($0): \(fault)" } ?? fault)
    }
    if checkConfig {
      print("\(config ?? "the options"): no complaints")
      return
    }
    do {
      try Bridge(options: options).run()
    } catch {
      try refuse(error.description)
    }
  }

  private func refuse(_ sentence: String) throws {
    complain(sentence)
    throw ExitCode(2)
  }

  private func merge(into options: inout BridgeOptions) {
    options.gym = gym ?? options.gym
    options.broker = broker ?? options.broker
    options.topic = topic ?? options.topic
    options.clientID = clientId ?? options.clientID
    options.username = username ?? options.username
    options.passwordFile = passwordFile ?? options.passwordFile
    options.caFile = caFile ?? options.caFile
    options.certificateFile = certificateFile ?? options.certificateFile
    options.keyFile = keyFile ?? options.keyFile
    options.isInsecure = insecure || options.isInsecure
    options.mqtt = mqtt ?? options.mqtt
    options.scope = scope ?? options.scope
    options.stations = station.isEmpty ? options.stations : station
    options.kinds = kind.isEmpty ? options.kinds : kind
    options.activationHz = activationHz ?? options.activationHz
    options.outageActivationHz = outageActivationHz ?? options.outageActivationHz
    options.bufferMB = bufferMb ?? options.bufferMB
    options.stateDirectory = stateDirectory ?? options.stateDirectory
    options.feedbackSocket = feedbackSocket ?? options.feedbackSocket
  }
}
