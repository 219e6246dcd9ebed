internal import SinewSignal

/// What the kernel tells.
extension ManagementClient {
  mutating func take(_ event: ManagementEvent, of index: UInt16) {
    switch event {
    case .finished(let opcode, let status, let returned):
      finish(opcode, of: index, status, returned)
    case .controllerAdded: ask(about: index)
    case .controllerRemoved: forget(index)
    case .newSettings(let settings):
      guard controllers[index] != nil else { return }
      controllers[index]?.current = settings
      if settings.contains(.powered) {
        isBlocked = false
      } else if index == adapter?.index {
        // A controller that is off forgets its scan, and keeps no paces either.
        stopped()
        loaded = nil
      }
      events.append(.changed)
    case .discovering(let isOn):
      guard index == adapter?.index else { return }
      guard isOn else { return stopped() }
      isScanning = true
      refusals = 0
      events.append(.changed)
    case .found(let report):
      events.append(.sighted(board.add(report, at: now)))
    case .disconnected(let peer, let reason): events.append(.disconnected(peer, reason))
    case .connectFailed(let peer, let status): events.append(.connectFailed(peer, status))
    case .newConnectionParameters(let peer, let interval, _, _):
      events.append(.pace(peer, intervalMs: Double(interval) * 1.25))
    case .connected: break
    }
  }

  /// A scan of 10.24 s is over; the next begins when it is still wanted.
  private mutating func stopped() {
    isScanning = false
    isOwnScan = false
    events.append(.changed)
  }

  private mutating func ask(about index: UInt16) {
    guard controllers.count < Self.mostControllers, queue.count < Self.mostControllers else {
      return
    }
    queue.append((.readControllerInformation, index))
  }

  private mutating func forget(_ index: UInt16) {
    if index == adapter?.index {
      stopped()
      isBlocked = false
      // The next adapter has its own first attempt.
      nextPower = .zero
    }
    controllers[index] = nil
    if loaded?.controller == index { loaded = nil }
    queue.removeAll { $0.controller == index }
    if outstanding?.controller == index { outstanding = nil }
    events.append(.changed)
  }

  private mutating func finish(
    _ opcode: UInt16, of index: UInt16, _ status: ManagementStatus, _ returned: [UInt8]
  ) {
    // Another program's commands are answered to that program; what does not fit is a lie.
    guard let asked = outstanding, asked.command.opcode == opcode, asked.controller == index else {
      return
    }
    outstanding = nil
    guard status == .success else { return failed(asked.command, index, status) }
    switch asked.command {
    case .readIndexList:
      isListed = true
      var cursor = ByteCursor(returned)
      _ = cursor.word()
      while let index = cursor.word() { ask(about: index) }
    case .readControllerInformation:
      controllers[index] = Controller(index: index, information: returned)
    case .setPowered, .setLowEnergy:
      var cursor = ByteCursor(returned)
      if let settings = cursor.long() {
        controllers[index]?.current = Controller.Settings(rawValue: settings)
      }
      if case .setPowered = asked.command { isBlocked = false }
    case .startDiscovery:
      isScanning = true
      isOwnScan = true
      scanBegan = now
      refusals = 0
    case .stopDiscovery: stopped()
    case .loadConnectionParameters(let paces): loaded = (index, paces)
    default: break
    }
    events.append(.changed)
  }

  mutating func failed(
    _ command: ManagementCommand, _ index: UInt16, _ status: ManagementStatus
  ) {
    if status == .permissionDenied { isPrivileged = false }
    if status == .rfkilled { isBlocked = true }
    switch command {
    case .startDiscovery:
      refusals += 1
      nextScan = now.advanced(bySeconds: Self.scanPause)
    // Rejected: it had ended by itself.
    case .stopDiscovery: stopped()
    // Not again and again: the wearables get the kernel's own pace.
    case .loadConnectionParameters(let paces): loaded = (index, paces)
    case .setLowEnergy: nextPower = now.advanced(bySeconds: Self.powerPause)
    case .readIndexList: isListed = true
    default: break
    }
    events.append(.changed)
  }
}
