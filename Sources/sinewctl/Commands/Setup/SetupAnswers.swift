import ArgumentParser
import SinewCoaching
import SinewSignal

/// What only the wearer can say, as options of the command line.
struct SetupAnswers: ParsableArguments {
  /// An answer is missing or of no use; a sentence that says what to give.
  struct Missing: Error, CustomStringConvertible {
    let description: String
  }

  @Option(help: "The muscle under the electrodes of channel 1, such as biceps.")
  var muscle: String?
  @Option(help: "left or right.") var side: Side?
  @Option(help: "NUMBER=MUSCLE[.left|.right] for further channels; may be given again.")
  var channel: [String] = []
  @Option(help: "Where an IMU sits, such as forearm.") var place: String?
  @Option(help: "The station whose athlete wears it.") var station: String?
  @Option(help: "The sensor's name; from muscle and side unless given.") var name: String?
  @Option(help: "emg, envelope, motion, acceleration or auxiliary, over what it looks like.")
  var kind: StreamKind?
  @Option(help: "Unit of printed numbers that bring none: uV, g, dps; else they are counts.")
  var unit: SignalUnit?
  @Option(help: "Factor from those numbers to the unit.") var scale: Float = 1

  /// Left or right of the body.
  enum Side: String, ExpressibleByArgument, CaseIterable { case left, right }

  /// The electrodes that the options name, by channel.
  func electrodes() throws(Missing) -> [Int: SensorFile.Electrode] {
    var electrodes: [Int: SensorFile.Electrode] = [:]
    for word in channel {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      let muscle = (parts.last ?? "").split(separator: ".", maxSplits: 1).map(String.init)
      let side = muscle.count == 2 ? Side(rawValue: muscle[1]) : nil
      guard parts.count == 2, let number = Int(parts[0]), (1...64).contains(number),
        let name = muscle.first, muscle.count == 1 || side != nil
      else {
        throw Missing(description: "--channel takes a word like 2=triceps.left, not '\(word)'")
      }
      electrodes[number] = .init(muscle: try Self.checked(name), side: side?.rawValue)
    }
    if let muscle {
      electrodes[1] = .init(muscle: try Self.checked(muscle), side: side?.rawValue)
    }
    return electrodes
  }

  /// Refuses where nobody can be asked and something is missing.
  func checkComplete(takesGuesses: Bool) throws(Missing) {
    let isNamed = muscle != nil || place != nil || !channel.isEmpty || kind == .auxiliary
    guard isNamed else {
      throw Missing(
        description: "standard input is no terminal, so nobody can be asked: give --muscle and"
          + " --side for electrodes, or --place for an IMU")
    }
    guard takesGuesses || side != nil || muscle == nil else {
      throw Missing(
        description: "standard input is no terminal, so nobody can be asked: give --side, or --yes"
          + " to do without")
    }
  }

  /// A muscle id that the daemon's reader takes.
  static func checked(_ muscle: String) throws(Missing) -> String {
    guard AnalysisInput.isIdentifier(muscle) else {
      throw Missing(
        description: "'\(muscle)' is no muscle id: small letters, digits and _, such as biceps")
    }
    return muscle
  }

  /// A word of warning about a muscle that no exercise knows; nil for a known one.
  static func doubt(_ muscle: String) -> String? {
    guard !Muscle.knownIDs.contains(muscle) else { return nil }
    let heads = Muscle.knownIDs.filter { $0.hasPrefix("\(muscle)_") }.sorted()
    let hint =
      heads.isEmpty
      ? NearestName.hint(muscle, among: Muscle.knownIDs)
      : "; known are " + heads.joined(separator: ", ")
    return "no exercise knows the muscle '\(muscle)'\(hint)"
  }
}

extension StreamKind: ExpressibleByArgument {}
extension SignalUnit: ExpressibleByArgument {}
