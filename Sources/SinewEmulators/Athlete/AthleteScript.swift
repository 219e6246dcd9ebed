/// A plan played through once with all its chances: how body and muscles go, and the truth about it.
struct AthleteScript: Sendable {
  /// Elbow angle, radians; 0 hangs, forearm down.
  var elbow = Track()
  /// Upper arm forwards, radians.
  var shoulder = Track()
  /// Turn about the forearm's own axis, radians.
  var roll = Track()
  /// Height of the bar below its upper end, metres (negative is down).
  var height = Track()
  /// 0 empty hand, 1 loaded.
  var load = Track()
  /// Which way the sensor hangs: 0 on the forearm, 1 on a bar.
  var onBar = Track()
  var target = EffortTrack()
  var compensator = EffortTrack()
  /// Knocks: when, and how hard in g.
  var impacts: [Impact] = []
  var truth = AthleteTruth()

  struct Impact: Sendable {
    var seconds: Double
    var gravities: Double
  }
}
