internal import HTTPTypes
internal import Hummingbird

/// Lets only requests for this kiosk through, and tells browsers to run nothing but its own files.
struct PageGuard<Context: RequestContext>: RouterMiddleware {
  /// Names the kiosk answers to; empty: any, where the network may call it what it likes.
  let names: Set<String>

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    // A page of another site whose name was bent to 127.0.0.1 asks with its own name.
    guard names.isEmpty || names.contains(Self.name(request.head.authority)) else {
      throw HTTPError(.misdirectedRequest, message: "this kiosk has another name")
    }
    var response = try await next(request, context)
    for (field, value) in Self.fields { response.headers[field] = value }
    return response
  }

  private static func name(_ authority: String?) -> String {
    guard let authority else { return "" }
    if authority.hasPrefix("[") { return String(authority.prefix { $0 != "]" }.dropFirst()) }
    return String(authority.prefix { $0 != ":" }).lowercased()
  }

  private static var fields: [(HTTPField.Name, String)] {
    [
      (
        .contentSecurityPolicy,
        """
        default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
        base-uri 'none'; form-action 'none'; frame-ancestors 'none'
        """
      ),
      (.xContentTypeOptions, "nosniff"),
    ]
  }
}
