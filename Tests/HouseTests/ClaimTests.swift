import Foundation
import Testing

/// What nobody may be told (science 7): diagnosis, treatment and prevention, "normal" bodies,
/// nerves and motor units, promises of growth. In every string of the sources, the catalogue, the
/// programme and the pages, whatever the language.
@Suite struct ClaimTests {
  private static let forbidden = [
    #"\babnormal\w*"#, #"\binhibited\b"#, #"\bdiagnos\w*"#, #"\binjur\w*"#,
    #"\bheal(?:s|ed|ing)\b"#,
    #"\bcures?\b"#, #"\btreat(?:s|ment|ments)\b"#, #"\bguarantee\w*"#, #"\brecruit\w*"#,
    #"\bmotor units?\b"#, #"\bnerves?\b"#, #"\bmore fib(?:er|re)s\b"#,
    #"\b(?:muscles? (?:will )?grow|growth)\b"#, #"\brehab\w*"#, #"\banormal\w*"#, #"\bverletz\w*"#,
    #"\bheil(?:t|en|ung)\b"#,
    #"\bbehandl\w*"#, #"\bgarant\w*"#, #"\bkrank\w*"#, #"\bwachs\w*"#, #"\brekrut\w*"#,
    #"\bnerven\b"#,
  ]
  private func claims(in text: String) -> [String] {
    Self.forbidden.flatMap { pattern in
      let options: String.CompareOptions = [.regularExpression, .caseInsensitive]
      return text.range(of: pattern, options: options).map { [String(text[$0])] } ?? []
    }
  }

  @Test func theListFindsWhatItIsFor() {
    #expect(claims(in: "This heals your injured nerve").count == 3)
    #expect(claims(in: "Your left did less than your right in this set").isEmpty)
  }

  @Test func noStringOfTheSourcesMakesAForbiddenClaim() throws {
    let literal = #/"""(?:.|\n)*?"""|"(?:[^"\\\n]|\\.)*"/#
    var found: [String] = []
    var read = 0
    for source in try House.sources() {
      for match in source.text.matches(of: literal) {
        read += 1
        found += claims(in: String(match.0)).map { "\(source.file): \($0)" }
      }
    }
    #expect(found == [])
    #expect(read > 1000)
  }

  @Test func noExercisePhaseOrPageMakesAForbiddenClaim() throws {
    var found: [String] = []
    var read = 0
    for folder in ["SinewCoaching/Exercises", "SinewCoaching/Phases", "SinewKiosk/Page"] {
      let path = "Sources/\(folder)"
      let names = try FileManager.default.contentsOfDirectory(
        atPath: House.root.appendingPathComponent(path).path)
      for name in names {
        guard let text = try? House.text("\(path)/\(name)") else { continue }
        read += 1
        found += claims(in: text).map { "\(path)/\(name): \($0)" }
      }
    }
    #expect(found == [])
    #expect(read > 28)
  }
}
