// Beside the athlete: who, what, how heavy; marks, corrections, quiet, pain; the way through an
// assessment.
import { Assessment } from "/assessment.js";
import { button, fill, make, mark, put } from "/dom.js";
import { card, choose, field, Note } from "/form.js";
import { german } from "/names.js";
import { StationView } from "/station.js";
import { muscles } from "/body.js";
import { load, name, say } from "/words.js";

/** Exercises of the catalogue, where the daemon can't list them. */
const exercises = Object.keys(german).slice(0, Object.keys(german).indexOf("biceps"));

/** What a coach does during training. */
export class TrainingView {
  constructor(session, lang) {
    Object.assign(this, { session, lang });
    this.live = make("div", "live");
    this.assessment = new Assessment(session, lang);
    this.element = make("div", "cards", make("section", "card wide", this.live), this.whoCard(),
      this.setCard(), this.marksCard(), this.correctCard(), this.programmeCard(), this.assessment.element);
  }

  whoCard() {
    this.athlete = choose(this.lang, "athlete", []);
    this.pin = field(this.lang, "pin", { type: "password", autocomplete: "off", maxLength: 16 });
    this.nickname = field(this.lang, "nickname", { maxLength: 40, autocomplete: "off" });
    this.whoNote = new Note();
    return card(say(this.lang, "athlete"),
      this.enterForm(),
      this.listing(),
      make("div", "row", this.nickname.element, button("", say(this.lang, "new_athlete"), () => this.create())),
      this.whoNote.element);
  }

  enterForm() {
    const form = make("form", "row", this.athlete.element, this.pin.element,
      make("button", "main", say(this.lang, "sign_in")),
      button("", say(this.lang, "leave"), () => this.ask(this.whoNote, "station.leave")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.enter();
    });
    return form;
  }

  /** Whether the athlete wants to be listed by good repetitions where others see it. */
  listing() {
    this.listed = Object.assign(make("input", ""), { type: "checkbox" });
    this.athlete.select.addEventListener("change", () => this.showListed());
    this.listed.addEventListener("change", async () => {
      const answer = await this.session.ask("athlete.update", {
        athlete: this.athlete.select.value, leaderboard: this.listed.checked,
      });
      if (!this.whoNote.show(answer, say(this.lang, "done"))) this.listed.checked = !this.listed.checked;
    });
    return make("label", "check", this.listed, say(this.lang, "wants_listing"));
  }

  showListed() {
    const who = this.people?.find((one) => one.athlete === this.athlete.select.value);
    this.listed.checked = who?.leaderboard === true;
  }

  setCard() {
    this.exercise = choose(this.lang, "exercise", exercises.map((one) => [one, name(this.lang, one)]));
    this.side = choose(this.lang, "side", ["", "left", "right", "both", "alternating"]
      .map((one) => [one, one ? say(this.lang, `side_${one}`) : "–"]));
    this.load = field(this.lang, "load", { type: "number", min: 0, max: 500, step: 0.5 });
    this.kind = choose(this.lang, "kind", ["bar", "per_hand", "stack", "band", "body"]
      .map((one) => [one, say(this.lang, `load_${one}`)]));
    this.focus = choose(this.lang, "focus", ["", "internal", "external"]
      .map((one) => [one, one ? say(this.lang, `focus_${one}`) : "–"]));
    this.warmUp = Object.assign(make("input", ""), { type: "checkbox" });
    this.setNote = new Note();
    return card(say(this.lang, "next_set"), make("div", "row", this.exercise.element, this.side.element),
      make("div", "row", this.load.element, this.kind.element, this.focus.element),
      make("label", "check", this.warmUp, say(this.lang, "warm_up")),
      make("div", "row",
        button("", say(this.lang, "plan_it"), () => this.ask(this.setNote, "exercise", this.plan())),
        button("main", say(this.lang, "begin"), () => this.ask(this.setNote, "set.start", this.plan())),
        button("", say(this.lang, "end"), () => this.ask(this.setNote, "set.end"))),
      this.setNote.element);
  }

  marksCard() {
    this.muscle = choose(this.lang, "muscle", ["", ...muscles].map((one) => [one, one ? name(this.lang, one) : "–"]));
    this.text = field(this.lang, "note", { maxLength: 200, autocomplete: "off" });
    this.markNote = new Note();
    this.quiet = button("", say(this.lang, "quiet"), () => this.turnQuiet());
    this.quiet.setAttribute("aria-pressed", "false");
    const pains = Array.from({ length: 11 }, (_, level) => button("step", String(level), () =>
      this.ask(this.markNote, "pain", { level, ...(this.text.input.value ? { text: this.text.input.value } : {}) })));
    return card(say(this.lang, "marks"), make("div", "row", this.muscle.element, this.text.element),
      make("div", "row", ...["tactile", "verbal", "visual"].map((one) =>
        button("main", say(this.lang, `mark_${one}`), () => this.mark(one)))),
      make("div", "row", this.quiet,
        button("", say(this.lang, "flash"), () => this.ask(this.markNote, "sync.mark"))),
      make("p", "hint", say(this.lang, "pain")), make("div", "row", ...pains), this.markNote.element);
  }

  correctCard() {
    this.reps = make("ul", "list");
    this.correctNote = new Note();
    const ofSet = (request) => () => this.ask(this.correctNote, request, { set: this.set?.number });
    return card(say(this.lang, "correct"), this.reps, make("div", "row",
      button("", say(this.lang, "amend_load"), () => this.ask(this.correctNote, "set.amend", {
        set: this.set?.number, load_kg: Number(this.load.input.value), load_kind: this.kind.select.value,
      })),
      button("", say(this.lang, "discard"), ofSet("set.discard")),
      button("", say(this.lang, "reopen"), ofSet("set.reopen"))), this.correctNote.element);
  }

  programmeCard() {
    this.programme = make("p", "verdict");
    this.phase = choose(this.lang, "phase", [1, 2, 3, 4, 5].map((one) => [one, say(this.lang, `phase_${one}`)]));
    this.reason = field(this.lang, "reason", { maxLength: 200, autocomplete: "off" });
    this.programmeNote = new Note();
    return card(say(this.lang, "programme"), this.programme,
      make("div", "row", this.phase.element, this.reason.element),
      button("", say(this.lang, "override"), () => this.ask(this.programmeNote, "programme.override", {
        athlete: this.here?.athlete ?? "", phase: Number(this.phase.select.value),
        ...(this.reason.input.value ? { why: this.reason.input.value } : {}),
      })), this.programmeNote.element);
  }

  /** The lists that the daemon knows, each time the view is opened. */
  async opened() {
    const people = await this.session.ask("athletes");
    const list = people.ok?.athletes ?? [];
    fill(this.athlete.select, list, () => list.map((one) => new Option(one.nickname ?? one.athlete, one.athlete)));
    this.people = list;
    this.showListed();
    if (people.error) this.whoNote.show(people);
    const known = await this.session.ask("exercises");
    const ids = (known.ok?.exercises ?? []).map((one) => one.exercise ?? one.id ?? one).filter((one) => typeof one === "string");
    if (ids.length > 0) {
      fill(this.exercise.select, ids, () => ids.map((one) => new Option(name(this.lang, one), one)));
    }
  }

  plan() {
    const asked = {
      exercise: this.exercise.select.value, load_kind: this.kind.select.value,
      side: this.side.select.value, focus: this.focus.select.value,
    };
    for (const key of Object.keys(asked)) if (!asked[key]) delete asked[key];
    if (this.load.input.value) asked.load_kg = Number(this.load.input.value);
    else delete asked.load_kind;
    if (this.warmUp.checked) asked.warm_up = true;
    return asked;
  }

  async enter() {
    const pin = this.pin.input.value;
    this.pin.input.value = "";
    await this.ask(this.whoNote, "station.enter", { athlete: this.athlete.select.value, ...(pin ? { pin } : {}) });
  }

  async create() {
    const nickname = this.nickname.input.value.trim();
    if (!nickname) return;
    const answer = await this.session.ask("athlete.create", { nickname, lang: this.lang });
    if (this.whoNote.show(answer, say(this.lang, "done"))) this.opened();
  }

  mark(kind) {
    const fields = { mark: kind };
    if (this.muscle.select.value) fields.muscle = this.muscle.select.value;
    if (this.text.input.value) fields.text = this.text.input.value;
    return this.ask(this.markNote, "coach.mark", fields);
  }

  async turnQuiet() {
    const on = this.quiet.getAttribute("aria-pressed") !== "true";
    await this.ask(this.markNote, "silence", { on });
  }

  async ask(note, request, fields = {}) {
    const answer = await this.session.ask(request, { station: this.here?.name, ...fields });
    note.show(answer, say(this.lang, "done"));
  }

  show(station, floor) {
    if (this.here?.name !== station.name) {
      this.view = new StationView(station.name, this.lang);
      this.live.replaceChildren(this.view.element);
    }
    this.here = station;
    this.set = station.set;
    this.view.show(station, floor.devices);
    this.quiet.setAttribute("aria-pressed", String(station.feedback?.why === "silence"));
    this.showReps(station.set);
    const programme = [...station.progress.values()].find((one) => one.kind === "programme");
    put(this.programme, programme ? [say(this.lang, `phase_${programme.phase}`), programme.text].filter(Boolean).join(" · ")
      : say(this.lang, "not_known"));
    mark(this.programme, "state", programme?.state ?? "");
    this.assessment.show(station);
  }

  tick(now) {
    const moves = this.view?.tick(now) ?? false;
    return this.assessment.tick(now) || moves;
  }

  showReps(set) {
    const reps = [...(set?.reps.values() ?? [])].map((one) => [one.rep, one.partial === true]);
    fill(this.reps, [set?.number, reps, set?.loadKg], () => [
      make("li", "hint", set ? [name(this.lang, set.exercise), load(this.lang, set.loadKg, set.loadKind)].filter(Boolean).join(" · ")
        : say(this.lang, "no_set")),
      ...reps.map(([rep, partial]) => make("li", "", make("span", "grow", `${rep}${partial ? ` · ${say(this.lang, "partial")}` : ""}`),
        button("", say(this.lang, partial ? "was_whole" : "was_partial"), () =>
          this.ask(this.correctNote, "rep.correct", { set: set.number, rep, partial: !partial })),
        button("", say(this.lang, "was_none"), () =>
          this.ask(this.correctNote, "rep.correct", { set: set.number, rep, removed: true })))),
    ]);
  }
}
