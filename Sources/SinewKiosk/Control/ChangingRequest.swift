internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import SinewFeedback

/// A request that changes something, once it is certain that a page of this kiosk sent it.
struct ChangingRequest {
  let body: JSONObject
  /// Whether the browser came over TLS, as it does through a proxy.
  let isEncrypted: Bool

  /// Longest body, bytes.
  private static let longest = 16_384
  static let tokenField = HTTPField.Name("X-Sinew-Token")

  /// Reads a request, or refuses it: its `Origin` must be this kiosk as the browser calls it, and it
  /// must carry the word that only a page of this kiosk can know.
  ///
  /// - Throws: an `HTTPError` with one sentence.
  init(_ request: Request, token: String) async throws {
    let host = request.head.authority?.lowercased() ?? ""
    let origin = request.headers[.origin]?.lowercased() ?? ""
    guard !host.isEmpty, origin == "http://\(host)" || origin == "https://\(host)" else {
      throw HTTPError(.forbidden, message: "only a page of this kiosk may ask that")
    }
    guard let field = Self.tokenField, let said = request.headers[field], Secret.isSame(said, token)
    else { throw HTTPError(.forbidden, message: "the page is out of date: load it again") }
    guard request.headers[.contentType]?.hasPrefix("application/json") == true else {
      throw HTTPError(.unsupportedMediaType, message: "application/json is wanted")
    }
    let bytes: ByteBuffer
    do {
      bytes = try await request.body.collect(upTo: Self.longest)
    } catch is NIOTooManyBytesError {
      throw HTTPError(.contentTooLarge, message: "at most \(Self.longest) bytes")
    }
    guard let body = try? JSONValue(parsing: Array(bytes.readableBytesView)).object else {
      throw HTTPError(.badRequest, message: "one JSON object is wanted")
    }
    self.body = body
    isEncrypted = origin.hasPrefix("https:")
  }
}
