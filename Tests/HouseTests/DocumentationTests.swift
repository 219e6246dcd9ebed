import Foundation
import Testing

/// Functions that are explained where their protocol asks for them.
private let witnesses = [
  "func == (", "func < (", "func visit<", "func decode(", "func converse(", "func farewell(",
  "func receive(", "func advance(to", "func portOpened(", "func emgMicrovolts(", "func motion(at",
  "func next() -> ", "func run() async", "func connected(at", "func disconnected(at",
  "func written(", "func subscriptionChanged(", "func read(into", "func connect(to peer",
]

@Test func packageTypesAndFunctionsAreDocumented() throws {
  let declaration =
    #/^\s*(?:@\w+(?:\([^)]*\))? )*package (?:static |final |mutating |consuming |nonisolated |indirect )*(?:func|struct|enum|class|actor|protocol|typealias) /#
  var bare: [String] = []
  for source in try House.sources() {
    let lines = source.text.split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    for (index, line) in lines.enumerated() where line.firstMatch(of: declaration) != nil {
      let isWitness = witnesses.contains { line.contains($0) }
      if !isWitness, !isDocumented(lines, index) {
        bare.append("\(source.file):\(index + 1): \(line)")
      }
    }
  }
  #expect(bare == [])
}

/// True when the nearest line above that is no attribute is a documentation comment.
private func isDocumented(_ lines: [String], _ index: Int) -> Bool {
  var above = index - 1
  while above >= 0, lines[above].hasPrefix("@") || lines[above].hasPrefix(")") { above -= 1 }
  return above >= 0 && lines[above].hasPrefix("///")
}

@Test func everyRoomStandsInTheArchitecturePage() throws {
  let page = try House.text("Docs/Architecture.md")
  for room in Set(try House.sources().map(\.room)) {
    let isNamed = page.contains(room)
    #expect(isNamed, "Docs/Architecture.md does not name \(room)")
  }
}

@Test func hotFunctionsCarryTheProof() throws {
  // The compiler proves the bodies; this keeps the annotation from being forgotten on the
  // functions that run once a byte, a frame or a sample.
  let verb = #/package mutating func (decode|consume|process|push|pop|time)\(/#
  // What the proof can't look into, joins of proved parts through classes and the ring for any
  // element (that of frames and of findings is proved), `make bench` covers by counting.
  let joins = ["SinewEngine/Station/", "SinewEngine/Ring/"]
  var unproved: [String] = []
  for source in try House.sources() where ["SinewDevices", "SinewEngine"].contains(source.room) {
    if joins.contains(where: { source.file.hasPrefix($0) }) { continue }
    let lines = source.text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where line.firstMatch(of: verb) != nil {
      let isProtocol = source.file.hasSuffix("DeviceDriver.swift")
      let above = index > 0 ? lines[index - 1] : ""
      if !isProtocol, !above.contains("@_noAllocation"), !line.contains("@_noAllocation") {
        unproved.append("\(source.file):\(index + 1)")
      }
    }
  }
  #expect(unproved == [])
}
