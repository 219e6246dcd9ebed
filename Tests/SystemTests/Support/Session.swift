import Foundation

/// A `.session` file read by hand, line by line.
struct Session {
  struct Broken: Error, CustomStringConvertible { let description: String }

  private(set) var header: [String: String] = [:]
  /// Times and bytes of what the device sent.
  private(set) var received: [(seconds: Double, bytes: [UInt8])] = []
  /// The six numbers of each clock line.
  private(set) var clocks: [[Double]] = []

  /// Throws at the first line that is not what the format says, also when the last has no end.
  init(path: String) throws {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    guard text.hasPrefix("sinew-session 1\n"), text.hasSuffix("\n") else {
      throw Broken(description: "no session, or its last line is cut")
    }
    for line in text.split(separator: "\n").dropFirst() {
      switch line.first {
      case "@": received.append(try Self.bytes(line))
      case "~":
        let numbers = line.dropFirst().split(separator: " ").map { Double($0) }
        guard numbers.count == 6, !numbers.contains(nil) else {
          throw Broken(description: String(line))
        }
        clocks.append(numbers.compactMap(\.self))
      default:
        let parts = line.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { throw Broken(description: String(line)) }
        header[String(parts[0])] = parts[1].trimmingCharacters(in: .whitespaces)
      }
    }
  }

  private static func bytes(_ line: Substring) throws -> (Double, [UInt8]) {
    let words = line.dropFirst().split(separator: " ")
    let bytes = words.dropFirst(2).map { UInt8($0, radix: 16) }
    guard words.count > 2, words[1] == "<", let seconds = Double(words[0]), seconds >= 0,
      !bytes.contains(nil)
    else { throw Broken(description: String(line)) }
    return (seconds, bytes.compactMap(\.self))
  }
}
