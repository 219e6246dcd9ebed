internal import SinewSignal

/// From the first request to `.ready`.
extension GATTClient {
  mutating func agreeOnMTU(_ answer: ATTPDU) {
    // A device that does not know the question keeps the default; less than that is not allowed.
    if case .exchangeMTUResponse(let theirs) = answer {
      mtu = max(ATTPDU.defaultMTU, min(Self.mtuAsked, theirs))
    }
    guard kept != nil else { return startDiscovery() }
    // By its type, not by a handle: the handles are what is in doubt.
    ownQueue.append(
      GATTRequest(
        pdu: .readByTypeRequest(1...0xFFFF, DeviceInformation.firmwareRevision),
        purpose: .firmwareCheck))
  }

  /// Takes the kept table when the device still has the firmware that went with it.
  mutating func checkFirmware(_ answer: ATTPDU) {
    guard let kept, case .readByTypeResponse(let entries) = answer, let found = entries.first,
      found.handle
        == kept.table.characteristic(
          DeviceInformation.firmwareRevision, of: DeviceInformation.service)?.value,
      isSame(found.value, kept.firmware), kept.table.missing(of: profile).isEmpty
    else { return startDiscovery() }
    table = kept.table
    becomeReady()
  }

  /// An answer cuts a value after MTU - 4 bytes, and after 253.
  private func isSame(_ value: [UInt8], _ firmware: String) -> Bool {
    var information = DeviceInformation()
    information.set(DeviceInformation.firmwareRevision, to: value)
    let cut = min(Int(mtu) - 4, 253)
    return value.count < cut
      ? information.firmware == firmware : firmware.hasPrefix(information.firmware)
  }

  mutating func startDiscovery() {
    var wanted: [BluetoothUUID: Set<BluetoothUUID>] = [
      BatteryLevel.service: [BatteryLevel.characteristic],
      DeviceInformation.service: [],
      Self.attributeService: [Self.serviceChanged],
    ]
    for entry in profile.characteristics { wanted[entry.service, default: []].insert(entry.uuid) }
    discovery = GATTDiscovery(wanted: wanted)
  }

  mutating func discover(_ answer: ATTPDU) {
    do throws(GATTFault) {
      try discovery?.receive(answer)
    } catch {
      return end(error)
    }
    guard let complete = discovery, complete.request == nil else { return }
    discovery = nil
    if isReady {
      // Asked again because the device said so: the same table is no news.
      if complete.table != table { end(.tableChanged) }
      return
    }
    table = complete.table
    let missing = table.missing(of: profile)
    guard missing.isEmpty else { return end(.anotherModel(missing: missing)) }
    becomeReady()
  }

  private mutating func becomeReady() {
    resolved = profile.characteristics.map { table.characteristic($0.uuid, of: $0.service) }
    isReady = true
    events.append(.ready)
    startHousekeeping()
  }

  static let attributeService = BluetoothUUID(0x1801)
  static let serviceChanged = BluetoothUUID(0x2A05)

  var changedCharacteristic: GATTTable.Characteristic? {
    table.characteristic(Self.serviceChanged, of: Self.attributeService)
  }

  /// Service Changed names a range, but devices often say "everything" and mean nothing: ask again,
  /// and compare.
  mutating func tableMayHaveChanged() {
    changes += 1
    guard changes <= Self.mostChanges else { return end(.tableChanged) }
    startDiscovery()
  }
}
