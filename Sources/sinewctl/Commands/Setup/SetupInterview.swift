import SinewDevices
import SinewSignal

/// Puts together what was found, what the options say and what the wearer answers.
struct SetupInterview {
  let answers: SetupAnswers
  /// True where the wearer is asked for what the options leave open.
  let asks: Bool
  /// Of the configuration.
  let stations: [String]

  /// The kind of the sensor's first stream of use.
  func kind(_ found: FoundSensor, _ guess: ColumnGuess?) throws(SetupAnswers.Missing) -> StreamKind
  {
    if let kind = answers.kind { return kind }
    let kinds = found.streams.map(\.profile.kind)
    let seen = guess?.kind ?? kinds.first { $0 != .auxiliary } ?? .auxiliary
    guard let guess, asks else { return seen }
    let rate = Figures.fixed(guess.rateHz, 0)
    let word = Question.ask(
      "\(guess.channels.count) channels, \(rate) lines a second, looks like \(seen.rawValue)."
        + " What is it: emg, envelope, motion, acceleration or auxiliary?", usual: seen.rawValue)
    guard let kind = StreamKind(rawValue: word) else {
      throw SetupAnswers.Missing(description: "'\(word)' is none of the kinds")
    }
    return kind
  }

  /// Names, places and stations; `channelNames` are those of the stream in question.
  func complete(
    _ file: inout SensorFile, kind: StreamKind, channelNames: [String]
  ) throws(SetupAnswers.Missing) {
    file.side = answers.side?.rawValue
    switch kind {
    case .emg, .envelope: file.channels = try electrodes(channelNames)
    case .motion, .acceleration:
      file.place = answers.place ?? ask("Where does it sit (forearm, thigh, bar, ...)", "forearm")
      if let place = file.place, !AnalysisInput.isIdentifier(place) {
        throw SetupAnswers.Missing(description: "'\(place)' is no place: such as forearm or bar")
      }
      file.side = file.side ?? side()
    case .auxiliary: break
    }
    let part = file.channels.sorted { $0.key < $1.key }.first?.value
    let usual = [part?.side ?? file.side, part?.muscle ?? file.place ?? file.driver]
      .compactMap(\.self).joined(separator: "-").replacing("_", with: "-")
    file.name = answers.name ?? ask("Its name", usual) ?? usual
    file.station = answers.station ?? ask("The station", stations.first ?? "rack-1")
    if file.station == nil, stations.count == 1 { file.station = stations.first }
    file.makesStation = file.station.map { !stations.contains($0) } ?? false
    for word in [file.name, file.station ?? "rack"] where !Self.isName(word) {
      throw SetupAnswers.Missing(
        description: "'\(word)' is no name: letters, digits, - and _, beginning with a letter")
    }
  }

  private func electrodes(
    _ names: [String]
  ) throws(SetupAnswers.Missing) -> [Int: SensorFile.Electrode] {
    var electrodes = try answers.electrodes()
    if let far = electrodes.keys.max(), far > names.count {
      throw SetupAnswers.Missing(
        description: "there is no channel \(far): it has \(names.count)")
    }
    guard asks else { return electrodes }
    for (index, name) in names.enumerated() where electrodes[index + 1] == nil {
      let muscle = Question.ask(
        "Muscle under the electrodes of channel \(index + 1) (\(name))",
        usual: index == 0 ? "biceps" : "")
      guard !muscle.isEmpty else { continue }
      electrodes[index + 1] = .init(muscle: try SetupAnswers.checked(muscle), side: side())
    }
    return electrodes
  }

  private func side() -> String? {
    if let side = answers.side { return side.rawValue }
    let word = ask("left or right", "left")
    return SetupAnswers.Side(rawValue: word ?? "")?.rawValue
  }

  private func ask(_ words: String, _ usual: String) -> String? {
    asks ? Question.ask(words, usual: usual) : nil
  }

  private static func isName(_ text: String) -> Bool {
    text.utf8.count <= 64 && text.utf8.first.map { (0x61...0x7A).contains($0 | 0x20) } ?? false
      && text.utf8.allSatisfy {
        (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F
      }
  }
}
