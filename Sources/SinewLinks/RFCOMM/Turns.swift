/// Lets tasks pass one at a time, in the order in which they came.
actor Turns {
  private var isTaken = false
  private var tickets = 0
  private var waiting: [(ticket: Int, pass: CheckedContinuation<Bool, Never>)] = []

  /// Waits for the turn; every true is to be followed by `give`. False when the task was cancelled
  /// before its turn came.
  func take() async -> Bool {
    guard isTaken else {
      isTaken = true
      return true
    }
    tickets += 1
    let ticket = tickets
    return await withTaskCancellationHandler {
      await withCheckedContinuation { pass in
        // A cancellation from here on finds the ticket: `leave` needs the actor, which is ours.
        if Task.isCancelled {
          pass.resume(returning: false)
        } else {
          waiting.append((ticket, pass))
        }
      }
    } onCancel: {
      Task { await self.leave(ticket) }
    }
  }

  /// The turn is over: the next may pass.
  func give() {
    if waiting.isEmpty {
      isTaken = false
    } else {
      waiting.removeFirst().pass.resume(returning: true)
    }
  }

  private func leave(_ ticket: Int) {
    guard let place = waiting.firstIndex(where: { $0.ticket == ticket }) else { return }
    waiting.remove(at: place).pass.resume(returning: false)
  }
}
