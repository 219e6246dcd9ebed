internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// A file of the page, held in the program itself: the kiosk needs no folder and no network.
struct PageFile: Sendable {
  let path: String
  let type: String
  let bytes: [UInt8]

  static let all: [PageFile] = [
    PageFile(path: "/", type: "text/html", bytes: PackageResources.index_html),
    PageFile(path: "/kiosk.css", type: "text/css", bytes: PackageResources.kiosk_css),
    PageFile(path: "/kiosk.js", type: "text/javascript", bytes: PackageResources.kiosk_js),
    PageFile(path: "/floor.js", type: "text/javascript", bytes: PackageResources.floor_js),
    PageFile(path: "/views.js", type: "text/javascript", bytes: PackageResources.views_js),
    PageFile(path: "/words.js", type: "text/javascript", bytes: PackageResources.words_js),
    PageFile(path: "/sound.js", type: "text/javascript", bytes: PackageResources.sound_js),
  ]

  /// A page that is kept open for months must not mix files of two versions.
  var response: Response {
    Response(
      status: .ok,
      headers: [.contentType: "\(type); charset=utf-8", .cacheControl: "no-cache"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}
