package import SinewSignal

/// What the rest of the program wants.
extension ManagementClient {
  /// When to look for wearables, from now on.
  package mutating func setScan(_ scan: Scan, at now: MonotonicTime) {
    if self.scan != scan { nextScan = .zero }
    self.scan = scan
    advance(to: now)
  }

  /// - Parameters:
  ///   - connecting: connections that are being made.
  ///   - streaming: connections that are in use.
  package mutating func setConnections(
    connecting: Int, streaming: Int, at now: MonotonicTime
  ) {
    self.connecting = connecting
    self.streaming = streaming
    advance(to: now)
  }

  /// The pace of every wearable that may be connected, all of them each time.
  package mutating func setPaces(_ paces: [ConnectionParameters], at now: MonotonicTime) {
    self.paces = Array(paces.prefix(Self.mostPaces))
    advance(to: now)
  }

  /// The adapter in use; nil while none is there.
  package var adapter: Controller? {
    let usable = controllers.values.filter { $0.supported.contains(.lowEnergy) }
      .sorted { $0.index < $1.index }
    return usable.first { $0.address == preferred } ?? usable.first
  }

  /// True when a connection may be tried now: no scan of ours runs that nobody waits for, and the
  /// adapter knows the paces, or will not be told them.
  package var isPrepared: Bool {
    guard isListed, outstanding == nil else { return false }
    guard isPrivileged, let adapter, isReady(adapter) else { return true }
    return (!isOwnScan || scan == .always) && hasPaces(adapter)
  }

  package var problems: [RadioProblem] {
    guard isListed else { return [] }
    guard let adapter else {
      // One that is being asked what it is may yet do.
      return isAsking ? [] : [controllers.isEmpty ? .noAdapter : .noLowEnergy]
    }
    var problems: [RadioProblem] = []
    if isBlocked {
      problems.append(.blocked)
    } else if isWanted, !isReady(adapter), outstanding == nil {
      problems.append(.switchedOff)
    }
    if !isPrivileged { problems.append(.noPrivilege) }
    if refusals >= Self.manyRefusals { problems.append(.scanRefused) }
    return problems
  }

  /// Whether somebody looks for new wearables, and nothing prevents it but connections being made:
  /// those must not follow one another without end.
  package var isLooking: Bool {
    guard scan != .never, isPrivileged, let adapter, isReady(adapter) else { return false }
    return (scan == .always || streaming == 0) && refusals < Self.manyRefusals
  }

  /// Whether a wearable has advertised since a moment.
  package func hasHeard(_ peer: BLEAddress, since moment: MonotonicTime) -> Bool {
    board.lastHeard(peer).map { $0 >= moment } ?? false
  }

  private var isAsking: Bool {
    outstanding?.command == .readControllerInformation
      || queue.contains { $0.command == .readControllerInformation }
  }

  var wantsScan: Bool {
    guard isPrivileged, let adapter, isReady(adapter) else { return false }
    switch scan {
    case .never: return false
    case .whenQuiet: return streaming == 0 && connecting == 0
    case .always: return true
    }
  }

  func isReady(_ adapter: Controller) -> Bool {
    adapter.current.isSuperset(of: [.powered, .lowEnergy])
  }

  func hasPaces(_ adapter: Controller) -> Bool {
    paces.isEmpty || loaded?.controller == adapter.index && loaded?.paces == paces
  }

  /// Somebody needs the adapter.
  var isWanted: Bool { scan != .never || !paces.isEmpty }
}
