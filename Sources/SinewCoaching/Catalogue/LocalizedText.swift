/// A short text for people in English and, where there is one, in German.
package struct LocalizedText: Sendable, Hashable {
  /// English, which every text has.
  package let en: String
  /// nil: English is shown.
  package let de: String?

  package init(en: String, de: String? = nil) {
    self.en = en
    self.de = de
  }

  /// The text for a language tag such as `de` or `de-AT`; English for every other language.
  package func text(_ lang: String) -> String {
    lang == "de" || lang.hasPrefix("de-") ? de ?? en : en
  }
}

extension CheckedNode {
  /// `{en: ..., de: ...}`; `en` is required.
  package func localizedText() throws(ConfigurationError) -> LocalizedText {
    var map = try mapping()
    let en = try map.required("en").string()
    let de = try map.optional("de")?.string()
    try map.finish()
    return LocalizedText(en: en, de: de)
  }
}
