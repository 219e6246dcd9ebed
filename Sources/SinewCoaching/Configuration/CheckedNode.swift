internal import Yams

/// One value of a YAML file that knows where it stands, so that every complaint about it can name
/// file, line and field.
///
/// Yams' own decoder accepts unknown keys in silence and gives no line for a wrong type; reading
/// by hand through this type and `CheckedMapping` does neither.
package struct CheckedNode {
  /// The most text that is read as one file, bytes.
  package static let largestFile = 1 << 20

  /// The file as its reader named it.
  package let file: String
  /// From the top of the file: `stations.rack-2.lang`, `cues[0].when`; empty for the top itself.
  package let path: String
  /// The line the value starts on, from 1.
  package let line: Int
  let node: Node

  /// Parses one file that holds one YAML document.
  ///
  /// - Parameter file: The name for complaints; nothing is opened here.
  package init(parsing text: String, file: String) throws(ConfigurationError) {
    guard text.utf8.count <= Self.largestFile else {
      throw ConfigurationError(file: file, line: 0, message: "the file is larger than 1 MiB")
    }
    let node: Node?
    do {
      // Types are asked for by the reader; guessing them from each text takes regular expressions,
      // and a third of the time in which the daemon reads its catalogue.
      node = try Yams.compose(yaml: text, .basic)
    } catch let error as YamlError {
      throw ConfigurationError(yaml: error, file: file)
    } catch {
      throw ConfigurationError(file: file, line: 0, message: "the file is not YAML: \(error)")
    }
    guard let node else {
      throw ConfigurationError(file: file, line: 0, message: "the file is empty")
    }
    self.init(node: node, file: file, path: "", line: node.mark?.line ?? 1)
  }

  init(node: Node, file: String, path: String, line: Int) {
    self.node = node
    self.file = file
    self.path = path
    self.line = line
  }

  /// A child value; where Yams has no mark for it, it takes the line of its key or parent.
  func child(_ node: Node, path: String, line: Int) -> CheckedNode {
    CheckedNode(node: node, file: file, path: path, line: node.mark?.line ?? line)
  }

  /// A complaint about this value: `'cues[0].focus' ` followed by `what`.
  package func fault(_ what: String) -> ConfigurationError {
    let subject = path.isEmpty ? "the file" : "'\(path)'"
    return ConfigurationError(file: file, line: line, message: "\(subject) \(what)")
  }
}

extension ConfigurationError {
  /// What the YAML parser said, as one sentence with its line.
  init(yaml error: YamlError, file: String) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      self.init(file: file, line: mark.line, message: "this is not YAML: \(problem)")
    case .duplicatedKeysInMapping(let keys, let context):
      let names = keys.map { "'\($0)'" }.sorted().joined(separator: ", ")
      let line = context.mark.line
      self.init(file: file, line: line, message: "\(names) is written twice in one mapping")
    default:
      self.init(file: file, line: 0, message: "this is not YAML: \(error)")
    }
  }
}
