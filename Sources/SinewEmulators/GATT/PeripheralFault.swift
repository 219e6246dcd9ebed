/// How a pretend wearable's link misbehaves; each strikes one notification.
package enum PeripheralFault: Sendable, Hashable {
  /// Never sent: its queue was full.
  case skip
  /// This and the next never arrive, though the link stands.
  case silence(notifications: Int)
  /// Sent shorter by some bytes at its end.
  case cut(bytes: Int)
  /// Not sent, and the link ends.
  case hangUp
}
