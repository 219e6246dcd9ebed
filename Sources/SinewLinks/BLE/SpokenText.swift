extension String {
  /// Text a stranger sends, fit to be shown: UTF-8 up to the first zero, without control
  /// characters, which could write to the terminal of whoever lists the sensors around.
  init(spoken bytes: some Sequence<UInt8>) {
    let text = String(decoding: Array(bytes.prefix { $0 != 0 }), as: UTF8.self)
    self.init(
      String.UnicodeScalarView(
        text.unicodeScalars.filter { scalar in
          scalar.properties.generalCategory != .control
            && scalar.properties.generalCategory != .format
        }))
  }
}
