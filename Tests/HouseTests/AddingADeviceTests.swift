import Foundation
import Testing

/// Every line of code that Docs/AddingADevice.md shows stands in the files it speaks of.
@Test func theExampleOfANewDeviceIsTheRealOne() throws {
  let page = try House.text("Docs/AddingADevice.md")
  let files = [
    "swift": try House.text("Sources/SinewDevices/NeuroidssFreeEEG32.swift")
      + House.text("Sources/SinewDevices/Catalog.swift"),
    "session": try House.text("Tests/SinewDevicesTests/Recordings/neuroidss-freeeeg32.session"),
  ]
  var shown = 0
  var language: String?
  for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
    if line.hasPrefix("```") {
      language = language == nil ? String(line.dropFirst(3)) : nil
    } else if let language {
      let text = try #require(files[language], "a block of \(language)")
      shown += 1
      let isThere = text.contains("\(line)\n")
      #expect(isThere, "not in the file: \(line)")
    }
  }
  #expect(shown > 40)
}

/// CONTRIBUTING.md gives the words by which a recording says whose body it is of.
@Test func everyRecordingSaysWhoseBodyItIsOf() throws {
  let rules = try House.text("CONTRIBUTING.md")
  let none = "consent: no person took part"
  let given = "consent: given in writing on "
  #expect(rules.contains("\n\(none)\n") && rules.contains("\n\(given)"))
  let folder = "Tests/SinewDevicesTests/Recordings"
  let files = try FileManager.default.contentsOfDirectory(
    atPath: House.root.appendingPathComponent(folder).path)
  for file in files where file.hasSuffix(".session") {
    let text = try House.text("\(folder)/\(file)")
    let isSaid = text.contains("\n\(none)\n") || text.contains("\n\(given)")
    #expect(isSaid, "\(file)")
    #expect(text.contains("\nlicence: "), "\(file)")
  }
}
