/// What an athlete will do, one thing after the other.
package struct AthletePlan: Sendable {
  package var activities: [AthleteActivity]

  package init(_ activities: [AthleteActivity]) { self.activities = activities }

  /// `sets` equal sets with stillness before, between and after.
  package static func sets(
    _ sets: Int, of plan: AthleteSetPlan, restSeconds: Double = 20
  ) -> AthletePlan {
    var activities: [AthleteActivity] = [.rest(seconds: 6)]
    for index in 0..<max(0, sets) {
      if index > 0 { activities.append(.rest(seconds: restSeconds)) }
      activities.append(.set(plan))
    }
    return AthletePlan(activities + [.rest(seconds: 10)])
  }

  /// The demonstration: a clean set, one that is lowered too fast, one where the shoulder takes over.
  package static let demonstration: AthletePlan = {
    var hasty = AthleteSetPlan()
    hasty.faults = [.tempo(fromRepetition: 4, eccentricSeconds: 1.2)]
    var shoulder = AthleteSetPlan()
    shoulder.faults = [.compensation(fromRepetition: 4)]
    return AthletePlan([
      .rest(seconds: 6), .set(AthleteSetPlan()), .rest(seconds: 20), .set(hasty),
      .rest(seconds: 20), .set(shoulder), .rest(seconds: 10),
    ])
  }()
}
