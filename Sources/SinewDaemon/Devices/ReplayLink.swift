import Glibc
import SinewLinks
import SinewRecording
import SinewSignal

/// One end of a socket pair; a thread of its own plays the recording into the other at the
/// speed at which it was recorded, and closes it at the end.
func openReplay(_ path: String) throws -> Descriptor {
  var ends: [CInt] = [-1, -1]
  let kind = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
  guard unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
    throw LinkError.system(action: "make a socket pair", code: errno)
  }
  let near = Descriptor(owning: ends[0])
  _ = fcntl(near.raw, F_SETFL, fcntl(near.raw, F_GETFL) | O_NONBLOCK)
  let far = ends[1]
  // Read once here, so that a bad file is told of at once.
  _ = try SessionReader(path: path)
  _ = try HardThread.start(name: "sinew-replay") { play(path, into: Descriptor(owning: far)) }
  return near
}

/// Plays a recording into a descriptor until its end or until the reader closes.
private func play(_ path: String, into far: consuming Descriptor) {
  guard var replay = try? SessionReplay(path: path, start: MonotonicClock.now()) else { return }
  while let chunk = try? replay.next() {
    let pause = chunk.due.seconds(since: MonotonicClock.now())
    if pause > 0 { usleep(UInt32(min(pause, 3600) * 1_000_000)) }
    var rest = chunk.bytes[...]
    while !rest.isEmpty {
      guard case .bytes(let count) = Transfer.write(far.raw, rest) else { return }
      rest = rest.dropFirst(count)
    }
  }
}
