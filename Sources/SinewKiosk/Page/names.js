// What exercises, muscles, sides and places are called.

/** German names by id. */
export const german = {
  bench_press: "Bankdrücken", push_up: "Liegestütz", triceps_extension: "Trizepsstrecken",
  biceps_curl: "Bizepscurl", lateral_raise: "Seitheben", glute_bridge: "Glute Bridge",
  box_squat: "Box Squat", back_squat: "Kniebeuge", romanian_deadlift: "Rumänisches Kreuzheben",
  paused_romanian_deadlift: "Rumänisches Kreuzheben mit Pause", seated_row: "Rudern sitzend",
  dumbbell_row: "Kurzhantelrudern", barbell_row: "Langhantelrudern", lat_pulldown: "Latzug",
  hip_thrust: "Hip Thrust", split_squat: "Split Squat", step_up: "Aufsteigen",
  leg_extension: "Beinstrecken", leg_curl: "Beinbeugen", overhead_press: "Schulterdrücken",
  deadlift: "Kreuzheben", fly: "Fliegende", face_pull: "Face Pull", calf_raise: "Wadenheben",
  clam: "Muschel", prone_hip_extension: "Hüftstrecken liegend", isometric_hold: "Halten",
  biceps: "Bizeps", forearm_flexors: "Unterarmbeuger", triceps_long: "Trizeps, langer Kopf",
  triceps_lateral: "Trizeps, seitlich", deltoid_anterior: "vordere Schulter",
  deltoid_middle: "mittlere Schulter", deltoid_posterior: "hintere Schulter",
  pectoralis_major: "Brust", latissimus_dorsi: "Latissimus", trapezius_upper: "oberer Nacken",
  trapezius_middle: "mittlerer Rücken", trapezius_lower: "unterer Trapez",
  erector_spinae: "Rückenstrecker", external_oblique: "schräger Bauch",
  rectus_abdominis: "Bauch", gluteus_maximus: "Gesäß", gluteus_medius: "seitliches Gesäß",
  tensor_fasciae_latae: "Hüftspanner", rectus_femoris: "Quadrizeps Mitte",
  vastus_lateralis: "Quadrizeps außen", vastus_medialis: "Quadrizeps innen",
  biceps_femoris: "hinterer Oberschenkel", semitendinosus: "Beinbeuger innen",
  gastrocnemius_lateral: "Wade", soleus: "Schollenmuskel", adductors: "Adduktoren",
  left: "links", right: "rechts", auto: "Übung",
};

/** English names that are not the id itself. */
export const english = {
  deltoid_anterior: "front delt", deltoid_middle: "side delt", deltoid_posterior: "rear delt",
  pectoralis_major: "chest", latissimus_dorsi: "lats", gluteus_maximus: "glutes",
  trapezius_upper: "upper traps", erector_spinae: "lower back", biceps_femoris: "hamstrings",
  rectus_femoris: "quads", auto: "Exercise",
};
