package import SinewSignal

/// Who wears what: where the frames of each device go. Built on the cold side, then only read.
///
/// `@unchecked Sendable`: a plan never changes once built; the routes and stations it names are
/// touched by the engine thread alone, and a new plan takes them over from the old one.
package final class EnginePlan: @unchecked Sendable {
  /// `EngineLimits.devices` x `EngineLimits.streams` routes, by device slot then stream.
  let routes: [StreamRoute?]
  let stations: [StationEngine?]

  /// - Parameters:
  ///   - routes: by device slot and stream; others are ignored by the engine.
  ///   - stations: by station index; nil where none is.
  package init(
    routes: [(device: Int, stream: Int, route: StreamRoute)], stations: [StationEngine?]
  ) {
    var table = [StreamRoute?](
      repeating: nil, count: EngineLimits.devices * EngineLimits.streams)
    for entry in routes
    where (0..<EngineLimits.devices).contains(entry.device)
      && (0..<EngineLimits.streams).contains(entry.stream)
    {
      table[entry.device * EngineLimits.streams + entry.stream] = entry.route
    }
    self.routes = table
    self.stations = Array(stations.prefix(EngineLimits.stations))
  }
}

/// One stream of one device: its clock, and the part of a station that listens to it.
///
/// `@unchecked Sendable`: made on the cold side, then touched by the engine thread alone.
package final class StreamRoute: @unchecked Sendable {
  /// What the station does with the stream.
  package enum Use: Sendable, Equatable {
    /// EMG channels of a bank (0 or 1); the lane map says which.
    case muscles(station: Int, bank: Int)
    /// Acceleration and turn rate, or acceleration alone.
    case motion(station: Int)
    /// Clock only: nobody wears it, or nobody can use it.
    case none
  }

  let device: UInt16
  let stream: UInt8
  let kind: StreamKind
  private let profile: StreamProfile
  let use: Use
  /// Index of the frame value for each lane of the bank, -1 where the lane is not used.
  let lanes: InlineArray<8, Int8>
  var clock: StreamClock
  /// The clock is that of the route in the plan before, once the engine takes this one over.
  let isContinuing: Bool
  /// Sample time of the last clock report.
  var lastReport = MonotonicTime(nanoseconds: Int64.min / 2)

  package init(
    device: UInt16, stream: UInt8, profile: StreamProfile, use: Use,
    lanes: InlineArray<8, Int8> = InlineArray(repeating: -1)
  ) {
    self.device = device
    self.stream = stream
    kind = profile.kind
    self.profile = profile
    self.use = use
    self.lanes = lanes
    clock = StreamClock(profile)
    isContinuing = false
  }

  /// The same stream worn by somebody else: the clock goes on, so that no sample time jumps and no
  /// sample that comes meanwhile is called lost.
  package init(continuing old: StreamRoute, use: Use, lanes: InlineArray<8, Int8>) {
    device = old.device
    stream = old.stream
    kind = old.kind
    profile = old.profile
    self.use = use
    self.lanes = lanes
    clock = StreamClock(old.profile)
    isContinuing = true
  }

  /// Goes on where the route in the plan before has come to; on the engine thread, which alone
  /// knows where that is.
  func takeOver(from old: StreamRoute) {
    clock = old.clock
    lastReport = old.lastReport
  }
}
