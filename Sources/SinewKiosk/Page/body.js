// A drawn body, from the front and from the back, with a dot for each place of an electrode. Our
// own drawing: one half is drawn and mirrored.
import { draw, mark } from "/dom.js";
import { name, say } from "/words.js";

/** Outline of the half that lies left in the picture; the middle line is x = 100. */
const half = `M100 54 L90 56 L88 66 C76 70 62 70 54 80 C48 88 46 104 44 118 C40 136 34 150 31 166
  C27 184 24 198 20 212 L18 228 L27 230 L33 214 C40 198 45 182 49 166 C53 150 57 136 61 122 L66 108
  C68 130 70 146 71 164 C70 182 65 196 63 214 C61 240 64 264 67 290 C66 310 67 330 70 352 L72 378
  L66 390 L86 392 L85 378 C88 352 90 332 89 310 C92 288 95 262 97 238 L100 232 Z`;

/** Middle of each muscle's belly on that half. */
const sites = {
  front: {
    pectoralis_major: [79, 98], deltoid_anterior: [61, 87], deltoid_middle: [50, 97],
    biceps: [47, 130], forearm_flexors: [35, 180], rectus_abdominis: [92, 150],
    external_oblique: [77, 164], tensor_fasciae_latae: [68, 220], rectus_femoris: [80, 258],
    vastus_lateralis: [69, 280], vastus_medialis: [89, 290], adductors: [93, 246],
  },
  back: {
    trapezius_upper: [84, 70], deltoid_posterior: [59, 90], trapezius_middle: [88, 94],
    trapezius_lower: [92, 120], triceps_long: [53, 130], triceps_lateral: [43, 124],
    latissimus_dorsi: [77, 142], erector_spinae: [92, 172], gluteus_medius: [72, 202],
    gluteus_maximus: [84, 222], biceps_femoris: [75, 274], semitendinosus: [89, 274],
    gastrocnemius_lateral: [75, 326], soleus: [80, 354],
  },
};

/** Every muscle that has a place on the drawing. */
export const muscles = [...Object.keys(sites.front), ...Object.keys(sites.back)];

/** The drawing; `choose(muscle, side)` is called for a dot that is touched. */
export class BodyMap {
  constructor(lang, choose) {
    this.dots = new Map();
    this.element = document.createElement("div");
    this.element.className = "bodies";
    for (const view of ["front", "back"]) this.element.append(this.picture(view, lang, choose));
  }

  picture(view, lang, choose) {
    const picture = draw("svg", { viewBox: "0 0 200 410", role: "group", "aria-label": say(lang, view) },
      draw("circle", { class: "shape", cx: 100, cy: 32, r: 22 }),
      draw("path", { class: "shape", d: half }),
      draw("path", { class: "shape", d: half, transform: "translate(200 0) scale(-1 1)" }));
    const caption = draw("text", { x: 100, y: 406 });
    caption.textContent = say(lang, view);
    // Seen from the front, the athlete's left is on our right.
    const sides = view === "front" ? ["right", "left"] : ["left", "right"];
    for (const [index, side] of sides.entries()) {
      const letter = draw("text", { x: index === 0 ? 12 : 188, y: 60 });
      letter.textContent = name(lang, side).slice(0, 1);
      picture.append(letter);
      for (const [muscle, [x, y]] of Object.entries(sites[view])) {
        picture.append(this.dot(muscle, side, index === 0 ? x : 200 - x, y, lang, choose));
      }
    }
    picture.append(caption);
    return picture;
  }

  dot(muscle, side, x, y, lang, choose) {
    const label = `${name(lang, muscle)} ${name(lang, side).toLowerCase()}`;
    const title = draw("title", {});
    title.textContent = label;
    const dot = draw("circle", {
      class: "site", cx: x, cy: y, r: 6, tabindex: 0, role: "button", "aria-label": label,
    }, title);
    dot.addEventListener("click", () => choose(muscle, side));
    dot.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose(muscle, side);
    });
    this.dots.set(`${muscle}.${side}`, dot);
    return dot;
  }

  /** Marks the dot that is chosen, those that are worn, and how well they are heard. */
  show(chosen, station) {
    const worn = new Set((station?.wearing ?? []).map((one) => `${one.muscle}.${one.side}`));
    const quality = new Map([...(station?.signals.values() ?? [])]
      .map((one) => [`${one.muscle}.${one.side}`, one.quality]));
    for (const [key, dot] of this.dots) {
      mark(dot, "chosen", key === chosen ? "yes" : "no");
      mark(dot, "worn", worn.has(key) ? "yes" : "no");
      mark(dot, "quality", quality.get(key) ?? "");
    }
  }
}
