import Glibc
import SinewLinks
import Synchronization

/// The plug board that the sensors' tasks, the hot-plug thread and the server thread share.
final class PluggedDevices: Sendable {
  /// What a sensor may open.
  struct Port: Sendable {
    let address: LinkAddress
    /// False where only the device's answer can show that it is of the family.
    let isCertain: Bool
  }

  /// What a sensor finds.
  enum Choice {
    case open(Port)
    /// What is missing, and whether the bell rings when it comes: else it must be looked for.
    case absent(String, isAnnounced: Bool)
  }

  private struct State {
    var board = PlugBoard(resolve: PluggedDevices.realPath)
    var bells: [UInt16: Doorbell] = [:]
    var names: [UInt16: String] = [:]

    func ring(_ slots: some Sequence<UInt16>) {
      for slot in slots { bells[slot]?.ring() }
    }
  }

  private let state = Mutex(State())
  private let floor: FloorMailbox

  init(floor: FloorMailbox) { self.floor = floor }

  /// Takes over what the configuration says of all sensors.
  func configure(_ sensors: [SensorDesk], excluded: Set<String>) {
    var entries: [UInt16: (name: String, match: DeviceMatch)] = [:]
    for sensor in sensors {
      entries[sensor.slot] = (sensor.name, DeviceMatch(sensor.configuration))
    }
    let wishes = entries
    state.withLock { state in
      state.board.configure(wishes, excluded: excluded)
      state.names = wishes.mapValues(\.name)
      state.ring(state.bells.keys)
    }
  }

  /// A new bell for the task that follows a sensor.
  func bell(of slot: UInt16) -> Doorbell {
    let bell = Doorbell()
    state.withLock { $0.bells[slot] = bell }
    return bell
  }

  // MARK: Events

  func note(_ events: [HotPlugEvent]) {
    state.withLock { state in
      for event in events {
        let touched = state.board.note(event)
        if case .removed = event {
          tellUnplugged(touched, state.names)
        } else {
          state.ring(touched)
        }
      }
    }
  }

  /// Takes over a whole list: at the start, and after events were lost.
  func replace(_ present: [SerialDevice]) {
    state.withLock { state in
      let touched = state.board.replace(present)
      state.ring(touched)
    }
  }

  /// Under the lock, so that it can't overtake the sensor's own words about its next link.
  private func tellUnplugged(_ slots: [UInt16], _ names: [UInt16: String]) {
    for slot in slots {
      guard let name = names[slot] else { continue }
      floor.device(slot: slot, of: name, state: .gone, why: "\(LinkEnd.unplugged)")
    }
  }

  // MARK: Taking

  /// Looks for the sensor's device; what it opens is its own until given back.
  func take(_ slot: UInt16) -> Choice {
    state.withLock { state in
      while true {
        switch state.board.take(for: slot) {
        case .none(let why):
          return .absent(why, isAnnounced: true)
        case .device(let device, let isCertain):
          if Self.isVanished(device) {
            state.board.giveBack(slot)
            state.board.note(.removed(devnode: device.devnode))
            continue
          }
          return .open(Port(address: .serial(path: device.devnode), isCertain: isCertain))
        case .path(let text):
          return Self.take(text, slot, &state.board)
        }
      }
    }
  }

  /// The kernel takes the node of what is unplugged away at once, udev tells of it later: in between
  /// there is nothing to open, and nothing to complain of.
  private static func isVanished(_ device: SerialDevice) -> Bool {
    HotPlugMonitor.isLive && !exists(device.devnode)
  }

  private static func take(_ text: String, _ slot: UInt16, _ board: inout PlugBoard) -> Choice {
    let address: LinkAddress
    do { address = try LinkAddress(text) } catch {
      return .absent(error.description, isAnnounced: true)
    }
    switch address {
    case .serial(let path):
      if isAnnounced(path), !exists(path) {
        return .absent(LinkError.noSuchDevice(path: path).description, isAnnounced: true)
      }
      fallthrough
    case .fifo(let path):
      if let why = board.takePath(path, for: slot) {
        return .absent(why, isAnnounced: false)
      }
    default:
      break
    }
    return .open(Port(address: address, isCertain: true))
  }

  /// Something that any sensor may have waited for is there.
  func ringAll() { state.withLock { $0.ring($0.bells.keys) } }

  /// The sensor's device answered as it should.
  func confirm(_ slot: UInt16) { state.withLock { $0.board.confirm(slot) } }

  /// The sensor's link is closed; `refusal` is why the device is not of the family.
  func giveBack(_ slot: UInt16, refusal: String?) {
    state.withLock { state in
      let touched = state.board.giveBack(slot, refusal: refusal)
      state.ring(touched)
    }
  }

  /// True when the sensor has a port open that is now excluded.
  func holdsExcluded(_ slot: UInt16) -> Bool { state.withLock { $0.board.holdsExcluded(slot) } }

  // MARK: The file system

  /// Whether udev will tell when something comes to be at `path`. Others may be links that udev
  /// knows nothing of.
  private static func isAnnounced(_ path: String) -> Bool {
    let places = ["/dev/sinew/", "/dev/serial/", "/dev/ttyUSB", "/dev/ttyACM"]
    return HotPlugMonitor.isLive && places.contains { path.hasPrefix($0) }
  }

  /// Not `access`: a device that the service's rules lock out would seem not to be there.
  private static func exists(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0
  }

  /// Without links; the path itself where nothing is.
  @Sendable private static func realPath(_ path: String) -> String {
    guard let real = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }
}
