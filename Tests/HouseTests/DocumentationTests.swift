import Foundation
import Testing

/// Declarations that explain themselves by the protocol they fulfil.
private let selfEvident = ["package init(", "package static func ==", "package var description"]

@Test func packageTypesAndFunctionsAreDocumented() throws {
  let declaration =
    #/^\s*(?:@\w+(?:\([^)]*\))? )*package (?:static |final |mutating |consuming |nonisolated |indirect )*(?:func|struct|enum|class|actor|protocol|typealias) /#
  for source in try House.sources() {
    let lines = source.text.split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    for (index, line) in lines.enumerated() {
      guard line.firstMatch(of: declaration) != nil else { continue }
      if selfEvident.contains(where: { line.contains($0) }) { continue }
      #expect(
        isDocumented(lines, index), "\(source.file):\(index + 1) has no /// above: \(line)")
    }
  }
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
    #expect(page.contains(room), "Docs/Architecture.md does not name \(room)")
  }
}

@Test func hotRoomsStayFreeOfHeapTypesInSignatures() throws {
  // The compiler proves the bodies; this keeps the annotation from being forgotten on the
  // functions that run once a byte, a frame or a sample.
  let hot = #/(?s)((?:@\w+ ?|\n\s*)*)package mutating func (decode|consume|process|push|pop|time)\b/#
  for source in try House.sources()
  where ["SinewDevices", "SinewEngine"].contains(source.room) && !source.file.contains("Protocol") {
    for match in source.text.matches(of: hot) where !source.text.contains("protocol DeviceDriver") {
      #expect(
        match.1.contains("@_noAllocation"), "\(source.file): \(match.2) is not proved")
    }
  }
}
