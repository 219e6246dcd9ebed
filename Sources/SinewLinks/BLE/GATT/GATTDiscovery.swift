internal import SinewSignal

/// Asks for a table, one request at a time (Core Specification, Vol 3 Part G, 4.4 to 4.7): all
/// primary services, the characteristics of those that matter, and of the characteristics that
/// matter the client configuration. A pure value: the next request out, its answer in.
///
/// Whatever the server says, each answer must lead further up the handles, so that the number of
/// requests is limited.
struct GATTDiscovery: Sendable, Hashable {
  /// More than any wearable has, and few enough to end a listing that never ends.
  static let mostServices = 64
  static let mostCharacteristics = 256

  static let primaryService = BluetoothUUID(0x2800)
  static let characteristic = BluetoothUUID(0x2803)
  static let clientConfiguration = BluetoothUUID(0x2902)

  private enum Step: Hashable {
    case services(from: UInt16)
    case characteristics(service: Int, from: UInt16)
    case configuration(service: Int, characteristic: Int, from: UInt16)
    case finished
  }

  /// Which services matter, and in them which characteristics may be subscribed to.
  private let wanted: [BluetoothUUID: Set<BluetoothUUID>]
  private var step = Step.services(from: 1)
  private(set) var table = GATTTable()

  init(wanted: [BluetoothUUID: Set<BluetoothUUID>]) { self.wanted = wanted }

  /// The next request; nil when the table is complete.
  var request: ATTPDU? {
    switch step {
    case .services(let from): return .readByGroupTypeRequest(from...0xFFFF, Self.primaryService)
    case .characteristics(let service, let from):
      return .readByTypeRequest(
        from...table.services[service].handles.upperBound, Self.characteristic)
    case .configuration(let service, let index, let from):
      return .findInformationRequest(from...lastDescriptor(service, index))
    case .finished: return nil
    }
  }

  /// Takes the answer to `request`; any other answer is malformed.
  mutating func receive(_ answer: ATTPDU) throws(GATTFault) {
    switch (step, answer) {
    case (.services(let from), .readByGroupTypeResponse(let groups)):
      try add(groups, from: from)
    case (.characteristics(let service, let from), .readByTypeResponse(let entries)):
      try add(entries, to: service, from: from)
    case (.configuration(let service, let index, let from), .findInformationResponse(let found)):
      try add(found, service, index, from: from)
    case (_, .errorResponse(_, _, .attributeNotFound)): next()
    // Some servers refuse to list what holds nothing, rather than say that it holds nothing.
    case (.configuration, .errorResponse): next()
    case (_, .errorResponse(_, _, let error)): throw .refused(error)
    default: throw .malformed(what: "it answers a question that was not asked")
    }
  }

  private mutating func add(_ groups: [ATTGroup], from: UInt16) throws(GATTFault) {
    var floor = from
    for (place, group) in groups.enumerated() {
      guard group.handles.lowerBound >= floor else { throw Self.disorder }
      guard [2, 16].contains(group.value.count),
        let uuid = BluetoothUUID(littleEndian: group.value)
      else { throw .malformed(what: "a service has no UUID") }
      table.services.append(GATTTable.Service(uuid: uuid, handles: group.handles))
      guard table.services.count <= Self.mostServices else { throw .endless }
      let last = group.handles.upperBound
      guard last < 0xFFFF else {
        guard place == groups.count - 1 else { throw Self.disorder }
        return next()
      }
      floor = last + 1
    }
    step = .services(from: floor)
  }

  private mutating func add(
    _ entries: [ATTHandleValue], to service: Int, from: UInt16
  ) throws(GATTFault) {
    let end = table.services[service].handles.upperBound
    var floor = from
    for entry in entries {
      var cursor = ByteCursor(entry.value)
      guard let properties = cursor.byte(), let value = cursor.word(),
        [2, 16].contains(cursor.rest.count),
        let uuid = BluetoothUUID(littleEndian: cursor.rest)
      else { throw .malformed(what: "a characteristic is declared in the wrong size") }
      guard entry.handle >= floor, value > entry.handle, value <= end else { throw Self.disorder }
      table.services[service].characteristics.append(
        GATTTable.Characteristic(
          uuid: uuid, properties: GATTTable.Properties(rawValue: properties),
          declaration: entry.handle, value: value))
      // No overflow: the value's handle is higher.
      floor = entry.handle + 1
    }
    let count = table.services.reduce(0) { $0 + $1.characteristics.count }
    guard count <= Self.mostCharacteristics else { throw .endless }
    guard floor <= end else { return next() }
    step = .characteristics(service: service, from: floor)
  }

  private mutating func add(
    _ found: [ATTAttribute], _ service: Int, _ index: Int, from: UInt16
  ) throws(GATTFault) {
    let end = lastDescriptor(service, index)
    var last = from
    for (place, attribute) in found.enumerated() {
      guard attribute.handle <= end,
        attribute.handle > last || place == 0 && attribute.handle == last
      else { throw Self.disorder }
      last = attribute.handle
      if attribute.type == Self.clientConfiguration {
        table.services[service].characteristics[index].clientConfiguration = attribute.handle
        return next()
      }
    }
    guard last < end else { return next() }
    step = .configuration(service: service, characteristic: index, from: last + 1)
  }

  private static let disorder = GATTFault.malformed(what: "it lists handles out of order")

  /// A characteristic's descriptors end before the next declaration.
  private func lastDescriptor(_ service: Int, _ index: Int) -> UInt16 {
    let entry = table.services[service]
    guard index + 1 < entry.characteristics.count else { return entry.handles.upperBound }
    return entry.characteristics[index + 1].declaration - 1
  }

  /// Goes on to the next part of the table that matters.
  private mutating func next() {
    switch step {
    case .services: enter(service: 0)
    case .characteristics(let service, _): configure(service, from: 0)
    case .configuration(let service, let index, _): configure(service, from: index + 1)
    case .finished: break
    }
  }

  private mutating func enter(service first: Int) {
    for index in table.services.indices.dropFirst(first)
    where wanted[table.services[index].uuid] != nil {
      step = .characteristics(service: index, from: table.services[index].handles.lowerBound)
      return
    }
    step = .finished
  }

  private mutating func configure(_ service: Int, from first: Int) {
    let entry = table.services[service]
    for index in entry.characteristics.indices.dropFirst(first) {
      let candidate = entry.characteristics[index]
      let end = lastDescriptor(service, index)
      guard wanted[entry.uuid]?.contains(candidate.uuid) == true, candidate.value < end,
        !candidate.properties.isDisjoint(with: [.notify, .indicate])
      else { continue }
      step = .configuration(
        service: service, characteristic: index, from: candidate.value + 1)
      return
    }
    enter(service: service + 1)
  }
}
