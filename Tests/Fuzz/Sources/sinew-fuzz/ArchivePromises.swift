internal import SinewFeedback
internal import SinewHistory

/// An athlete's archive: taken or refused with a sentence, and its parts fit a line and are archives.
func checkArchive(_ bytes: [UInt8]) throws {
  guard let json = try? JSONValue(parsing: bytes, limits: .file) else { return }
  do {
    let archive = try AthleteArchive(json: json)
    try PropertyFault.unless(AthleteArchive.isID(archive.athlete), "an id that is none")
    for part in try ArchiveParts(json).parts {
      let again = try AthleteArchive(json: .object(part))
      try PropertyFault.unless(again.athlete == archive.athlete, "a part of somebody else")
    }
  } catch let error as HistoryError {
    try PropertyFault.unless(!error.description.isEmpty, "refused without a word")
  }
}
