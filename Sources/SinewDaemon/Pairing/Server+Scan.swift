import SinewFeedback
import SinewLinks
import SinewSignal

/// The scan that somebody asked for; on the server thread.
extension Server {
  func begin(_ scan: ScanDesk) {
    self.scan = scan
    supervisor.scan(scan.isDuringStreams ? .always : .whenQuiet)
    settleScan()
  }

  func endScan() {
    guard let scan else { return }
    answer(scan, nil)
    self.scan = nil
    supervisor.scan(.never)
  }

  /// A device was heard on the air, by our scan or by that of another program.
  func heard(_ sighting: Sighting) {
    let isKnown = floor.sensor(at: sighting.peer) != nil
    if let message = scan?.hear(sighting, isKnown: isKnown) { hub.publish(message) }
  }

  /// What the adapters can do is not as it was.
  func bluetoothChanged(_ problems: [RadioProblem], isScanning: Bool) {
    bluetoothProblems = problems
    self.isScanning = isScanning
    settleScan()
  }

  /// Ends a scan that is over or can't be, and answers whoever waits for it to begin.
  func settleScan() {
    guard let scan else { return }
    let now = MonotonicClock.now()
    let obstacles = bluetoothProblems.filter(\.preventsScan)
    // With the right to, an adapter that is off would have been switched on.
    if let obstacle = obstacles.first(where: { $0 == .noPrivilege }) ?? obstacles.first {
      answer(scan, obstacle)
      self.scan = nil
      supervisor.scan(.never)
      return
    }
    if isScanning || now >= scan.patience {
      answer(scan, nil)
      self.scan?.waiting = []
    }
    if now >= scan.ends { endScan() }
  }

  private func answer(_ scan: ScanDesk, _ obstacle: RadioProblem?) {
    for (answer, id) in scan.waiting {
      let response: ControlResponse =
        if let obstacle {
          ControlResponse(id: id, .error(.notAvailable, text: "\(obstacle)"))
        } else {
          ControlResponse(
            id: id,
            .ok([
              "scanning": .bool(isScanning),
              "seconds": .number(max(0, scan.ends.seconds(since: MonotonicClock.now()))),
            ]))
        }
      answer(response.json)
    }
  }

  /// Takes the list of paired sensors over.
  func adoptPaired() { apply(files, floor.catalogue, removal: "forgotten") }
}
