import Glibc
import SinewFeedback
import SinewLinks

/// Who may see how much, by the user and groups of the peer. The sockets' file permissions decide
/// who gets in at all.
struct AccessRules {
  /// For listeners that the rules below do not lift.
  let listenerScope: Scope
  /// Members may also command; they see what a coach sees.
  let controlGroup: String

  /// Whether the peer is root, the daemon's own user or of the control group.
  func mayCommand(peer descriptor: CInt) -> Bool {
    guard let peer = PeerCredentials(of: descriptor) else { return false }
    return peer.uid == 0 || peer.uid == geteuid() || peer.isMember(of: controlGroup)
  }

  /// What to do about it.
  static func refusal(group: String) -> String {
    "This user may not command: join the group \(group) (sudo usermod -aG \(group) USER, then log"
      + " in again)."
  }

  func scope(ofPeer descriptor: CInt) -> Scope {
    guard let peer = PeerCredentials(of: descriptor) else { return .screen }
    let isTrusted = peer.uid == 0 || peer.uid == geteuid() || peer.isMember(of: controlGroup)
    return isTrusted ? max(listenerScope, .coach) : listenerScope
  }
}
