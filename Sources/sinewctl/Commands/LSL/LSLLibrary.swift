import Glibc

/// The lab streaming layer's own library, found when it is wanted: nothing is built against it.
@safe
final class LSLLibrary {
  typealias Pointer = UnsafeMutableRawPointer
  typealias Text = UnsafePointer<CChar>

  /// Values of `lsl_channel_format_t`.
  enum Format: CInt {
    case float32 = 1
    case string = 3
  }

  // Signatures of lsl_c.h.
  let createInfo: @convention(c) (Text, Text, CInt, Double, CInt, Text) -> Pointer?
  let description: @convention(c) (Pointer) -> Pointer?
  let appendChild: @convention(c) (Pointer, Text) -> Pointer?
  let appendValue: @convention(c) (Pointer, Text, Text) -> Pointer?
  let createOutlet: @convention(c) (Pointer, CInt, CInt) -> Pointer?
  let destroyInfo: @convention(c) (Pointer) -> Void
  let destroyOutlet: @convention(c) (Pointer) -> Void
  let pushFloats: @convention(c) (Pointer, UnsafePointer<Float>, Double, CInt) -> CInt
  let pushText: @convention(c) (Pointer, UnsafePointer<Text?>, Double, CInt) -> CInt
  let localClock: @convention(c) () -> Double

  /// What is tried where nobody names the library.
  static let usualNames = ["liblsl.so.2", "liblsl.so"]

  /// Loads the library at `path`, or one of the usual names.
  init(path: String?) throws(ExportProblem) {
    let names = path.map { [$0] } ?? Self.usualNames
    var why = ""
    var found: Pointer?
    for name in names where unsafe found == nil {
      unsafe found = dlopen(name, RTLD_NOW)
      if unsafe found == nil { why = unsafe dlerror().map { unsafe String(cString: $0) } ?? why }
    }
    guard let library = unsafe found else {
      throw ExportProblem(
        "liblsl can't be loaded (\(why)): install it (the Python package pylsl brings one) and name"
          + " it with --library or SINEW_LIBLSL")
    }
    unsafe createInfo = try Self.symbol("lsl_create_streaminfo", library)
    unsafe description = try Self.symbol("lsl_get_desc", library)
    unsafe appendChild = try Self.symbol("lsl_append_child", library)
    unsafe appendValue = try Self.symbol("lsl_append_child_value", library)
    unsafe createOutlet = try Self.symbol("lsl_create_outlet", library)
    unsafe destroyInfo = try Self.symbol("lsl_destroy_streaminfo", library)
    unsafe destroyOutlet = try Self.symbol("lsl_destroy_outlet", library)
    unsafe pushFloats = try Self.symbol("lsl_push_sample_ftp", library)
    unsafe pushText = try Self.symbol("lsl_push_sample_strtp", library)
    unsafe localClock = try Self.symbol("lsl_local_clock", library)
  }

  private static func symbol<Function>(
    _ name: String, _ library: Pointer
  ) throws(ExportProblem) -> Function {
    guard let address = unsafe dlsym(library, name) else {
      throw ExportProblem("this liblsl has no \(name): a version of 1.13 or later is needed")
    }
    return unsafe unsafeBitCast(address, to: Function.self)
  }
}
