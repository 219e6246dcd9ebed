internal import SinewSignal

/// What to do next; one command at a time, so that each answer has its question.
extension ManagementClient {
  mutating func decide() {
    guard outstanding == nil, queue.isEmpty, isWanted, isPrivileged, let adapter else {
      return endScan()
    }
    guard isReady(adapter) else { return switchOn(adapter) }
    if isOwnScan, !wantsScan || now.seconds(since: scanBegan) >= Self.scanRound {
      return endScan()
    }
    if !hasPaces(adapter) {
      return queue.append((.loadConnectionParameters(paces), adapter.index))
    }
    if wantsScan, !isScanning, now >= nextScan {
      queue.append((.startDiscovery, adapter.index))
    }
  }

  private mutating func endScan() {
    guard outstanding == nil, queue.isEmpty, isOwnScan, let adapter else { return }
    queue.append((.stopDiscovery, adapter.index))
  }

  /// Low energy first: a controller that is switched on without it can't be connected with.
  private mutating func switchOn(_ adapter: Controller) {
    guard now >= nextPower else { return }
    guard adapter.current.contains(.lowEnergy) else {
      return queue.append((.setLowEnergy(true), adapter.index))
    }
    nextPower = now.advanced(bySeconds: Self.powerPause)
    queue.append((.setPowered(true), adapter.index))
  }

  mutating func pump() {
    guard outstanding == nil, !queue.isEmpty else { return }
    let next = queue.removeFirst()
    outgoing.append(next.command.packet(for: next.controller).bytes)
    outstanding = (next.command, next.controller, now)
  }
}
