import CLinux
import Glibc

/// The process at the other end of a Unix socket, as the kernel knows it.
struct PeerCredentials {
  let uid: UInt32
  let gid: UInt32

  /// Nil when the kernel does not tell.
  init?(of descriptor: CInt) {
    var peer = sinew_peer()
    guard unsafe sinew_peer_get(descriptor, &peer) == 0 else { return nil }
    uid = peer.uid
    gid = peer.gid
  }

  /// Whether the user's primary or supplementary groups hold `group`.
  func isMember(of group: String) -> Bool {
    guard let entry = unsafe getgrnam(group) else { return false }
    let wanted = unsafe entry.pointee.gr_gid
    if gid == wanted { return true }
    guard let user = unsafe getpwuid(uid) else { return false }
    var groups = [gid_t](repeating: 0, count: 256)
    var count = CInt(groups.count)
    guard unsafe getgrouplist(user.pointee.pw_name, gid, &groups, &count) >= 0 else { return false }
    return groups.prefix(Int(count)).contains(wanted)
  }
}
