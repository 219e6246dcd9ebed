import SinewDevices
import SinewFeedback
import SinewLinks
import SinewSignal
import Synchronization

/// What the server thread knows about one sensor.
final class SensorDesk {
  let slot: UInt16
  private(set) var configuration: SensorConfiguration
  let counters = DeviceCounters()
  let tap = TapSwitch()
  /// The station it is worn at now; `assign` overrides the configuration at run time.
  var station: String?
  /// Where an IMU sits now, likewise.
  var place: Placement?
  /// What each EMG channel lies on now, likewise.
  var channels: [Int: Electrode]
  /// Whose skin it sits on, where it was given to one person; nil: whoever has the turn.
  var wearer: String?
  private(set) var phase = DevicePhase.searching
  private(set) var why: String?
  /// Charge left, 0...1, where the sensor tells it.
  var battery: Double?
  /// After the handshake; empty before the first.
  private(set) var streams: [StreamProfile] = []
  /// The newest report of each stream's clock.
  private(set) var clocks: [Int: ClockReport] = [:]

  init(slot: UInt16, configuration: SensorConfiguration) {
    self.slot = slot
    self.configuration = configuration
    station = configuration.station
    place = configuration.place
    channels = configuration.channels
  }

  /// What an EMG channel lies on.
  func electrode(_ channel: Int) -> Electrode? { channels[channel] }

  /// A channel lies on another muscle until the daemon ends or the configuration says otherwise.
  func put(_ electrode: Electrode, on channel: Int) { channels[channel] = electrode }

  var name: String { configuration.name }

  func change(to phase: DevicePhase, why: String?) {
    self.phase = phase
    self.why = why
  }

  func ready(_ streams: [StreamProfile]) { self.streams = streams }

  func note(_ report: ClockReport) { clocks[Int(report.stream)] = report }

  /// The same sensor with other words about it. What the configuration says anew holds over what
  /// was asked for at run time.
  func configure(_ new: SensorConfiguration) {
    if new.station != configuration.station { station = new.station }
    if new.place != configuration.place { place = new.place }
    if new.channels != configuration.channels { channels = new.channels }
    configuration = new
  }

  /// The streams that EMG channels come from, with the number of the first channel of each: a
  /// second box of eight counts from 9.
  var muscleStreams: [(index: Int, profile: StreamProfile, firstChannel: Int)] {
    var first = 1
    var found: [(Int, StreamProfile, Int)] = []
    for (index, profile) in streams.enumerated()
    where profile.kind == .emg || profile.kind == .envelope {
      found.append((index, profile, first))
      first += profile.channels.count
    }
    return found
  }

  /// The stream that tells how the limb moves, if it is strapped to one.
  var motionStream: (index: Int, profile: StreamProfile)? {
    guard place != nil else { return nil }
    let wanted: [StreamKind] = [.motion, .acceleration]
    for kind in wanted {
      if let index = streams.firstIndex(where: { $0.kind == kind }) {
        return (index, streams[index])
      }
    }
    return nil
  }

  /// Its configuration with all that was asked for at run time.
  var asWorn: SensorConfiguration {
    var worn = configuration
    worn.station = station
    worn.place = place
    worn.channels = channels
    return worn
  }

  /// The wearable's address; nil for what is no wearable.
  var wearable: BLEAddress? {
    guard case .port(let text) = configuration.selector,
      case .ble(let peer)? = try? LinkAddress(text)
    else { return nil }
    return peer
  }

  /// Whether its samples share the air with a scan.
  var streamsOverRadio: Bool { phase == .streaming && wearable != nil }

  /// How it is connected; what is found on USB is a serial port.
  private var link: DeviceState.Link? {
    guard case .port(let text) = configuration.selector else { return .serial }
    return (try? LinkAddress(text)).flatMap { DeviceState.Link(rawValue: $0.word) }
  }

  /// The sensor as a `device` message.
  var message: FeedbackBody {
    .device(
      DeviceState {
        $0.device = name
        $0.model = configuration.driver
        $0.link = link
        $0.state = DeviceState.State(rawValue: phase.rawValue) ?? .searching
        $0.text = why
        $0.battery = battery
        $0.rateHz = clocks.values.map(\.rateHz).max()
        $0.frames = Int(clamping: counters.frames.load(ordering: .relaxed))
        $0.gaps = Int(clamping: clocks.values.reduce(0) { $0 + $1.gaps })
        $0.pauses = Int(clamping: clocks.values.reduce(0) { $0 + $1.pauses })
        $0.dropped = Int(clamping: clocks.values.reduce(0) { $0 + $1.lostSamples })
        $0.faults = Int(clamping: counters.faults.reduce(0) { $0 + $1.count })
        var tally = Tally()
        for fault in counters.faults { tally["\(fault.kind)"] = Int(clamping: fault.count) }
        $0.faultsByKind = tally
        $0.isolation = isolation
        $0.warning = isolation == .mainsPossible ? Self.mainsWarning : nil
      })
  }

  /// What keeps mains voltage from the person; nil for a device without electrodes.
  var isolation: DeviceState.Isolation? {
    deviceFamily(configuration.driver)?.profile.isolation
      .flatMap { DeviceState.Isolation(rawValue: $0.rawValue) }
  }

  /// IEC 60601-1 asks for isolation of every part applied to a person; these devices have none.
  private static let mainsWarning = """
    No isolation from the mains: wear it only while the computer runs on battery \
    or an isolator sits in the cable.
    """
}
