internal import GRDB
internal import SinewFeedback

/// Messages to and from what lies in the file.
enum StoredText {
  /// The message without the part of the envelope that columns hold.
  static func pack(_ body: FeedbackBody) throws(HistoryError) -> [UInt8] {
    var line = LineWriter(capacity: 2048)
    encode(FeedbackMessage(envelope: Envelope(), body: body), into: &line)
    return try Deflated.pack(Array(line.bytes.dropLast()))
  }

  /// - Throws: `HistoryError.failed` for what is no message.
  static func body(_ packed: [UInt8]) throws(HistoryError) -> FeedbackBody {
    do {
      return try FeedbackMessage(json: JSONValue(parsing: Deflated.unpack(packed))).body
    } catch let error as HistoryError {
      throw error
    } catch {
      throw .failed("a stored message can't be read")
    }
  }
}
