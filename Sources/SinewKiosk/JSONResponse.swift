internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore
internal import SinewFeedback

extension Response {
  /// An object as JSON that nobody keeps.
  static func json(_ object: JSONObject, status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: JSONValue.object(object).text)))
  }

  /// A refusal in one sentence.
  static func refusal(
    _ status: HTTPResponse.Status, _ code: ErrorCode, _ text: String
  ) -> Response {
    json(ControlLine.fault(code, text), status: status)
  }
}
