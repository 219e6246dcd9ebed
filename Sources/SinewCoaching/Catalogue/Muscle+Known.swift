extension Muscle {
  /// The muscles Sinew has a name and an electrode site for, in the order of the protocol's ids.
  ///
  /// Sites: science 6, landmarks of SENIAM where `isSENIAM`. Those not written out there follow
  /// the common atlases, from memory: a guide for sticking, not a measurement.
  package static let known: [Muscle] = upperLimb + shoulderAndTrunk + hipAndLeg

  /// Their ids.
  package static let knownIDs: Set<String> = Set(known.map(\.id))

  /// The muscle with this id.
  package static func named(_ id: String) -> Muscle? { known.first { $0.id == id } }

  private static func muscle(
    _ id: String, _ en: String, _ de: String, _ site: String, seniam: Bool = true
  ) -> Muscle {
    Muscle(id: id, names: LocalizedText(en: en, de: de), site: site, isSENIAM: seniam)
  }

  private static let upperLimb = [
    muscle(
      "biceps", "Biceps", "Bizeps",
      "line from the acromion to the elbow crease, one third from the crease"),
    muscle(
      "forearm_flexors", "Forearm flexors", "Unterarmbeuger",
      "inner forearm, a third of the way from the elbow to the wrist", seniam: false),
    muscle(
      "triceps_long", "Triceps, long head", "Trizeps, langer Kopf",
      "half-way from the acromion to the olecranon, two fingers to the inside"),
    muscle(
      "triceps_lateral", "Triceps, lateral head", "Trizeps, seitlicher Kopf",
      "half-way from the acromion to the olecranon, two fingers to the outside"),
    muscle(
      "deltoid_anterior", "Front shoulder", "Vordere Schulter",
      "one finger in front of and below the acromion"),
    muscle(
      "deltoid_middle", "Side shoulder", "Seitliche Schulter",
      "on the bulge below the acromion"),
    muscle(
      "deltoid_posterior", "Rear shoulder", "Hintere Schulter",
      "two fingers behind the edge of the acromion"),
  ]

  private static let shoulderAndTrunk = [
    muscle(
      "pectoralis_major", "Chest", "Brust",
      "four fingers below the collar bone, inside the front armpit line", seniam: false),
    muscle(
      "latissimus_dorsi", "Latissimus", "Latissimus",
      "4 cm below the lower tip of the shoulder blade, half-way from spine to side",
      seniam: false),
    muscle(
      "trapezius_upper", "Upper trapezius", "Oberer Trapezius",
      "half-way from the acromion to the seventh neck vertebra"),
    muscle(
      "trapezius_middle", "Middle trapezius", "Mittlerer Trapezius",
      "half-way from the inner border of the shoulder blade to the spine, at T3"),
    muscle(
      "trapezius_lower", "Lower trapezius", "Unterer Trapezius",
      "two thirds of the way from the root of the shoulder blade's spine to T8"),
    muscle(
      "erector_spinae", "Lower back", "Rückenstrecker",
      "two fingers to the side of the first lumbar vertebra"),
    muscle(
      "external_oblique", "Side abdominals", "Seitliche Bauchmuskeln",
      "side of the abdomen, half-way from the lowest rib to the hip bone", seniam: false),
    muscle(
      "rectus_abdominis", "Front abdominals", "Gerade Bauchmuskeln",
      "two fingers beside the navel", seniam: false),
  ]

  private static let hipAndLeg = [
    muscle(
      "gluteus_maximus", "Glutes", "Großer Gesäßmuskel",
      "half-way from the sacrum to the greater trochanter"),
    muscle(
      "gluteus_medius", "Side glutes", "Mittlerer Gesäßmuskel",
      "half-way from the iliac crest to the greater trochanter"),
    muscle(
      "tensor_fasciae_latae", "Hip, front side", "Schenkelbindenspanner",
      "below the front hip bone, on the upper sixth of the line to the outer thigh bone"),
    muscle(
      "rectus_femoris", "Front thigh, middle", "Gerader Schenkelmuskel",
      "half-way from the front hip bone to the top of the knee cap"),
    muscle(
      "vastus_lateralis", "Front thigh, outside", "Äußerer Schenkelmuskel",
      "two thirds of the way from the front hip bone to the outside of the knee cap"),
    muscle(
      "vastus_medialis", "Front thigh, inside", "Innerer Schenkelmuskel",
      "80 % of the way from the front hip bone to the inner knee gap"),
    muscle(
      "biceps_femoris", "Hamstrings, outside", "Beinbizeps",
      "half-way from the sitting bone to the outside of the knee"),
    muscle(
      "semitendinosus", "Hamstrings, inside", "Halbsehnenmuskel",
      "half-way from the sitting bone to the inside of the knee"),
    muscle(
      "gastrocnemius_lateral", "Calf, outside", "Wade, außen",
      "one third of the way from the head of the fibula to the heel"),
    muscle(
      "soleus", "Calf, deep", "Schollenmuskel",
      "inside of the shin, two thirds of the way from the knee to the ankle"),
    muscle(
      "adductors", "Inner thigh", "Adduktoren",
      "inner thigh, a hand below the groin", seniam: false),
  ]
}
