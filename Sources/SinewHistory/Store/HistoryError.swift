/// Why the history can't be used or a change can't be made; each case is one sentence.
package enum HistoryError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file can't be opened or made.
  case unusable(file: String, why: String)
  /// Another program holds the file for longer than we wait.
  case locked(file: String)
  /// The bytes are no database, or one that contradicts itself.
  case corrupt(file: String)
  /// Written by a later version; an older one would destroy what it does not know.
  case newer(file: String)
  case diskFull(file: String)
  case unknownAthlete(String)
  case unknownSet(Int)
  case unknownRepetition(set: Int, rep: Int)
  /// An archive or a value in it is not what it should be; a sentence.
  case invalid(String)
  /// SQLite refused for another reason.
  case failed(String)

  package var description: String {
    switch self {
    case .unusable(let file, let why): "the history \(file) can't be used: \(why)"
    case .locked(let file): "the history \(file) is held by another program"
    case .corrupt(let file): "the history \(file) is damaged"
    case .newer(let file):
      "the history \(file) was written by a later version of Sinew; install that version, or move"
        + " the file away to begin a new history"
    case .diskFull(let file): "the disk with the history \(file) is full"
    case .unknownAthlete(let athlete): "There is no athlete \"\(athlete.prefix(64))\"."
    case .unknownSet(let set): "There is no set \(set)."
    case .unknownRepetition(let set, let rep): "Set \(set) has no repetition \(rep)."
    case .invalid(let sentence): sentence
    case .failed(let sentence): "the history refused: \(sentence)"
    }
  }
}
