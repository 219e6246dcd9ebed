// The running set: the count, the phase ring or the hold, a bar a muscle, the cue.
import { counted, fraction, muscleKey } from "/floor.js";
import { draw, make, mark, put } from "/dom.js";
import { name, say } from "/words.js";

/** Length of the ring of radius 44 in a picture of 100 by 100. */
const circle = 2 * Math.PI * 44;

/** What an athlete sees during a set. */
export class SetPanel {
  constructor() {
    this.reps = make("output", "reps");
    this.range = make("p", "range");
    this.ring = new Ring();
    this.bars = make("ul", "bars");
    this.cue = make("p", "cue");
    this.cue.setAttribute("role", "status");
    this.element = make("div", "set",
      make("div", "count", this.reps, this.range), this.ring.element, this.bars, this.cue);
    this.rows = new Map();
  }

  show(station, lang) {
    const set = station.set;
    put(this.reps, String(counted(set)));
    const range = set.target?.reps;
    put(this.range, range ? `${range.join("–")} ${say(lang, "reps")}` : say(lang, "reps"));
    this.ring.show(set, lang);
    mark(this.element, "shows", set.hold ? "hold" : "reps");
    this.showBars(set, lang);
    const cue = set.cue;
    mark(this.cue, "worked", cue?.outcome === "worked" ? "yes" : "no");
    put(this.cue, !cue ? "" : cue.outcome === "worked" ? say(lang, "worked") : cue.text ?? "");
  }

  showBars(set, lang) {
    if (this.set !== set) {
      this.rows.clear();
      this.bars.replaceChildren();
      this.set = set;
    }
    for (const [key, muscle] of set.levels) {
      if (!this.rows.has(key)) {
        const plan = set.muscles.find((one) => muscleKey(one) === key)
          ?? set.muscles.find((one) => one.muscle === muscle.muscle);
        const row = new MuscleBar(muscle, plan, lang);
        this.rows.set(key, row);
        this.bars.append(row.element);
      }
      this.rows.get(key).show(fraction(set, muscle), muscle, lang);
    }
  }

  tick(now, lang) {
    return this.ring.tick(now, lang);
  }
}

class MuscleBar {
  constructor(muscle, plan, lang) {
    this.band = plan?.band;
    this.fill = make("div", "fill");
    this.value = make("span", "value");
    const track = make("div", "track", this.fill);
    if (this.band) {
      const band = make("div", "band");
      band.style.bottom = `${this.band[0] * 100}%`;
      band.style.height = `${(Math.min(1, this.band[1]) - this.band[0]) * 100}%`;
      track.append(band);
    }
    const side = muscle.side ? ` ${name(lang, muscle.side)}` : "";
    const label = `${name(lang, muscle.muscle)}${side.toLowerCase()}`;
    this.element = make("li", "muscle", track, this.value, make("span", "label", label));
    this.element.dataset.role = plan?.role ?? "other";
  }

  show(fraction, muscle, lang) {
    const height = `scaleY(${fraction.toFixed(2)})`;
    if (this.height !== height) this.fill.style.transform = this.height = height;
    const known = muscle.level !== undefined;
    const inBand = known && this.band && muscle.level >= this.band[0] && muscle.level <= this.band[1];
    mark(this.element, "inBand", inBand ? "yes" : "no");
    // One percent is less than anybody sees from two metres, and a number that flickers is read
    // by nobody: whole fives.
    put(this.value, known ? `${Math.round(muscle.level * 20) * 5} %${inBand ? " ✓" : ""}`
      : muscle.active ? say(lang, "active") : "–");
  }
}

/** The phase of the movement and how much of its time is gone; in a hold the seconds left. */
class Ring {
  constructor() {
    this.arc = draw("circle", {
      class: "arc", cx: 50, cy: 50, r: 44, "stroke-dasharray": circle, "stroke-dashoffset": circle,
    });
    this.word = make("p", "phase");
    this.seconds = make("p", "seconds");
    this.note = make("p", "note");
    const picture = draw("svg", { viewBox: "0 0 100 100", "aria-hidden": "true" },
      draw("circle", { class: "rail", cx: 50, cy: 50, r: 44 }), this.arc);
    this.element = make("div", "ring", picture,
      make("div", "inside", this.word, this.seconds, this.note));
  }

  show(set, lang) {
    this.hold = set.hold;
    this.phase = set.phase;
    mark(this.element, "shows", this.hold ? "hold" : "phase");
    if (this.hold) {
      this.showHold(lang);
      return;
    }
    put(this.word, this.phase ? say(lang, this.phase.phase) : "");
    put(this.note, "");
    mark(this.element, "phase", this.phase?.phase ?? "");
  }

  showHold(lang) {
    const { seconds, target_s: target, in_band: inBand } = this.hold;
    const isDone = target > 0 && seconds >= target;
    mark(this.element, "phase", inBand === false ? "out-of-band" : "hold");
    mark(this.element, "over", "no");
    this.turn(target > 0 ? Math.min(1, seconds / target) : 0);
    put(this.word, isDone ? say(lang, "held") : say(lang, "hold"));
    put(this.seconds, target > 0 && !isDone
      ? String(Math.ceil(target - seconds)) : `${seconds.toFixed(0)} s`);
    const words = [];
    if (inBand !== undefined) words.push(say(lang, inBand ? "in_band" : "off_band"));
    if (target > 0) words.push(`${seconds.toFixed(0)} / ${target.toFixed(0)} s`);
    put(this.note, words.join(" · "));
  }

  /** Draws `part`, 0...1, of the ring; half degrees, so that it is painted only when it moves. */
  turn(part) {
    const offset = (circle * (1 - Math.round(part * 720) / 720)).toFixed(1);
    if (this.offset === offset) return;
    this.offset = offset;
    this.arc.setAttribute("stroke-dashoffset", offset);
  }

  tick(now) {
    if (this.hold) return false;
    const phase = this.phase;
    if (!phase) {
      put(this.seconds, "");
      this.turn(0);
      return false;
    }
    const gone = Math.max(0, now - phase.t_signal);
    const target = phase.target_s;
    this.turn(target ? Math.min(1, gone / target) : 0);
    mark(this.element, "over", target && gone > target * 1.3 ? "yes" : "no");
    put(this.seconds, target ? `${Math.min(gone, 99).toFixed(1)} / ${target.toFixed(1)} s` : "");
    // Nobody holds a phase for a quarter of a minute: the athlete has stopped.
    return gone < 15;
  }
}
