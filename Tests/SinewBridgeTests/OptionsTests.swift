import SinewBridge
import Testing

@Suite struct OptionsTests {
  private func read(_ text: String) throws -> BridgeOptions {
    var options = BridgeOptions()
    try OptionsFile.parse(bytes(text), file: "bridge.yaml", into: &options)
    return options
  }

  private func fault(_ text: String) -> String {
    do {
      return try read(text).fault ?? "none"
    } catch { return "\(error)" }
  }

  @Test func aFileIsReadAsYAMLWouldReadIt() throws {
    let options = try read(
      """
      ---
      # The chain's broker.
      gym: riverside          # ours
      broker: "mqtts://broker.example:8883"\r
      username: 'it''s # us'
      stations: [rack-1, "rack 2", 'rack, 3']
      kinds: []

        # indented remarks are remarks
      activation_hz: 2.5
      buffer_mb: 64
      insecure: false
      topic: chain/north#1
      """)
    #expect(options.gym == "riverside")
    #expect(options.address == BrokerAddress("mqtts://broker.example:8883"))
    #expect(options.username == "it's # us")
    #expect(options.stations == ["rack-1", "rack 2", "rack, 3"])
    #expect(options.kinds == [])
    #expect(options.activationHz == 2.5)
    #expect(options.bufferMB == 64)
    #expect(options.topic == "chain/north#1")
  }

  @Test(arguments: [
    ("gmy: a", "bridge.yaml:1: unknown key 'gmy'; did you mean 'gym'?"),
    ("\n\ngym a", "bridge.yaml:3: has no ':': expected 'key: value'"),
    ("gym:a", "bridge.yaml:1: needs a blank after 'gym:'"),
    ("gym: a\ngym: b", "bridge.yaml:2: key 'gym' stands here a second time"),
    ("stations:\n  - a", "bridge.yaml:1: key 'stations' needs a list: [one, two]"),
    (
      "  gym: a", "bridge.yaml:1: is indented or begins with '-': here a list is written [one, two]"
    ),
    ("stations: [a, b", "bridge.yaml:1: a list has commas between its words and ends with ']'"),
    ("gym: \"a", "bridge.yaml:1: the quote is not closed"),
    ("gym: \"a\" b", "bridge.yaml:1: key 'gym' has something after its value"),
    ("gym: [a]", "bridge.yaml:1: key 'gym' needs one value"),
    ("gym: &x", "bridge.yaml:1: a value that begins with '&' must be quoted"),
    ("buffer_mb: 2.5", "bridge.yaml:1: key 'buffer_mb' must be a whole number"),
    ("activation_hz: fast", "bridge.yaml:1: key 'activation_hz' must be a number"),
    ("insecure: yes", "bridge.yaml:1: key 'insecure' must be true or false"),
    ("gym: a", "broker is missing: such as mqtts://broker.example:8883"),
    ("broker: mqtts://b", "gym is missing: the name of this gym on the broker"),
    ("gym: a/b\nbroker: mqtts://b", "gym 'a/b' must be 1 to 64 letters, digits, '-', '_' or '.'"),
    ("gym: a\nbroker: b:1883", "broker 'b:1883' must look like mqtts://broker.example:8883"),
    (
      "gym: a\nbroker: mqtt://b",
      "mqtt://b:1883 goes over the network without encryption: take mqtts://, "
        + "or say insecure if the network is yours alone"
    ),
    ("gym: a\nbroker: mqtt://b\ninsecure: true", "none"),
    ("gym: a\nbroker: mqtt://127.0.0.1", "none"),
    (
      "gym: a\nbroker: mqtt://127.0.0.1\nca_file: /x",
      "certificates need mqtts://, and the broker is mqtt://127.0.0.1:1883"
    ),
    (
      "gym: a\nbroker: mqtts://b\nkey_file: /x", "certificate_file and key_file go together"
    ),
    ("gym: a\nbroker: mqtts://b\npassword_file: /x", "password_file needs a username"),
    (
      "gym: a\nbroker: mqtts://b\nscope: all",
      "scope 'all' must be one of screen, own, coach, raw"
    ),
    ("gym: a\nbroker: mqtts://b\nbuffer_mb: 0", "buffer_mb must be from 1 to 100000"),
    ("gym: a\nbroker: mqtts://b\nmqtt: 3", "mqtt '3' must be 5 or 3.1.1"),
  ])
  func aFaultIsOneSentenceThatSaysWhere(_ file: String, _ sentence: String) {
    #expect(fault(file) == sentence)
  }

  @Test func bytesThatAreNoTextAreAFault() {
    var options = BridgeOptions()
    #expect(throws: OptionsFault.self) {
      try OptionsFile.parse([0x67, 0xFF, 0xFE], file: "f", into: &options)
    }
  }

  @Test func addressesAreTakenApart() throws {
    let six = try #require(BrokerAddress("mqtts://[2001:db8::1]:1234/"))
    #expect(six.host == "2001:db8::1")
    #expect(six.port == 1234)
    #expect(six.text == "mqtts://[2001:db8::1]:1234")
    #expect(BrokerAddress("mqtts://b")?.port == 8883)
    #expect(BrokerAddress("mqtt://b")?.port == 1883)
    for text in [
      "", "b", "mqtt://", "mqtts://b:", "mqtts://b:0", "mqtts://b:65536", "mqtts://b:+1",
      "mqtts://a b", "mqtts://user@b", "mqtts://b/x", "mqtts://a:b:1", "mqtts://[::1", "http://b",
    ] {
      #expect(BrokerAddress(text) == nil, "\(text)")
    }
  }

  @Test func filesThatEverybodyReadsAreRefusedForSecrets() throws {
    var options = BridgeOptions()
    options.passwordFile = "/etc/passwd"
    options.username = "u"
    #expect(options.fileFault == "/etc/passwd can be read by everybody: chmod 0640 /etc/passwd")
    options.passwordFile = "/nonexistent"
    #expect(options.fileFault == "/nonexistent can't be read: No such file or directory")
  }
}
