// Between two sets: what was done, what it is worth, how long to rest, what comes next and why.
import { counted } from "/floor.js";
import { button, fill, make, mark, put } from "/dom.js";
import { load, name, say } from "/words.js";

/** What an athlete sees after a set. */
export class RestPanel {
  /** `taps`: what an athlete may do here by touch, or null. */
  constructor(taps) {
    this.taps = taps;
    this.reps = new Figure("reps");
    this.praise = make("p", "praise");
    this.bars = make("ol", "history");
    this.score = new Figure("score");
    this.parts = make("ul", "parts");
    this.tempo = make("ul", "tempo");
    this.timer = make("p", "timer");
    this.next = make("p", "next");
    this.why = make("p", "why");
    this.turn = make("p", "why");
    this.effort = new EffortScale(taps);
    this.element = make("div", "rest",
      make("div", "done", this.reps.element, this.praise, this.bars),
      make("div", "result", this.score.element, this.parts, this.tempo),
      this.effort.element,
      make("div", "after", this.timer, make("div", "coming", this.next, this.why, this.turn)));
  }

  show(station, lang) {
    const { set, next, visit } = station;
    const summary = set.ended.summary ?? {};
    this.reps.show(String(summary.reps?.counted ?? counted(set)), say(lang, "reps"));
    put(this.praise, visit.milestones.map((one) => `★ ${one.text}`).slice(-1)[0] ?? "");
    this.showBars(set, lang);
    const score = summary.score?.value;
    if (score === undefined) this.score.show("", "");
    else this.score.show(String(Math.round(score)), say(lang, "score"));
    fill(this.parts, [summary.parts, lang], () => partRows(summary.parts, lang));
    fill(this.tempo, [summary.tempo, lang], () => tempoRows(set, summary.tempo, lang));
    this.readyAt = next?.ready_at;
    put(this.next, next ? `${say(lang, "next")}: ${coming(next, lang)}` : "");
    put(this.why, next?.text ?? "");
    put(this.turn, station.queue.length > 0 ? `${say(lang, "then")}: ${station.queue.join(", ")}` : "");
    this.effort.show(set, lang);
  }

  showBars(set, lang) {
    const reps = [...set.reps.values()].sort((one, other) => one.rep - other.rep);
    const bars = repValues(set, reps);
    fill(this.bars, [bars, lang], () => bars.map((one, index) => repBar(one, index)));
    this.bars.setAttribute("aria-label", say(lang, "each"));
  }

  tick(now, lang) {
    if (this.readyAt === undefined) {
      put(this.timer, "");
      return false;
    }
    const left = Math.max(0, Math.ceil(this.readyAt - now));
    mark(this.timer, "ready", left === 0 ? "yes" : "no");
    const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    put(this.timer, left === 0 ? say(lang, "rested") : `${say(lang, "rest")} ${clock}`);
    return false;
  }
}

/** A large number and, smaller, what it counts. */
class Figure {
  constructor(className) {
    this.number = make("span", "number");
    this.unit = make("span", "unit");
    this.element = make("p", className, this.number, " ", this.unit);
  }

  show(number, unit) {
    put(this.number, number);
    put(this.unit, unit);
  }
}

function coming(next, lang) {
  return [
    name(lang, next.exercise), next.side ? name(lang, next.side).toLowerCase() : "",
    load(lang, next.load_kg, next.load_kind),
    next.reps ? `${next.reps.join("–")} ${say(lang, "reps")}` : "",
  ].filter(Boolean).join(" · ");
}

/** The parts of the score, each with a small bar. */
function partRows(parts, lang) {
  return Object.entries(parts ?? {}).filter(([, value]) => typeof value === "number")
    .map(([part, value]) => {
      const rail = make("span", "rail", make("span", "worth"));
      rail.firstChild.style.width = `${Math.round(value * 100)}%`;
      return make("li", "part", make("span", "", say(lang, `part_${part}`)), rail,
        make("span", "number", `${Math.round(value * 100)}`));
    });
}

/** What each phase took on average, beside what was asked for. */
function tempoRows(set, tempo, lang) {
  const plan = set.target?.tempo;
  if (!tempo || !plan) return [];
  return ["eccentric", "stretched", "concentric", "contracted"].flatMap((phase) => {
    const [took, asked] = [tempo[`${phase}_s`], plan[`${phase}_s`]];
    if (took === undefined || !asked) return [];
    return [make("li", "phase-time", make("span", "", say(lang, phase)),
      make("span", "number", `${took.toFixed(1)} / ${asked.toFixed(1)} s`))];
  });
}

/** One value a repetition: how hard the target worked where that is known, else how long it took. */
function repValues(set, reps) {
  const target = set.muscles.find((one) => one.role === "target");
  const level = (rep) => rep.muscles?.find((one) => one.muscle === target?.muscle)?.concentric;
  if (reps.length > 0 && reps.every((rep) => level(rep) !== undefined)) {
    return reps.map((rep) => ({
      part: Math.min(1, level(rep)), text: `${Math.round(level(rep) * 100)} %`,
      partial: rep.partial === true, rep: rep.rep,
    }));
  }
  const longest = Math.max(...reps.map((rep) => rep.t_end - rep.t_start), 0.1);
  return reps.map((rep) => ({
    part: (rep.t_end - rep.t_start) / longest, text: `${(rep.t_end - rep.t_start).toFixed(1)} s`,
    partial: rep.partial === true, rep: rep.rep,
  }));
}

/** A bar for one repetition; hollow where it was partial. */
function repBar(value, index) {
  const bar = make("div", "rep");
  bar.style.height = `${Math.max(4, Math.round(value.part * 100))}%`;
  bar.dataset.partial = value.partial ? "yes" : "no";
  return make("li", "", make("div", "column", make("span", "time", value.text), bar),
    make("span", "number", String(index + 1)));
}

/** How hard was it: one tap, 1 to 10, once the set is over. */
class EffortScale {
  constructor(taps) {
    this.taps = taps;
    this.question = make("p", "question");
    this.scale = make("div", "scale");
    this.element = make("div", "effort", this.question, this.scale);
    this.element.hidden = !taps;
    if (!taps) return;
    for (let effort = 1; effort <= 10; effort += 1) {
      this.scale.append(button("step", String(effort), () => this.tell(effort)));
    }
  }

  show(set, lang) {
    if (!this.taps) return;
    this.lang = lang;
    if (this.set !== set.number) {
      this.set = set.number;
      this.scale.hidden = false;
      put(this.question, say(lang, "effort"));
    }
  }

  async tell(effort) {
    const set = this.set;
    this.scale.hidden = true;
    const fault = await this.taps.effort(set, effort);
    if (this.set !== set) return;
    put(this.question, fault ?? say(this.lang, "thanks_effort", effort));
    this.scale.hidden = false;
    for (const step of this.scale.children) {
      step.setAttribute("aria-pressed", String(!fault && step.textContent === String(effort)));
    }
  }
}
