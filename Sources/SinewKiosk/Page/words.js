// Everything the screen says by itself. A sentence that comes with a message is the daemon's, in the
// language of the station.
import { english, german } from "/names.js";

const words = {
  en: {
    lost: "Sinew is not answering. This screen comes back by itself.",
    foreign: "The daemon speaks another version of the protocol. Install the same version of both.",
    insecure: "Not encrypted: anybody on this network can read this screen.",
    idle: "Ready when you are.", tap_nickname: "Tap your nickname.",
    come: "Put your sensors on and begin, or ask your coach.", free_sensors: "Free sensors",
    leaderboard: "Good repetitions this week", ready: "Put your sensors on and begin.",
    leave: "Sign out", pin: "PIN", pin_of: (who) => `Your PIN, ${who}`,
    rest: "Rest", rested: "Go when you like.", reps: "repetitions", each: "Each repetition",
    set: (n, of) => (of ? `Set ${n} of ${of}` : `Set ${n}`),
    eccentric: "Lower", concentric: "Lift", stretched: "Pause", contracted: "Squeeze",
    out: "Out", back: "Back", out_pause: "Pause", back_pause: "Pause",
    hold: "Hold", held: "Done", in_band: "in the band ✓", off_band: "find the band",
    feel: "Feel it yourself",
    hidden_stage: "You know this one. The numbers come back after the set.",
    hidden_probe: "A test of what your body remembers. The numbers come back after the set.",
    hidden_focus_trial: "A trial without numbers. They come back when it is over.",
    hidden_silence: "Your coach has asked for quiet.",
    score: "Score", next: "Next", then: "Then", progress: "Progress", active: "active", worked: "That did it.",
    part_activation: "Activation", part_share: "Share", part_tempo: "Tempo", part_peak: "Peak",
    part_consistency: "Evenness", part_symmetry: "Left and right",
    effort: "How hard was it?", thanks_effort: (n) => `Noted: ${n}.`,
    not_now: "That can't be noted just now.",
    goodbye: (who) => (who ? `Well done, ${who}!` : "Well done!"),
    visit: (sets, reps) => `${sets} ${sets === 1 ? "set" : "sets"}, ${reps} repetitions`,
    signal_good: "Signal good", signal_fair: "Signal fair", signal_poor: "Signal poor",
    signal_off: "Sensor off",
    device_searching: "searching", device_connecting: "connecting", device_talking: "connecting",
    device_streaming: "ready", device_silent: "silent", device_noisy: "disturbed", device_gone: "gone",
    sound_off: "off", sound_tones: "tones", sound_voice: "tones and voice",
    calibrate_rest: "Quiet muscle", calibrate_mvc: "Your strongest", calibrate_refset: "Reference set",
    calibrate_taskmax: "Task maximum", calibrate_rom: "Range of motion", calibrate_placement: "Sensor check",
    step_get_ready: "Get ready", step_ramp: "Build up slowly", step_hold: "Hold", step_relax: "Relax",
    step_rest: "Rest", step_done: "Done", step_refused: "Once more, calmly",
    trial: (n, of) => `Try ${n} of ${of}`, see_the_set: "See the set before you do it.",
    kg_per_hand: "a hand", kg_band: "band", kg_body: "body",
  },
  de: {
    lost: "Sinew antwortet nicht. Diese Anzeige kommt von selbst zurück.",
    foreign: "Der Dienst spricht eine andere Fassung des Protokolls. Bitte beide gleich installieren.",
    insecure: "Nicht verschlüsselt: jeder in diesem Netz kann diese Anzeige lesen.",
    idle: "Bereit, wenn du es bist.", tap_nickname: "Tippe auf deinen Spitznamen.",
    come: "Sensoren anlegen und loslegen, oder frag deinen Coach.", free_sensors: "Freie Sensoren",
    leaderboard: "Gute Wiederholungen diese Woche", ready: "Sensoren anlegen und loslegen.",
    leave: "Abmelden", pin: "PIN", pin_of: (who) => `Deine PIN, ${who}`,
    rest: "Pause", rested: "Los, wenn du magst.", reps: "Wiederholungen", each: "Jede Wiederholung",
    set: (n, of) => (of ? `Satz ${n} von ${of}` : `Satz ${n}`),
    eccentric: "Senken", concentric: "Heben", stretched: "Halten", contracted: "Anspannen",
    out: "Hin", back: "Zurück", out_pause: "Halten", back_pause: "Halten",
    hold: "Halten", held: "Geschafft", in_band: "im Band ✓", off_band: "such das Band",
    feel: "Spür es selbst",
    hidden_stage: "Das kannst du. Die Zahlen kommen nach dem Satz.",
    hidden_probe: "Ein Test, was dein Körper behalten hat. Die Zahlen kommen nach dem Satz.",
    hidden_focus_trial: "Ein Versuch ohne Zahlen. Sie kommen, wenn er vorbei ist.",
    hidden_silence: "Dein Coach möchte Ruhe.",
    score: "Punkte", next: "Als Nächstes", then: "Danach", progress: "Fortschritt", active: "aktiv", worked: "Das war’s.",
    part_activation: "Aktivierung", part_share: "Anteil", part_tempo: "Tempo", part_peak: "Spitze",
    part_consistency: "Gleichmaß", part_symmetry: "Links und rechts",
    effort: "Wie schwer war es?", thanks_effort: (n) => `Notiert: ${n}.`,
    not_now: "Das geht gerade nicht.",
    goodbye: (who) => (who ? `Stark, ${who}!` : "Stark!"),
    visit: (sets, reps) => `${sets} ${sets === 1 ? "Satz" : "Sätze"}, ${reps} Wiederholungen`,
    signal_good: "Signal gut", signal_fair: "Signal mäßig", signal_poor: "Signal schlecht",
    signal_off: "Sensor ab",
    device_searching: "wird gesucht", device_connecting: "verbindet", device_talking: "verbindet",
    device_streaming: "bereit", device_silent: "schweigt", device_noisy: "gestört", device_gone: "fort",
    sound_off: "aus", sound_tones: "Töne", sound_voice: "Töne und Stimme",
    calibrate_rest: "Ruhiger Muskel", calibrate_mvc: "Deine Höchstkraft", calibrate_refset: "Vergleichssatz",
    calibrate_taskmax: "Höchstwert der Übung", calibrate_rom: "Bewegungsumfang", calibrate_placement: "Sensoren prüfen",
    step_get_ready: "Mach dich bereit", step_ramp: "Langsam steigern", step_hold: "Halten",
    step_relax: "Locker lassen", step_rest: "Pause", step_done: "Fertig", step_refused: "Noch einmal, in Ruhe",
    trial: (n, of) => `Versuch ${n} von ${of}`, see_the_set: "Sieh den Satz, bevor du ihn machst.",
    kg_per_hand: "je Hand", kg_band: "Band", kg_body: "Körper",
  },
};

/** More words, of the coach's pages. */
export function addWords(more) {
  for (const lang of Object.keys(words)) Object.assign(words[lang], more[lang]);
}

/** The sentence or word `key` in a language the screen has; English else. */
export function say(lang, key, ...values) {
  const known = [words[lang], words.en].find((one) => one && Object.hasOwn(one, key));
  const found = known ? known[key] : key;
  return typeof found === "function" ? found(...values) : found;
}

/** A load with its unit, or an empty text. */
export function load(lang, kilograms, kind) {
  if (kind === "body" && !kilograms) return say(lang, "kg_body");
  if (!kilograms) return "";
  const number = kilograms.toLocaleString(lang, { maximumFractionDigits: 2 });
  return [`${number} kg`, kind === "per_hand" || kind === "band" ? say(lang, `kg_${kind}`) : ""]
    .filter(Boolean).join(" ");
}

/** A name for the id of an exercise, a muscle or a side. */
export function name(lang, id) {
  if (!id) return "";
  const names = lang === "de" ? german : english;
  const plain = Object.hasOwn(names, id) ? names[id] : String(id).replaceAll("_", " ");
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}
