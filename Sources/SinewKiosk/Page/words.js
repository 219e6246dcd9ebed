// Everything the screen says by itself. Sentences that come with a message are the daemon's.

const words = {
  en: {
    lost: "Sinew is not answering. This screen comes back by itself.",
    insecure: "Not encrypted: anybody on this network can read this screen.",
    idle: "Ready when you are.", ready: "Put your sensors on and begin.", rest: "Rest",
    set: (n, of) => (of ? `Set ${n} of ${of}` : `Set ${n}`), reps: "repetitions",
    eccentric: "Lower", concentric: "Lift", stretched: "Pause", contracted: "Squeeze",
    out: "Out", back: "Back", feel: "Feel it yourself",
    stage: "You know this one. The numbers come back after the set.",
    probe: "A test of what your body remembers. The numbers come back after the set.",
    focus_trial: "A trial without numbers. They come back when it is over.",
    silence: "Your coach has asked for quiet.", summary: "Set done", score: "Score",
    next: "Next", good: "Signal good", off: "Sensor off", poor: "Signal poor",
    fair: "Signal fair", tempo: "Tempo", sound: "Sound", hold: "Hold",
    worked: "That did it.", sensors: "Sensors", active: "active",
  },
  de: {
    lost: "Sinew antwortet nicht. Diese Anzeige kommt von selbst zurück.",
    insecure: "Nicht verschlüsselt: jeder in diesem Netz kann diese Anzeige lesen.",
    idle: "Bereit, wenn du es bist.", ready: "Sensoren anlegen und loslegen.", rest: "Pause",
    set: (n, of) => (of ? `Satz ${n} von ${of}` : `Satz ${n}`), reps: "Wiederholungen",
    eccentric: "Senken", concentric: "Heben", stretched: "Halten", contracted: "Anspannen",
    out: "Hin", back: "Zurück", feel: "Spür es selbst",
    stage: "Das kannst du. Die Zahlen kommen nach dem Satz.",
    probe: "Ein Test, was dein Körper behalten hat. Die Zahlen kommen nach dem Satz.",
    focus_trial: "Ein Versuch ohne Zahlen. Sie kommen, wenn er vorbei ist.",
    silence: "Dein Coach möchte Ruhe.", summary: "Satz fertig", score: "Punkte",
    next: "Als Nächstes", good: "Signal gut", off: "Sensor ab", poor: "Signal schlecht",
    fair: "Signal mäßig", tempo: "Tempo", sound: "Ton", hold: "Halten",
    worked: "Das war’s.", sensors: "Sensoren", active: "aktiv",
  },
};

const german = {
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

const english = {
  deltoid_anterior: "front delt", deltoid_middle: "side delt", deltoid_posterior: "rear delt",
  pectoralis_major: "chest", latissimus_dorsi: "lats", gluteus_maximus: "glutes",
  trapezius_upper: "upper traps", erector_spinae: "lower back", biceps_femoris: "hamstrings",
  rectus_femoris: "quads", auto: "Exercise",
};

/** The sentence or word `key` in a language the screen has; English else. */
export function say(lang, key, ...values) {
  const found = (words[lang] ?? words.en)[key] ?? words.en[key] ?? key;
  return typeof found === "function" ? found(...values) : found;
}

/** A name for the id of an exercise, a muscle or a side. */
export function name(lang, id) {
  if (!id) return "";
  const known = lang === "de" ? german[id] : english[id];
  const plain = known ?? String(id).replaceAll("_", " ");
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}
