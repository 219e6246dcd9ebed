#if SINEW_LIBFUZZER
  internal import Glibc

  /// Set once before the fuzzer starts; its callback can't carry a context.
  nonisolated(unsafe) private var chosen: FuzzTarget?

  /// Called by the toolchain's coverage-guided fuzzer, whose `main` this program then has: the
  /// commands do their work here and end it, `libfuzzer TARGET` goes on into the fuzzer.
  @_cdecl("LLVMFuzzerInitialize")
  func beginFuzzing(
    _ count: UnsafeMutablePointer<CInt>,
    _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>
  ) -> CInt {
    let arguments = CommandLine.arguments
    guard arguments.count > 2, arguments[1] == "libfuzzer" else { exit(SinewFuzz.obey(arguments)) }
    guard let target = FuzzTarget.all.first(where: { $0.name == arguments[2] }) else {
      exit(SinewFuzz.refuse("no target \(arguments[2]): see list"))
    }
    unsafe chosen = target
    // The fuzzer sees its own arguments alone.
    unsafe words.pointee[2] = words.pointee[0]
    unsafe words.pointee += 2
    unsafe count.pointee -= 2
    return 0
  }

  /// One input.
  @_cdecl("LLVMFuzzerTestOneInput")
  func feedOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    do {
      try unsafe chosen?.check(bytes)
    } catch {
      fatalError("\(error)")
    }
    return 0
  }
#else
  internal import Foundation

  @main
  enum Program {
    static func main() { exit(SinewFuzz.obey(CommandLine.arguments)) }
  }
#endif
