// The way through an assessment, a step at a time: questions before anything hard, then the quiet
// muscle, the strongest contraction of each, the range of motion.
import { CalibrationPanel } from "/cards.js";
import { button, fill, make, put } from "/dom.js";
import { card, Note } from "/form.js";
import { name, say } from "/words.js";

/** Asked before a maximal effort; any yes leaves it out (wording for a professional to review). The
    names are those of the request's `screening`. */
const questions = ["chest_pain", "blood_pressure", "surgery", "pregnancy", "acute_pain"];

/** Leads a coach through the calibrations of what the athlete wears. */
export class Assessment {
  constructor(session, lang) {
    Object.assign(this, { session, lang, step: 0, results: [] });
    this.panel = new CalibrationPanel();
    this.title = make("p", "verdict");
    this.questions = make("div", "", ...questions.map((one) => this.question(one)));
    this.list = make("ul", "list");
    this.note = new Note();
    this.mini = make("div", "mini", this.panel.element);
    this.start = button("main", say(lang, "start"), () => this.begin());
    this.element = card(say(lang, "assessment"), this.title, this.questions, this.mini, this.list,
      make("div", "row", this.start,
        button("", say(lang, "skip"), () => this.go(this.step + 1)),
        button("", say(lang, "from_start"), () => this.restart())), this.note.element);
  }

  question(key) {
    const box = Object.assign(make("input", ""), { type: "checkbox" });
    box.name = key;
    box.addEventListener("change", () => this.draw());
    return make("label", "check", box, say(this.lang, `q_${key}`));
  }

  /** The answers by question. */
  get screening() {
    return Object.fromEntries([...this.questions.querySelectorAll("input")]
      .map((one) => [one.name, one.checked]));
  }

  /** Whether any question was answered with yes. */
  get isBarred() {
    return Object.values(this.screening).includes(true);
  }

  /** What is to be done: a maximal effort only where nothing speaks against it. */
  get steps() {
    const worn = (this.here?.wearing ?? []).filter((one) => one.muscle);
    const hard = this.isBarred ? "refset" : "mvc";
    return [{ what: "placement" }, { what: "rest" },
      ...worn.map((one) => ({ what: hard, muscle: one.muscle, side: one.side })), { what: "rom" }];
  }

  words(step) {
    if (!step) return say(this.lang, "assessed");
    return [say(this.lang, `calibrate_${step.what}`), step.muscle ? name(this.lang, step.muscle) : "",
      step.side ? name(this.lang, step.side).toLowerCase() : ""].filter(Boolean).join(" ");
  }

  async begin() {
    const step = this.steps[this.step];
    if (!step) return;
    const answer = await this.session.ask("calibrate.start", {
      station: this.here.name, ...step, ...(step.what === "mvc" ? { screening: this.screening } : {}),
    });
    if (this.note.show(answer, say(this.lang, "running"))) this.waitsFor = step;
  }

  go(step) {
    this.step = Math.min(step, this.steps.length);
    this.waitsFor = null;
    this.draw();
  }

  restart() {
    this.results = [];
    this.go(0);
  }

  show(station) {
    if (this.here?.athlete !== station.athlete || this.here?.name !== station.name) this.restart();
    this.here = station;
    const calibration = station.calibration;
    if (this.waitsFor && calibration?.what === this.waitsFor.what && calibration.step === "done") {
      this.results.push(this.words(this.waitsFor) + resultWords(calibration.result));
      this.go(this.step + 1);
    }
    this.mini.hidden = !calibration;
    this.panel.show(station, this.lang);
    this.draw();
  }

  draw() {
    const step = this.steps[this.step];
    put(this.title, step ? `${this.step + 1} / ${this.steps.length}: ${this.words(step)}` : say(this.lang, "assessed"));
    this.start.disabled = !step;
    fill(this.list, this.results, () => this.results.map((one) => make("li", "", `✓ ${one}`)));
  }

  tick(now) {
    return this.mini.hidden ? false : this.panel.tick(now);
  }
}

function resultWords(result) {
  if (result?.level_uv !== undefined) return `: ${result.level_uv.toFixed(0)} µV`;
  if (result?.rom_deg !== undefined) return `: ${result.rom_deg.toFixed(0)}°`;
  if (result?.level_counts !== undefined) return `: ${result.level_counts.toFixed(0)}`;
  return "";
}
