/// How a Cyton link misbehaves; each strikes one packet (sheet: loss, resync, quirks).
package enum CytonFault: Sendable, Hashable {
  /// Lost on the air; the counter goes on.
  case drop
  /// A failure text in place of the packet.
  case text
  /// A stop byte that is none.
  case corruptStop
  /// Three bytes that look like the start of a packet, before the good packet.
  case fragment
  /// Only the first 20 bytes arrive.
  case truncate
  /// Random bytes before the good packet.
  case garbage(bytes: Int)
  /// This and the next packets, 25 in all, arrive at once (the dongle's ring after interference).
  case burst
  /// This and the next packets never arrive; the counter goes on.
  case silence(packets: Int)
}
