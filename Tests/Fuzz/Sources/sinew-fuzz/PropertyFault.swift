/// A promise about a reader that an input has shown to be broken.
struct PropertyFault: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }

  /// Throws unless the promise holds.
  static func unless(_ holds: Bool, _ promise: @autoclosure () -> String) throws(PropertyFault) {
    if !holds { throw PropertyFault(promise()) }
  }
}
