import Glibc
import SinewSignal
import Testing

@testable import SinewRecording

/// A recording is followed while it is written.
@Suite struct SessionTailTests {
  private let scratch = Scratch()

  private func append(_ text: String, to path: String) {
    let raw = unsafe open(path, O_WRONLY | O_APPEND)
    let bytes = Array(text.utf8)
    _ = unsafe bytes.withUnsafeBytes { unsafe write(raw, $0.baseAddress, $0.count) }
    _ = close(raw)
  }

  @Test func linesComeOnceTheyAreWhole() throws {
    let path = scratch.file("growing.session", "sinew-session 1\ndevice: openbci-cyton\n")
    let tail = try SessionTail(path: path)
    #expect(try tail.next().isEmpty)
    append("@0.5 < A0 0", to: path)
    #expect(try tail.next().isEmpty)
    append("1\n# utc\n@1 < FF\n", to: path)
    #expect(
      try tail.next() == [
        .received(at: MonotonicTime(seconds: 0.5), bytes: [0xA0, 1]), .comment("# utc"),
        .received(at: MonotonicTime(seconds: 1), bytes: [0xFF]),
      ])
    #expect(tail.header["device"] == "openbci-cyton")
    #expect(try tail.next().isEmpty)
  }

  @Test func whatIsNoSessionIsTold() throws {
    let tail = try SessionTail(path: scratch.file("other", "t_s,emg_uV\n0,1\n"))
    let error = recordingError { () throws(RecordingError) in _ = try tail.next() }
    #expect(error?.description.contains(":1: this is no session") == true)
  }
}
