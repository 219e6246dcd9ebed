internal import SinewSignal

/// The driver's records become requests.
extension GATTClient {
  /// Performs records in order; for use after `.ready`, since before it no characteristic is known.
  /// Bytes that are no records end the link.
  ///
  /// - Parameter isTold: whether the answers become records; false for what was sent outside of
  ///   the driver's conversation, which the driver would not understand.
  package mutating func perform(_ bytes: [UInt8], isTold: Bool = true) {
    guard fault == nil else { return }
    guard let records = GATTRecord.records(in: bytes) else { return end(.noRecord) }
    for record in records {
      switch request(for: record, isTold: isTold) {
      case .success(let request): driverQueue.append(.ask(request))
      case .failure(let error) where isTold:
        driverQueue.append(
          .refuse(GATTRecord(.failed, record.characteristic, [error.rawValue])))
      case .failure: break
      }
    }
    pump()
  }

  private mutating func request(
    for record: GATTRecord, isTold: Bool
  ) -> Result<GATTRequest, ATTError> {
    let place = Int(record.characteristic)
    guard place < resolved.count, let target = resolved[place] else {
      return .failure(.attributeNotFound)
    }
    let purpose = GATTRequest.Purpose.record(
      record.kind, characteristic: record.characteristic, isTold: isTold)
    switch record.kind {
    case .read:
      return .success(GATTRequest(pdu: .readRequest(target.value), purpose: purpose))
    case .write, .writeCommand:
      // What does not fit one PDU would need a queued write, which no wearable asks for.
      guard record.value.count <= Int(mtu) - 3 else { return .failure(.invalidValueLength) }
      let pdu: ATTPDU =
        record.kind == .write
        ? .writeRequest(target.value, record.value) : .writeCommand(target.value, record.value)
      return .success(GATTRequest(pdu: pdu, purpose: purpose))
    case .subscribe, .subscribeIndications:
      guard let handle = target.clientConfiguration else { return .failure(.attributeNotFound) }
      let isOn = record.value.first.map { $0 != 0 } ?? false
      let bit: UInt8 = record.kind == .subscribe ? 1 : 2
      return .success(subscription(handle, bit: bit, isOn: isOn, purpose))
    case .failed, .notification:
      return .failure(.requestNotSupported)
    }
  }
}

extension GATTClient {
  /// Nothing of the driver waits to be sent or answered.
  package var isIdle: Bool {
    driverQueue.isEmpty && outstanding?.isDrivers != true && outgoing.isEmpty
  }

  /// Where the reader finds the values of the driver.
  var routes: HandleRoutes {
    var routes = HandleRoutes()
    let ours = [batteryCharacteristic, changedCharacteristic].map { $0?.value }
    for (place, characteristic) in resolved.enumerated() {
      guard let characteristic, let number = UInt8(exactly: place) else { continue }
      routes.add(
        handle: characteristic.value, characteristic: number,
        isShared: ours.contains(characteristic.value))
    }
    return routes
  }
}
