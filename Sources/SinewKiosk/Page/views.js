// Draws one station. Elements are made once and changed in place; text goes in as text, never as
// markup, so that no name can bring a script with it.
import { counted, fraction, muscleKey, worstSignal } from "/floor.js";
import { name, say } from "/words.js";

const circle = 2 * Math.PI * 44;

function make(tag, className, ...children) {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...children);
  return element;
}

function draw(tag, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** The part of the screen that belongs to one station. */
export class StationView {
  constructor(station, language) {
    this.language = language;
    this.who = make("h2", "who");
    this.what = make("p", "what");
    this.lamp = make("p", "lamp");
    this.panel = make("div", "panel");
    this.mend = make("p", "mend");
    this.mend.setAttribute("role", "status");
    this.element = make("section", "station",
      make("header", "head", this.who, this.what, this.lamp), this.panel, this.mend);
    this.element.dataset.station = station;
    this.panels = {
      idle: new IdlePanel(), ready: new ReadyPanel(), set: new SetPanel(),
      feel: new FeelPanel(), rest: new RestPanel(), calibrating: new CalibrationPanel(),
    };
  }

  /** Shows the station as it is now. */
  show(station, devices) {
    this.lang = station.lang ?? this.language;
    const panel = panelOf(station);
    if (this.shown !== panel) {
      this.panel.replaceChildren(this.panels[panel].element);
      this.shown = panel;
      this.element.dataset.panel = panel;
    }
    put(this.who, station.nickname ?? station.name);
    put(this.what, describe(station, this.lang));
    this.showSignal(station);
    this.panels[panel].show(station, this.lang, devices);
  }

  /** Moves what moves by itself; true while it must be called for every frame. */
  tick(now) {
    return this.panels[this.shown]?.tick?.(now, this.lang) ?? false;
  }

  showSignal(station) {
    const worst = worstSignal(station);
    const quality = worst?.quality ?? (station.signals.size > 0 ? "good" : null);
    this.lamp.dataset.quality = quality ?? "";
    put(this.lamp, quality ? say(this.lang, quality) : "");
    put(this.mend, worst?.mend ?? "");
  }
}

function panelOf(station) {
  const hides = station.feedback?.show;
  if (station.state === "calibrating") return "calibrating";
  if (station.state === "set" && station.set && !station.set.ended) {
    return hides && hides !== "live" ? "feel" : "set";
  }
  if (station.set?.ended && station.state !== "idle") return hides === "none" ? "feel" : "rest";
  return station.state === "idle" ? "idle" : "ready";
}

function describe(station, lang) {
  const set = station.set && !station.set.ended ? station.set : null;
  const parts = [name(lang, set?.exercise ?? station.next?.exercise ?? station.set?.exercise)];
  if (set?.of) parts.push(say(lang, "set", set.of[0], set.of[1]));
  if (set?.loadKg) parts.push(`${set.loadKg} kg`);
  return parts.filter(Boolean).join(" · ");
}

class IdlePanel {
  constructor() {
    this.words = make("p", "words");
    this.sensors = make("ul", "sensors");
    this.element = make("div", "idle", this.words, this.sensors);
  }

  show(station, lang, devices) {
    put(this.words, say(lang, "idle"));
    const own = [...devices.values()].filter((device) => device.station === station.name);
    this.sensors.replaceChildren(...own.map((device) => {
      const battery = device.battery === undefined ? "" : ` ${Math.round(device.battery * 100)} %`;
      const row = make("li", "sensor", `${device.device}${battery}`);
      row.dataset.state = device.state;
      if (device.warning) row.append(make("small", "warning", device.warning));
      return row;
    }));
  }

  /** Wanders a little each minute, so that nothing burns in. */
  tick(now) {
    const minute = Math.floor(now / 60);
    this.element.style.translate = `${(minute % 7) - 3}vmin ${(minute % 5) - 2}vmin`;
    return false;
  }
}

class ReadyPanel {
  constructor() {
    this.words = make("p", "words");
    this.why = make("p", "why");
    this.element = make("div", "ready", this.words, this.why);
  }

  show(station, lang) {
    put(this.words, say(lang, "ready"));
    put(this.why, station.next?.text ?? "");
  }
}

class FeelPanel {
  constructor() {
    this.words = make("p", "words");
    this.why = make("p", "why");
    this.element = make("div", "feel", this.words, this.why);
  }

  show(station, lang) {
    put(this.words, say(lang, "feel"));
    put(this.why, say(lang, station.feedback?.why ?? "stage"));
  }
}

class CalibrationPanel {
  constructor() {
    this.prompt = make("p", "words");
    this.left = make("p", "left");
    this.bar = make("progress", "progress");
    this.element = make("div", "calibrating", this.prompt, this.left, this.bar);
  }

  show(station) {
    const step = station.calibration;
    put(this.prompt, step?.prompt ?? "");
    put(this.left, step?.remaining_s === undefined ? "" : String(Math.ceil(step.remaining_s)));
    this.bar.value = step?.progress ?? 0;
  }
}

class SetPanel {
  constructor() {
    this.reps = make("output", "reps");
    this.range = make("p", "range");
    this.ring = new PhaseRing();
    this.bars = make("ul", "bars");
    this.cue = make("p", "cue");
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
    this.showBars(set, lang);
    const cue = set.cue;
    put(this.cue, !cue ? "" : cue.outcome === "worked" ? say(lang, "worked") : cue.text);
  }

  showBars(set, lang) {
    if (this.set !== set.number) {
      this.rows.clear();
      this.bars.replaceChildren();
      this.set = set.number;
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
      band.style.height = `${(this.band[1] - this.band[0]) * 100}%`;
      track.append(band);
    }
    const side = muscle.side ? ` ${name(lang, muscle.side)}` : "";
    this.element = make("li", "muscle", track, this.value,
      make("span", "label", `${name(lang, muscle.muscle)}${side.toLowerCase()}`));
    this.element.dataset.role = plan?.role ?? "other";
  }

  show(fraction, muscle, lang) {
    this.fill.style.transform = `scaleY(${fraction.toFixed(3)})`;
    const known = muscle.level !== undefined;
    const inBand = known && this.band && muscle.level >= this.band[0] && muscle.level <= this.band[1];
    this.element.dataset.inBand = inBand ? "yes" : "no";
    put(this.value, known ? `${Math.round(muscle.level * 100)} %${inBand ? " ✓" : ""}`
      : muscle.active ? say(lang, "active") : "");
  }
}

/** The phase of the movement, and how much of its time is gone. */
class PhaseRing {
  constructor() {
    this.arc = draw("circle", { class: "arc", cx: 50, cy: 50, r: 44, "stroke-dasharray": circle });
    this.word = make("p", "phase");
    this.seconds = make("p", "seconds");
    const picture = draw("svg", { viewBox: "0 0 100 100", "aria-hidden": "true" });
    picture.append(draw("circle", { class: "rail", cx: 50, cy: 50, r: 44 }), this.arc);
    this.element = make("div", "ring", picture, make("div", "inside", this.word, this.seconds));
  }

  show(set, lang) {
    this.phase = set.phase;
    put(this.word, this.phase ? say(lang, this.phase.phase) : "");
    this.element.dataset.phase = this.phase?.phase ?? "";
  }

  tick(now) {
    const phase = this.phase;
    if (!phase) {
      put(this.seconds, "");
      this.arc.setAttribute("stroke-dashoffset", circle);
      return false;
    }
    const gone = Math.max(0, now - phase.t_signal);
    const target = phase.target_s;
    const part = target ? Math.min(1, gone / target) : 0;
    this.arc.setAttribute("stroke-dashoffset", (circle * (1 - part)).toFixed(1));
    this.element.dataset.over = target && gone > target * 1.3 ? "yes" : "no";
    put(this.seconds, target ? `${Math.min(gone, 99).toFixed(1)} / ${target.toFixed(1)} s` : "");
    // Nobody holds a phase for a quarter of a minute: the athlete has stopped.
    return gone < 15;
  }
}

class RestPanel {
  constructor() {
    this.title = make("p", "words");
    this.reps = make("p", "reps");
    this.bars = make("ol", "history");
    this.score = make("p", "score");
    this.parts = make("ul", "parts");
    this.tempo = make("ul", "tempo");
    this.timer = make("p", "timer");
    this.next = make("p", "why");
    this.element = make("div", "rest",
      make("div", "done", this.title, this.reps, this.bars),
      make("div", "result", this.score, this.parts, this.tempo),
      make("div", "after", this.timer, this.next));
  }

  show(station, lang) {
    const { set, next } = station;
    const summary = set.ended.summary ?? {};
    put(this.title, say(lang, "summary"));
    put(this.reps, `${summary.reps?.counted ?? counted(set)} ${say(lang, "reps")}`);
    this.bars.replaceChildren(...repBars(set));
    const score = summary.score?.value;
    put(this.score, score === undefined ? "" : `${say(lang, "score")} ${Math.round(score)}`);
    this.tempo.replaceChildren(...tempoRows(set, summary.tempo, lang));
    this.parts.replaceChildren(...Object.entries(summary.parts ?? {})
      .filter(([, value]) => typeof value === "number")
      .map(([part, value]) => make("li", "part", `${name(lang, part)} ${Math.round(value * 100)} %`)));
    this.readyAt = next?.ready_at;
    const what = next ? [name(lang, next.exercise), next.load_kg ? `${next.load_kg} kg` : "",
      next.reps ? `${next.reps.join("–")} ${say(lang, "reps")}` : ""].filter(Boolean).join(" · ") : "";
    put(this.next, next ? `${say(lang, "next")}: ${what}. ${next.text ?? ""}` : "");
  }

  tick(now, lang) {
    if (this.readyAt === undefined) {
      put(this.timer, "");
      return false;
    }
    const left = Math.max(0, Math.ceil(this.readyAt - now));
    put(this.timer, `${say(lang, "rest")} ${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`);
    return false;
  }
}

/** What each phase took on average, beside what was asked for. */
function tempoRows(set, tempo, lang) {
  const plan = set.target?.tempo;
  if (!tempo || !plan) return [];
  return ["eccentric", "stretched", "concentric", "contracted"].flatMap((phase) => {
    const [took, asked] = [tempo[`${phase}_s`], plan[`${phase}_s`]];
    if (took === undefined || !asked) return [];
    const row = make("li", "part", `${say(lang, phase)} ${took.toFixed(1)} / ${asked.toFixed(1)} s`);
    return [row];
  });
}

/** A bar for each repetition: how long it took; hollow where it was partial. */
function repBars(set) {
  const reps = [...set.reps.values()].sort((one, other) => one.rep - other.rep);
  const longest = Math.max(...reps.map((rep) => rep.t_end - rep.t_start), 0.1);
  return reps.map((rep) => {
    const seconds = rep.t_end - rep.t_start;
    const bar = make("li", "rep", make("span", "time", `${seconds.toFixed(1)} s`));
    bar.style.height = `${Math.round((100 * seconds) / longest)}%`;
    bar.dataset.partial = rep.partial ? "yes" : "no";
    return bar;
  });
}
