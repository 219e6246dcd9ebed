internal import SinewSignal

/// Lines of Teleplot: a name, then points with a time each or none.
extension GenericLines {
  @_noLocks @_noAllocation
  mutating func readTelemetry(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    let telemetry = TeleplotLine(line)
    switch telemetry.verdict {
    case .points: break
    case .notForUs:
      batch.note(.unknownKind, bytes: line.count &+ 1)
      return
    case .refused:
      batch.note(.text, bytes: line.count &+ 1)
      return
    }
    guard acceptLabels(&batch) else { return }
    var isNew = false
    let found = column(1, telemetry.nameEnd, &isNew)
    guard found >= 0 else {
      if !schema.isDeclared { differ(&batch) }
      return
    }
    schema.see(found)
    agree(isNew: isNew)
    var position = telemetry.nameEnd &+ 1
    while position < telemetry.pointsEnd {
      let end = line.position(of: 0x3B, from: position, to: telemetry.pointsEnd)
      takePoint(position, end, schema[found].slot, arrival, &batch)
      position = end &+ 1
    }
  }

  @_noLocks @_noAllocation
  private mutating func takePoint(
    _ start: Int, _ end: Int, _ slot: Int, _ arrival: MonotonicTime, _ batch: inout FrameBatch
  ) {
    guard let point = TeleplotPoint(line, from: start, to: end) else {
      batch.note(.text, bytes: end &- start)
      return
    }
    if point.isTimed, !schema.hasTime, !isLocked { schema.becomeTimed() }
    guard schema.hasTime == point.isTimed else {
      batch.note(.schema, bytes: end &- start)
      return
    }
    guard begin(point.microseconds, firstSlot: slot, bytes: end &- start, &batch) else { return }
    put(point.number, slot: slot, point.microseconds, arrival, &batch)
  }
}
