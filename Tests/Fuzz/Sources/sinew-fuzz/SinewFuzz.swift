internal import Foundation

/// Feeds bytes from strangers to everything that reads them.
enum SinewFuzz {
  static let usage = """
    Run from the checkout.
    sinew-fuzz list                          the targets
    sinew-fuzz replay                        every kept input once
    sinew-fuzz run --seconds N [--seed N] [--target NAME] [--finds FOLDER]
                                             changed inputs, without coverage
    sinew-fuzz seed FOLDER                   writes the kept inputs, a folder a target
    sinew-fuzz libfuzzer TARGET ARGUMENTS... the toolchain's fuzzer, if built with it
    """

  /// Does what the words say; the exit code.
  static func obey(_ arguments: [String]) -> CInt {
    let words = Array(arguments.dropFirst())
    switch words.first {
    case "list" where words.count == 1:
      for target in FuzzTarget.all { print(target.name) }
      return 0
    case "replay" where words.count == 1: return replay()
    case "run": return run(Array(words.dropFirst()))
    case "seed" where words.count == 2: return seed(words[1])
    case "libfuzzer": return refuse("built without libFuzzer: use run")
    default: return refuse(usage)
    }
  }

  private static func complain(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  static func refuse(_ why: String) -> CInt {
    complain(why)
    return 2
  }

  private static func replay() -> CInt {
    var count = 0
    var broken = 0
    for target in FuzzTarget.all {
      let files = Corpus(of: target.name, root: ".").files
      if files.isEmpty { complain("\(target.name) has no inputs") }
      count += files.count
      for file in files {
        do { try target.check(file.bytes) } catch {
          broken += 1
          complain("\(target.name): \(file.name): \(error)")
        }
      }
    }
    print("replayed \(count) inputs of \(FuzzTarget.all.count) targets: \(broken) broke a promise")
    return count > 0 && broken == 0 ? 0 : 1
  }

  private static func seed(_ folder: String) -> CInt {
    for target in FuzzTarget.all {
      let place = URL(fileURLWithPath: "\(folder)/\(target.name)")
      do {
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        for (number, file) in Corpus(of: target.name, root: ".").files.enumerated() {
          try Data(file.bytes).write(to: place.appendingPathComponent("seed-\(number)"))
        }
      } catch {
        return refuse("\(place.path): \(error)")
      }
    }
    return 0
  }

  private static func run(_ words: [String]) -> CInt {
    var options: [String: String] = [:]
    for pair in stride(from: 0, to: words.count - 1, by: 2) {
      options[words[pair]] = words[pair + 1]
    }
    let known = ["--seconds", "--seed", "--target", "--finds"]
    guard let seconds = options["--seconds"].flatMap(Double.init), words.count % 2 == 0,
      options.keys.allSatisfy(known.contains)
    else { return refuse(usage) }
    let targets = FuzzTarget.all.filter { options["--target"] ?? $0.name == $0.name }
    let seed = options["--seed"].flatMap(UInt64.init) ?? 1
    var finds = 0
    for target in targets {
      let campaign = Campaign(
        target: target, corpus: Corpus(of: target.name, root: ".").files.map(\.bytes),
        finds: options["--finds"] ?? ".", seed: seed)
      let result = campaign.run(seconds: seconds / Double(targets.count))
      finds += result.finds
      print("\(target.name): \(result.inputs) inputs, \(result.finds) broke a promise")
    }
    return targets.isEmpty || finds > 0 ? 1 : 0
  }
}
