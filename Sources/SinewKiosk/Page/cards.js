// The calm cards: nobody here, ready, without numbers, a calibration, a quiet minute, good-bye.
import { button, fill, make, mark, put } from "/dom.js";
import { counted } from "/floor.js";
import { name, say } from "/words.js";

/** Seconds the good-bye stays when nobody else comes. */
const goodbyeFor = 30;

/** Nobody trains here: a dimmed welcome that wanders, and the sensors with their battery. */
export class IdlePanel {
  constructor(taps) {
    this.taps = taps;
    this.words = make("p", "words");
    this.hint = make("p", "why");
    this.people = make("div", "people");
    this.board = make("ol", "board");
    this.own = make("ul", "sensors");
    this.freeTitle = make("h3", "title");
    this.free = make("ul", "sensors free");
    this.element = make("div", "idle", this.words, this.hint, this.people, this.own,
      this.freeTitle, this.free, this.board);
  }

  show(station, lang, devices) {
    const people = this.taps?.people ?? [];
    put(this.words, say(lang, "idle"));
    put(this.hint, say(lang, people.length > 0 ? "tap_nickname" : "come"));
    fill(this.people, people, () => people.map((person) =>
      button("person", person.nickname ?? person.athlete, () => this.taps.enter(station.name, person))));
    this.showBoard(people, lang);
    const all = [...devices.values()];
    this.showSensors(this.own, all.filter((device) => device.station === station.name), lang);
    const free = all.filter((device) => !device.station);
    put(this.freeTitle, free.length > 0 ? say(lang, "free_sensors") : "");
    this.showSensors(this.free, free, lang);
  }

  /** Good repetitions of those who want to be seen with them; never level or load. */
  showBoard(people, lang) {
    const shown = people.filter((one) => one.leaderboard === true && one.good_reps > 0)
      .sort((one, other) => other.good_reps - one.good_reps).slice(0, 5);
    fill(this.board, [shown, lang], () => shown.length === 0 ? [] : [
      make("li", "title", say(lang, "leaderboard")),
      ...shown.map((one) => make("li", "", make("span", "", one.nickname),
        make("span", "number", `${one.good_reps}`))),
    ]);
  }

  showSensors(list, devices, lang) {
    const shown = devices.map((one) => [one.device, one.state, one.battery, one.warning]);
    fill(list, [shown, lang], () => devices.map((device) => sensorRow(device, lang)));
  }

  /** Wanders a little each minute, so that nothing burns in. */
  tick(now) {
    const minute = Math.floor(now / 60);
    const place = `${(minute % 7) - 3}vmin ${(minute % 5) - 2}vmin`;
    if (this.place !== place) this.element.style.translate = this.place = place;
    return false;
  }
}

function sensorRow(device, lang) {
  const row = make("li", "sensor", make("span", "", device.device));
  row.dataset.state = device.state;
  if (device.battery !== undefined) {
    const charge = make("span", "charge", make("span", "worth"));
    charge.firstChild.style.width = `${Math.round(device.battery * 100)}%`;
    charge.dataset.low = device.battery < 0.2 ? "yes" : "no";
    row.append(charge, make("span", "number", `${Math.round(device.battery * 100)} %`));
  }
  row.append(make("small", "", say(lang, `device_${device.state}`)));
  if (device.warning) row.append(make("small", "warning", device.warning));
  return row;
}

/** Somebody is here and no set has begun. */
export class ReadyPanel {
  constructor(taps) {
    this.taps = taps;
    this.words = make("p", "words");
    this.why = make("p", "why");
    this.element = make("div", "ready", this.words, this.why);
    if (taps) this.element.append(this.leave = button("quiet", "", () => taps.leave(this.station)));
  }

  show(station, lang) {
    this.station = station.name;
    put(this.words, say(lang, "ready"));
    const next = station.next;
    put(this.why, next ? [name(lang, next.exercise), next.text ?? ""].filter(Boolean).join(" · ") : "");
    if (this.leave) put(this.leave, say(lang, "leave"));
  }
}

/** Feedback is withheld on purpose: a card that says so and why. */
export class FeelPanel {
  constructor() {
    this.words = make("p", "words");
    this.why = make("p", "why");
    this.count = make("p", "why count-so-far");
    this.element = make("div", "feel", this.words, this.why, this.count);
  }

  show(station, lang) {
    put(this.words, say(lang, "feel"));
    put(this.why, say(lang, `hidden_${station.feedback?.why ?? "stage"}`));
    // Every second repetition is told: the count is no secret then.
    const tells = station.feedback?.show === "rep" && station.set;
    put(this.count, tells ? `${counted(station.set)} ${say(lang, "reps")}` : "");
  }
}

/** What a calibration asks for now. */
export class CalibrationPanel {
  constructor() {
    this.title = make("p", "why");
    this.prompt = make("p", "words");
    this.left = make("p", "left");
    this.bar = make("progress", "progress");
    this.note = make("p", "why");
    this.element = make("div", "calibrating", this.title, this.prompt, this.left, this.bar, this.note);
  }

  show(station, lang) {
    const step = station.calibration;
    mark(this.element, "step", step?.step ?? "");
    const muscle = step?.muscle
      ? `${name(lang, step.muscle)}${step.side ? ` ${name(lang, step.side).toLowerCase()}` : ""}` : "";
    put(this.title, step ? [say(lang, `calibrate_${step.what}`), muscle].filter(Boolean).join(" · ") : "");
    put(this.prompt, step ? step.prompt || say(lang, `step_${step.step}`) : "");
    put(this.left, this.seconds(step));
    this.bar.hidden = step?.progress === undefined;
    if (step?.progress !== undefined) this.bar.value = step.progress;
    this.bar.setAttribute("aria-label", say(lang, "progress"));
    put(this.note, step?.trials ? say(lang, "trial", step.trial ?? 1, step.trials) : "");
    // The daemon tells the seconds left now and then; between that the screen counts by itself.
    this.endsAt = step?.remaining_s === undefined ? undefined
      : (step.t_signal ?? step.t_emit ?? 0) + step.remaining_s;
  }

  seconds(step) {
    if (step?.step === "done") return "✓";
    if (step?.step === "refused") return "↻";
    return step?.remaining_s === undefined ? "" : String(Math.ceil(step.remaining_s));
  }

  tick(now) {
    if (this.endsAt === undefined) return false;
    const left = Math.ceil(this.endsAt - now);
    if (left >= 0 && left < 100) put(this.left, String(left));
    return left > 0;
  }
}

/** Seeing the set before doing it. */
export class ImageryPanel {
  constructor() {
    this.words = make("p", "words");
    this.left = make("p", "left");
    this.element = make("div", "imagery", this.words, this.left);
  }

  show(station, lang) {
    const step = station.imagery;
    put(this.words, step?.prompt || say(lang, "see_the_set"));
    put(this.left, step?.remaining_s === undefined ? "" : String(Math.ceil(step.remaining_s)));
  }
}

/** The visit is over: what was done, and praise. */
export class GoodbyePanel {
  constructor() {
    this.words = make("p", "words");
    this.sum = make("p", "sum");
    this.milestones = make("ul", "milestones");
    this.element = make("div", "goodbye", this.words, this.sum, this.milestones);
  }

  show(station, lang) {
    const { nickname, visit } = station.left;
    const reps = [...visit.sets.values()].reduce((sum, one) => sum + one, 0);
    put(this.words, say(lang, "goodbye", nickname ?? ""));
    put(this.sum, say(lang, "visit", visit.sets.size, reps));
    const words = visit.milestones.map((one) => one.text);
    fill(this.milestones, words, () => words.map((text) => make("li", "", `★ ${text}`)));
    this.station = station;
  }

  tick(now) {
    const left = this.station?.left;
    if (!left) return false;
    left.since ??= now;
    if (now - left.since > goodbyeFor) this.station.left = null;
    return false;
  }
}
