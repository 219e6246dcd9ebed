internal import CBluetooth

/// Reads service records with libbluetooth, after a look at each byte: on a record cut short inside
/// a sequence libbluetooth (5.66) allocates for ever, and its recursion has no end but the stack's.
package enum ServiceRecords {
  /// The RFCOMM channels named in `lists`, the answer to a service search: in the order of the
  /// records, each once. Records that are not sound or name no channel of RFCOMM are left out; nil
  /// where `lists` is no list of records at all.
  package static func channels(in lists: [UInt8]) -> [UInt8]? {
    guard let whole = DataElement(lists, at: 0, upTo: lists.count),
      whole.content.upperBound == lists.count, let records = sequences(in: whole, lists)
    else { return nil }
    var channels: [UInt8] = []
    for record in records where isSound(lists, record) {
      // 0 where the record names none; anything else is what the peer wrote there.
      guard let channel = UInt8(exactly: port(Array(lists[record]))),
        rfcommChannels.contains(channel), !channels.contains(channel)
      else { continue }
      channels.append(channel)
    }
    return channels
  }

  /// The ranges of the elements in `whole`, whose own content is not looked at; nil where the
  /// lengths do not add up.
  private static func sequences(in whole: DataElement, _ bytes: [UInt8]) -> [Range<Int>]? {
    guard whole.isSequence else { return nil }
    var found: [Range<Int>] = []
    var start = whole.content.lowerBound
    while start < whole.content.upperBound {
      guard let element = DataElement(bytes, at: start, upTo: whole.content.upperBound) else {
        return nil
      }
      found.append(start..<element.content.upperBound)
      start = element.content.upperBound
    }
    return found
  }

  /// A sequence of attribute numbers (UINT16, first byte 0x09), each followed by its value.
  private static func isSound(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    guard let record = DataElement(bytes, at: range.lowerBound, upTo: range.upperBound),
      let items = record.children(bytes), items.count % 2 == 0
    else { return false }
    return stride(from: 0, to: items.count, by: 2).allSatisfy {
      bytes[items[$0].lowerBound] == 0x09
    }
  }

  /// The RFCOMM port that a sound record names, 0 for none.
  private static func port(_ record: [UInt8]) -> CInt {
    var scanned: CInt = 0
    let read = unsafe record.withUnsafeBufferPointer {
      unsafe sdp_extract_pdu($0.baseAddress, CInt($0.count), &scanned)
    }
    guard let read = unsafe read else { return 0 }
    defer { unsafe sdp_record_free(read) }
    var protocols: UnsafeMutablePointer<sdp_list_t>?
    guard unsafe sdp_get_access_protos(read, &protocols) == 0 else { return 0 }
    defer {
      unsafe sdp_list_free(protocols) { inner in
        unsafe sdp_list_free(inner?.assumingMemoryBound(to: sdp_list_t.self), nil)
      }
    }
    return unsafe sdp_get_proto_port(protocols, RFCOMM_UUID)
  }
}
