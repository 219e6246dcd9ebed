import SinewFeedback
import SinewHistory
import SinewLinks
import SinewSignal

/// The server thread's way to the historian.
final class HistoryGate {
  private let historian: Historian
  private let mailbox: ServerMailbox

  init(historian: Historian, mailbox: ServerMailbox) {
    self.historian = historian
    self.mailbox = mailbox
  }

  /// Takes down a message that is being sent. Never waits.
  func note(_ message: FeedbackMessage) {
    guard HeardMessage.isKept(message.kind), !message.envelope.isState else { return }
    historian.note(HeardMessage(message, clock: WallClock.offset()))
  }

  /// Looks something up on the historian's thread; `done` gets it back on the server thread.
  func ask<Value: Sendable>(
    _ look: @escaping @Sendable (HistoryStore) throws(HistoryError) -> Value,
    done: @escaping @Sendable (Server, Result<Value, HistoryError>) -> Void
  ) {
    let mailbox = mailbox
    historian.look { store in
      let outcome: Result<Value, HistoryError>
      do throws(HistoryError) {
        outcome = .success(try look(store.get()))
      } catch {
        outcome = .failure(error)
      }
      mailbox.post { done($0, outcome) }
    }
  }

  /// Stores what a calibration found.
  func store(_ reference: StoredReference) {
    ask({ store throws(HistoryError) in try store.store(reference) }, done: { _, _ in })
  }

  /// An athlete's references in force, newest of each muscle, side, chain and kind; empty when the
  /// history can't be read. `done` runs on the server thread.
  func references(
    of athlete: String, since: Double = 0,
    done: @escaping @Sendable (Server, [StoredReference]) -> Void
  ) {
    ask(
      { store throws(HistoryError) in try store.references(of: athlete, since: since) },
      done: { done($0, (try? $1.get()) ?? []) })
  }

  /// For `status`.
  var condition: JSONObject {
    let (lost, why) = historian.condition
    var entry: JSONObject = ["stored": .bool(why == nil), "lost": .integer(Int64(lost))]
    entry["why"] = why.map(JSONValue.string)
    return entry
  }
}
