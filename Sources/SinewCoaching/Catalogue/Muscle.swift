/// A muscle that an electrode can sit on.
package struct Muscle: Sendable, Hashable {
  /// Stable, as on the sockets: `gluteus_maximus`.
  package let id: String
  /// For people.
  package let names: LocalizedText
  /// Where the pair of electrodes goes, for the one who sticks them on.
  package let site: String
  /// True for one of the 30 muscles of the SENIAM recommendations, false where the landmark comes
  /// from the common atlases (Cram, Barbero).
  package let isSENIAM: Bool

  package init(id: String, names: LocalizedText, site: String, isSENIAM: Bool) {
    self.id = id
    self.names = names
    self.site = site
    self.isSENIAM = isSENIAM
  }
}
