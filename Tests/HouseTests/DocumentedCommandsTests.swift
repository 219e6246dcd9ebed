import ArgumentParser
import Foundation
import Testing

@testable import sinewctl

/// Commands that the pages show are commands that the programs take.
@Suite struct DocumentedCommandsTests {
  @Test func everySinewctlCommandOfThePagesParses() throws {
    let commands = try Self.commands().filter { $0.words.first == "sinewctl" }
    #expect(commands.count > 10, "the pages show commands, so this test must find some")
    for command in commands {
      var words = Array(command.words.dropFirst())
      // A mention between backticks leaves out what the reader knows; its command must exist.
      if command.isMention {
        words = words.prefix { $0.allSatisfy { $0.isLowercase || $0 == "-" } && $0.first != "-" }
        words.append("--help")
      }
      do {
        _ = try Sinewctl.parseAsRoot(words)
      } catch {
        // Asking for help or the version is no error of the page.
        guard Sinewctl.exitCode(for: error).rawValue != 0 else { continue }
        Issue.record("\(command.page): \(command.words): \(Sinewctl.message(for: error))")
      }
    }
  }

  @Test func everyMakeTargetOfThePagesExists() throws {
    let makefile = try House.text("Makefile")
    for command in try Self.commands() where command.words.first == "make" {
      for target in command.words.dropFirst() where !target.contains("=") && target != "..." {
        #expect(makefile.contains("\n\(target):"), "\(command.page): make \(target)")
      }
    }
  }

  @Test func everyLinkOfThePagesLeadsSomewhere() throws {
    for page in try Self.pages() {
      let folder = House.root.appending(path: page).deletingLastPathComponent()
      for link in try House.text(page).matches(of: #/\]\(([^)#]*)(?:#([^)]*))?\)/#) {
        guard !link.1.contains("://") else { continue }
        let target =
          link.1.isEmpty
          ? House.root.appending(path: page) : folder.appending(path: String(link.1))
        let exists = FileManager.default.fileExists(atPath: target.path)
        #expect(exists, "\(page) leads to \(link.1)")
        guard exists, let anchor = link.2, target.pathExtension == "md" else { continue }
        let anchors = try String(contentsOf: target, encoding: .utf8).split(separator: "\n")
          .filter { $0.hasPrefix("#") }.map(Self.anchor)
        #expect(anchors.contains(String(anchor)), "\(page) leads to \(link.1)#\(anchor)")
      }
    }
  }

  /// A heading as its anchor is written: lower case, blanks as hyphens, no other marks.
  private static func anchor(_ heading: Substring) -> String {
    let text = heading.drop { $0 == "#" || $0 == " " }.lowercased()
    return String(
      text.compactMap { character in
        character == " "
          ? "-"
          : character.isLetter || character.isNumber || "-_".contains(character)
            ? character : nil
      })
  }

  /// Every simple command in the code of every page: blocks and words between backticks.
  private static func commands() throws -> [(page: String, words: [String], isMention: Bool)] {
    var found: [(String, [String], Bool)] = []
    for page in try pages() {
      for (line, isMention) in code(in: try House.text(page)) {
        for part in line.split(separator: #/\||&&|;/#) {
          var words = split(String(part))
          if words.first == "sudo" { words.removeFirst() }
          if words.starts(with: ["swift", "run"]) { words.removeFirst(2) }
          while let word = words.first, word.contains("="), !word.hasPrefix("-") {
            words.removeFirst()
          }
          // A line that shows choices is a synopsis; the words after it are prose.
          let isSynopsis = words.contains { $0.contains("[") || $0.contains("...") }
          if words.count > 1, !isSynopsis { found.append((page, words, isMention)) }
        }
      }
    }
    return found
  }

  private static func pages() throws -> [String] {
    let docs = House.root.appending(path: "Docs")
    let walk = FileManager.default.enumerator(atPath: docs.path)
    let names = (walk?.allObjects as? [String] ?? []).filter { $0.hasSuffix(".md") }
    return names.sorted().map { "Docs/\($0)" } + ["README.md", "CONTRIBUTING.md"]
  }

  private static func code(in page: String) -> [(line: String, isMention: Bool)] {
    var lines: [(String, Bool)] = []
    var isFenced = false
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") { isFenced.toggle() }
      if isFenced || line.hasPrefix("    ") {
        lines.append((String(line), false))
      } else {
        for word in line.matches(of: #/`((?:sinewctl|make) [^`]+)`/#) {
          lines.append((String(word.1), true))
        }
      }
    }
    return lines
  }

  /// Words as a shell splits them, without what follows a `#` or a redirection.
  private static func split(_ line: String) -> [String] {
    var words: [String] = []
    var word = ""
    var quote: Character?
    var isStarted = false
    for character in line {
      if let open = quote {
        if character == open { quote = nil } else { word.append(character) }
      } else if character == "'" || character == "\"" {
        quote = character
        isStarted = true
      } else if character == " " {
        if isStarted || !word.isEmpty { words.append(word) }
        word = ""
        isStarted = false
      } else if word.isEmpty, character == "#" || character == ">" || character == "<" {
        return words
      } else {
        word.append(character)
      }
    }
    if isStarted || !word.isEmpty { words.append(word) }
    return words
  }
}
