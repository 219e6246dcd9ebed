internal import SinewSignal

extension ATTPDU {
  /// The PDU as it goes on the air. The entries of a listing share one size: entries that differ
  /// from the first are left out, as a server must put them into an answer of their own.
  package var bytes: [UInt8] {
    var made = [opcode.rawValue]
    switch self {
    case .errorResponse(let request, let handle, let error):
      made.append(request)
      made.append(littleEndian: handle)
      made.append(error.rawValue)
    case .exchangeMTURequest(let size), .exchangeMTUResponse(let size):
      made.append(littleEndian: size)
    case .findInformationRequest(let handles):
      made.append(littleEndian: handles.lowerBound)
      made.append(littleEndian: handles.upperBound)
    case .readByTypeRequest(let handles, let type), .readByGroupTypeRequest(let handles, let type):
      made.append(littleEndian: handles.lowerBound)
      made.append(littleEndian: handles.upperBound)
      made += type.littleEndian
    case .readRequest(let handle):
      made.append(littleEndian: handle)
    case .readBlobRequest(let handle, let offset):
      made.append(littleEndian: handle)
      made.append(littleEndian: offset)
    case .writeRequest(let handle, let value), .writeCommand(let handle, let value),
      .notification(let handle, let value), .indication(let handle, let value):
      made.append(littleEndian: handle)
      made += value
    case .readResponse(let value), .readBlobResponse(let value):
      made += value
    case .findInformationResponse(let attributes): made += Self.listing(attributes)
    case .readByTypeResponse(let entries): made += Self.listing(entries)
    case .readByGroupTypeResponse(let groups): made += Self.listing(groups)
    case .multipleNotification(let entries):
      for entry in entries {
        made.append(littleEndian: entry.handle)
        made.append(littleEndian: UInt16(truncatingIfNeeded: entry.value.count))
        made += entry.value
      }
    case .writeResponse, .confirmation: break
    }
    return made
  }

  private static func listing(_ attributes: [ATTAttribute]) -> [UInt8] {
    let isShort = attributes.first?.type.short != nil
    var made: [UInt8] = [isShort ? 1 : 2]
    for attribute in attributes where (attribute.type.short != nil) == isShort {
      made.append(littleEndian: attribute.handle)
      made += attribute.type.littleEndian
    }
    return made
  }

  private static func listing(_ entries: [ATTHandleValue]) -> [UInt8] {
    let size = entries.first?.value.count ?? 0
    var made = [UInt8(truncatingIfNeeded: size + 2)]
    for entry in entries where entry.value.count == size {
      made.append(littleEndian: entry.handle)
      made += entry.value
    }
    return made
  }

  private static func listing(_ groups: [ATTGroup]) -> [UInt8] {
    let size = groups.first?.value.count ?? 0
    var made = [UInt8(truncatingIfNeeded: size + 4)]
    for group in groups where group.value.count == size {
      made.append(littleEndian: group.handles.lowerBound)
      made.append(littleEndian: group.handles.upperBound)
      made += group.value
    }
    return made
  }
}
