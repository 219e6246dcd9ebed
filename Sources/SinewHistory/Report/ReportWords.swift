/// The sentences of a report, in the language asked for.
struct ReportWords {
  let isGerman: Bool

  init(_ lang: String) { isGerman = lang == "de" }

  var lang: String { isGerman ? "de" : "en" }

  func callAsFunction(_ english: String, _ german: String) -> String {
    isGerman ? german : english
  }

  /// A stable code of the protocol for people.
  func word(_ code: String?) -> String {
    guard let code else { return "" }
    guard isGerman, let german = Self.german[code] else { return Markup.words(code) }
    return german
  }

  private static let german = [
    "concentric": "konzentrisch", "eccentric": "exzentrisch", "stretched": "gedehnt",
    "contracted": "kontrahiert", "left": "links", "right": "rechts", "worked": "half",
    "no_change": "keine Änderung", "worse": "schlechter", "internal": "innerer Fokus",
    "external": "äußerer Fokus", "progressing": "steigend", "declining": "fallend",
    "plateau": "Plateau", "undetermined": "offen", "cognitive": "kognitiv",
    "associative": "assoziativ", "autonomous": "autonom", "hold": "bleibt", "advance": "weiter",
    "go_back": "zurück", "deload": "Entlastung", "fine": "unauffällig", "watch": "im Auge behalten",
    "flag": "deutlich", "low": "gering", "medium": "mittel", "high": "hoch",
    "raises": "hebt", "lowers": "senkt", "no_meaningful_effect": "ohne nennenswerte Wirkung",
    "not_yet_known": "noch nicht bekannt", "score": "Wertung", "strength": "Kraft",
    "activation_per_load": "Aktivierung je Last",
  ]
}
