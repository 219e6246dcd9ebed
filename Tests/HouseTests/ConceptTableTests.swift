import Foundation
import Testing

/// The table of Docs/Coaching.md that maps each concept to message, code and proof: what it names is
/// there.
@Suite struct ConceptTableTests {
  /// The concepts of science 0, in its order, by the first words of their rows.
  private static let concepts = [
    "activation by phase", "quality of the motion", "internal and external focus", "symmetry",
    "isolation, one limb at a time", "tempo", "holds, peak contraction", "pre-activation",
    "start light, then add load", "visualise", "film", "learning stages",
    "practice with intent", "order of firing", "compensation, dominance", "tactile cues",
    "five phases", "plateaus", "coaching cues",
  ]

  private struct Row {
    let concept: String
    /// What stands between backticks in a column.
    let messages: [String]
    let code: [String]
    let proofs: [String]
  }

  private static func rows() throws -> [Row] {
    let page = try House.text("Docs/Coaching.md")
    let lines = page.split(separator: "\n").drop { !$0.hasPrefix("| concept |") }
    return lines.dropFirst(2).prefix { $0.hasPrefix("|") }.map { line in
      let cells = line.split(separator: "|", omittingEmptySubsequences: false)
      func marked(_ index: Int) -> [String] {
        cells[index].matches(of: #/`([^`]+)`/#).map { String($0.1) }
      }
      return Row(
        concept: cells[1].trimmingCharacters(in: .whitespaces), messages: marked(2),
        code: marked(3), proofs: marked(4))
    }
  }

  private static func names(below folder: String) throws -> Set<String> {
    let root = House.root.appendingPathComponent(folder)
    let walk = try #require(FileManager.default.enumerator(atPath: root.path))
    return Set(walk.compactMap { ($0 as? String).map { "\(folder)/\($0)" } })
  }

  @Test func everyConceptHasARowWithAMessageCodeAndAProof() throws {
    let rows = try Self.rows()
    for concept in Self.concepts {
      let row = rows.first { $0.concept.hasPrefix(concept) }
      #expect(row != nil, "no row begins with \"\(concept)\"")
      guard let row else { continue }
      #expect(!row.messages.isEmpty && !row.code.isEmpty && !row.proofs.isEmpty, "\(concept)")
    }
  }

  @Test func theTestsThatTheTableNamesExist() throws {
    let files = try Self.names(below: "Tests").map { ($0 as NSString).lastPathComponent }
    let makefile = try House.text("Makefile")
    for row in try Self.rows() {
      for proof in row.proofs {
        if proof.hasPrefix("make ") {
          #expect(makefile.contains("\n\(proof.dropFirst(5)):"), "\(row.concept): \(proof)")
        } else {
          #expect(files.contains("\(proof).swift"), "\(row.concept): \(proof)")
        }
      }
    }
  }

  @Test func theCodeThatTheTableNamesExists() throws {
    let files = try Self.names(below: "Sources")
    for row in try Self.rows() {
      for code in row.code {
        let isThere = files.contains { $0.hasSuffix("/\(code).swift") || $0.hasSuffix("/\(code)") }
        #expect(isThere, "\(row.concept): \(code)")
      }
    }
  }

  @Test func theMessagesThatTheTableNamesAreInTheProtocol() throws {
    let protocolPage = try House.text("Docs/Protocol.md")
    for row in try Self.rows() {
      for message in row.messages {
        // `kind`, `kind.field` or `kind.field.field`; the kinds themselves hold points too.
        let words = message.split(separator: ".").map(String.init)
        let kinds = [words[0], words.prefix(2).joined(separator: ".")]
        let isKind = kinds.contains { protocolPage.contains("\n### `\($0)`") }
        #expect(isKind, "\(row.concept): \(message)")
      }
    }
  }
}
