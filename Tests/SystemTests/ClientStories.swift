import Foundation
import Glibc
import Testing

/// The clients of Docs/Clients and their examples, run as they stand there against the daemon.
@Suite(.roomForFew) struct ClientStories {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Docs/Clients").path
  private static let firstColumns = [
    "boot", "kind", "station", "athlete", "set", "exercise", "rep",
  ]

  @Test(.enabled("needs python3") { installed("python3") })
  func theExamplesInPythonFollowASet() async throws {
    let gym = try Gym()
    // Set after set: a client that comes late by its own waiting finds one to follow.
    try gym.furnishQuickCurl(QuickCurl.athlete(sets: 20))
    // Before the daemon: a client waits for it.
    let printer = try start("python3", "hello_reps.py", gym)
    let logger = try start("python3", "log_csv.py", gym)
    let strip = try start("python3", "led_strip.py", gym, ["rack-1", "\(gym.folder)/leds", "32"])
    try await gym.start()
    let screen = try gym.listen()
    _ = try await screen.next("set.ended")

    try await eventually("three repetitions are printed") {
      try gym.read("hello_reps.py").contains("repetition 3 at rack-1\n")
    }
    let repetitions = try await eventually("a whole set is logged") {
      let rows = try gym.read("log_csv.py").split(separator: "\n")
        .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        .filter { $0.count >= Self.firstColumns.count }
      #expect(rows.isEmpty || rows[0].starts(with: Self.firstColumns))
      let sets = Dictionary(grouping: rows.filter { $0[1] == "rep" }) { $0[4] }
      return sets.values.first { set in set.map { $0[6] } == ["1", "2", "3"] }
    }
    #expect(Set(repetitions.map { $0[5] }) == ["quick_curl"])
    // Each picture: 4 zeros, 4 bytes a lamp, an end of ones.
    let pictures = try Data(contentsOf: URL(filePath: "\(gym.folder)/leds"))
    let size = 4 + 32 * 4 + 3
    #expect(pictures.count > size && pictures.count.isMultiple(of: size))
    let lit = stride(from: 0, to: pictures.count - size, by: size).contains { start in
      pictures[start..<start + 4].allSatisfy { $0 == 0 } && pictures[start + 4] == 0xE4
        && pictures[start + 5..<start + 8].contains { $0 > 0 }
    }
    #expect(lit)
    for program in [printer, logger, strip] { #expect(!program.hasEnded) }
  }

  @Test(.enabled("needs python3") { installed("python3") })
  func thePythonClientComesBackAndIsToldWhatIsRefused() async throws {
    let gym = try Gym()
    try gym.furnishStations()
    try await gym.start()
    try gym.write(
      """
      import sinew
      try:
          sinew.ask("set.start", station="rack-9")
      except sinew.SinewError as error:
          print(error.code, flush=True)
      print(len(sinew.ask("stations")["stations"]), flush=True)
      for message in sinew.listen("station"):
          if message["kind"] == "hello":
              print("hello", flush=True)

      """, to: "client.py")
    let client = try start("python3", "\(gym.folder)/client.py", gym)
    try await eventually("hello") { try gym.read("client.py") == "unknown_station\n2\nhello\n" }
    gym.daemon?.signal(SIGTERM)
    _ = try await gym.daemon?.end()
    try await gym.start()
    try await eventually("hello again") { try gym.read("client.py").hasSuffix("hello\nhello\n") }
    #expect(!client.hasEnded)
  }

  @Test(.enabled("needs python3") { installed("python3") })
  func thePythonClientRefusesAnotherProtocol() async throws {
    let gym = try Gym()
    let listener = try ListeningSocket(path: gym.feedbackPath)
    let client = try start("python3", "hello_reps.py", gym)
    let connection = accept(listener.descriptor, nil, nil)
    defer { close(connection) }
    let hello = #"{"kind":"hello","protocol":{"major":2,"minor":0}}"# + "\n"
    let isSent = unsafe send(connection, hello, hello.utf8.count, CInt(MSG_NOSIGNAL)) > 0
    #expect(isSent)
    #expect(try await client.end() == 1)
    #expect(try gym.read("hello_reps.py").contains("the daemon speaks protocol 2, this client 1"))
  }

  @Test(.enabled("needs node and curl") { installed("node") && installed("curl") })
  func theWebPageServesTheLines() async throws {
    let gym = try Gym()
    try gym.furnishQuickCurl(QuickCurl.athlete(sets: 20))
    let page = try start("node", "web_page.mjs", gym, ["0"])
    let address = try await eventually("the address") {
      try gym.read("web_page.mjs").split(separator: "\n").first.map(String.init)
    }
    // Before the daemon: the page's lines begin when it comes.
    let lines = try Program(
      [Self.path("curl"), "-sN", "\(address)events"], output: "\(gym.folder)/events")
    try await gym.start()
    try await eventually("the third repetition") {
      try gym.read("events").contains(#"data: {"kind":"rep""#)
        && gym.read("events").contains(#""rep":3,"#)
    }
    let html = try await gym.run([Self.path("curl"), "-s", address])
    #expect(html.output.contains("<output id=\"count\">"))
    let module = try await gym.run([Self.path("curl"), "-s", "\(address)sinew.mjs"])
    #expect(
      module.output == (try String(contentsOfFile: "\(Self.folder)/sinew.mjs", encoding: .utf8)))
    let climbing = try await gym.run(
      [Self.path("curl"), "-s", "--path-as-is", "-w", "%{http_code}", "\(address)../README.md"])
    #expect(climbing.output == "404")
    #expect(!page.hasEnded && !lines.hasEnded)
  }

  @Test func theClientsAreShortAndThePageShowsTheFirstScreen() throws {
    for name in ["sinew.py", "sinew.mjs"] {
      let text = try String(contentsOfFile: "\(Self.folder)/\(name)", encoding: .utf8)
      #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 151)
    }
    let first = try String(contentsOfFile: "\(Self.folder)/hello_reps.py", encoding: .utf8)
    let code = try #require(first.range(of: "import sinew")).lowerBound
    #expect(first.split(separator: "\n").count <= 10)
    let page = try String(contentsOfFile: "\(Self.folder)/README.md", encoding: .utf8)
    #expect(page.contains(first[code...]))
  }

  /// Starts a client whose output goes to a file of its name in the gym's folder.
  private func start(
    _ interpreter: String, _ file: String, _ gym: Gym, _ arguments: [String] = []
  ) throws -> Program {
    let path = file.hasPrefix("/") ? file : "\(Self.folder)/\(file)"
    let words = [Self.path(interpreter)] + (interpreter == "python3" ? ["-B"] : [])
    return try Program(
      words + [path] + arguments,
      environment: [
        "SINEW_FEEDBACK": gym.feedbackPath, "SINEW_CONTROL": gym.controlPath,
        "PYTHONPATH": Self.folder,
      ], output: "\(gym.folder)/\(URL(filePath: path).lastPathComponent).out")
  }

  private static func path(_ program: String) -> String {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .map { "\($0)/\(program)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) } ?? program
  }

  private static func installed(_ program: String) -> Bool { path(program) != program }
}

extension Gym {
  /// What a client has printed so far.
  fileprivate func read(_ name: String) throws -> String {
    let file = name == "events" ? name : "\(name).out"
    return (try? String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)) ?? ""
  }
}
