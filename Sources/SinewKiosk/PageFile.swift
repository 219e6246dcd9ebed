internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// A file of the page, held in the program itself: the kiosk needs no folder and no network.
struct PageFile: Sendable {
  let path: String
  let type: String
  let bytes: [UInt8]

  /// The public screen, which can only listen.
  static let screen: [PageFile] = [
    PageFile(path: "/", type: "text/html", bytes: PackageResources.index_html),
    PageFile(path: "/kiosk.css", type: "text/css", bytes: PackageResources.kiosk_css),
    script("cards", PackageResources.cards_js),
    script("dom", PackageResources.dom_js),
    script("floor", PackageResources.floor_js),
    script("kiosk", PackageResources.kiosk_js),
    script("listen", PackageResources.listen_js),
    script("live", PackageResources.live_js),
    script("names", PackageResources.names_js),
    script("rest", PackageResources.rest_js),
    script("sound", PackageResources.sound_js),
    script("station", PackageResources.station_js),
    script("taps", PackageResources.taps_js),
    script("words", PackageResources.words_js),
  ]

  /// The coach's pages, only where the kiosk may command.
  static let coach: [PageFile] = [
    PageFile(path: "/coach", type: "text/html", bytes: PackageResources.coach_html),
    PageFile(path: "/coach.css", type: "text/css", bytes: PackageResources.coach_css),
    script("ask", PackageResources.ask_js),
    script("assessment", PackageResources.assessment_js),
    script("body", PackageResources.body_js),
    script("chart", PackageResources.chart_js),
    script("coach", PackageResources.coach_js),
    script("coach-words", PackageResources.coach_words_js),
    script("form", PackageResources.form_js),
    script("progress", PackageResources.progress_js),
    script("setup", PackageResources.setup_js),
    script("training", PackageResources.training_js),
  ]

  private static func script(_ name: String, _ bytes: [UInt8]) -> PageFile {
    PageFile(path: "/\(name).js", type: "text/javascript", bytes: bytes)
  }

  /// A page that is kept open for months must not mix files of two versions.
  var response: Response {
    Response(
      status: .ok,
      headers: [.contentType: "\(type); charset=utf-8", .cacheControl: "no-cache"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}
