package import SinewSignal

extension CSVReader {
  /// The chosen columns as a stream whose sample times are the times of the table. The kind is the
  /// columns' own where they agree, `acceleration` where the turn rates are missing, else
  /// `auxiliary`. Meaningful for up to `Frame.capacity` columns.
  package func stream(name: String) -> StreamProfile {
    StreamProfile(
      name: name, kind: Self.kind(of: columns),
      channels: columns.map { ChannelProfile($0.name, $0.unit) },
      rateHz: nil, counter: .arrivalIsExact)
  }

  /// What the columns are together.
  static func kind(of columns: [CSVColumn]) -> StreamKind {
    let names = columns.map(\.name)
    if names == CSVSelection.accelerations { return .acceleration }
    if names == CSVSelection.accelerations + CSVSelection.rotations { return .motion }
    guard let first = columns.first, first.kind != .motion else { return .auxiliary }
    return columns.allSatisfy { $0.kind == first.kind } ? first.kind : .auxiliary
  }
}
