/// Where an IMU can be strapped.
package enum IMUPlace: String, CaseIterable, Sendable, Hashable {
  case forearm
  case wrist
  case upperArm = "upper_arm"
  case bar
  case trunk
  case pelvis
  case thigh
  case shin
  case foot
}
