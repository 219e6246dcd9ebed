// How it goes over weeks: stage, programme, trends with their intervals, what focus does. Only for
// eyes that may see it: none of this is ever sent to a public screen.
import { interval, trend } from "/chart.js";
import { fill, make, put } from "/dom.js";
import { card, Note } from "/form.js";
import { name, say } from "/words.js";

/** Sets asked for; some months of training. */
const most = 500;

/** What a coach and an athlete look at together. */
export class ProgressView {
  constructor(session, lang) {
    Object.assign(this, { session, lang });
    this.note = new Note();
    this.trends = make("div", "cards");
    this.verdicts = make("div", "cards");
    this.praise = make("ul", "milestones");
    this.who = make("h2", "");
    this.element = make("div", "", this.who, this.note.element, this.praise, this.trends, this.verdicts);
  }

  async opened(station) {
    this.trends.replaceChildren();
    put(this.note.element, "");
    if (!station?.athlete) {
      put(this.note.element, say(this.lang, "nobody"));
      return;
    }
    const athlete = station.athlete;
    const answer = await this.session.ask("history", { athlete, limit: most });
    if (this.here && this.here.athlete !== athlete) return;
    if (answer.error) this.note.show(answer);
    else this.showTrends(answer.ok.sets ?? []);
    const programme = await this.session.ask("programme", { athlete });
    if (programme.ok) this.told = programme.ok;
  }

  /** One picture an exercise: the score of its sets, oldest first. */
  showTrends(sets) {
    const byExercise = Map.groupBy(sets.filter((one) => scoreOf(one) !== undefined && !one.discarded), (one) => one.exercise);
    if (byExercise.size === 0) put(this.note.element, say(this.lang, "no_history"));
    this.trends.replaceChildren(...[...byExercise].map(([exercise, own]) => {
      const points = own.map((one) => ({ at: timeOf(one), value: scoreOf(one) }))
        .sort((one, other) => one.at - other.at)
        .map((one) => ({ value: one.value, label: dayOf(one.at, this.lang) }));
      return card(`${name(this.lang, exercise)} · ${say(this.lang, "score")}`,
        trend(points, `${say(this.lang, "score")}: ${points.map((one) => one.value.toFixed(0)).join(", ")}`));
    }));
  }

  show(station) {
    this.here = station;
    put(this.who, station.nickname ?? station.name);
    fill(this.praise, station.visit.milestones, () =>
      station.visit.milestones.map((one) => make("li", "", `★ ${one.text}`)));
    const all = [...station.progress.values()];
    fill(this.verdicts, all, () => all.map((one) => this.verdict(one)).filter(Boolean));
  }

  verdict(m) {
    const title = [say(this.lang, `kind_${m.kind}`), name(this.lang, m.exercise), name(this.lang, m.muscle)]
      .filter(Boolean).join(" · ");
    switch (m.kind) {
      case "stage":
        return card(title, make("p", "verdict", say(this.lang, `stage_${m.stage}`)), make("p", "hint", [
          m.retention === undefined ? "" : say(this.lang, "retention", Math.round(m.retention * 100)),
          m.feedback_share === undefined ? "" : say(this.lang, "shown", Math.round(m.feedback_share * 100)),
        ].filter(Boolean).join(" · ")));
      case "programme":
        return card(title, make("p", "verdict", say(this.lang, `phase_${m.phase}`)),
          make("p", "hint", [say(this.lang, `state_${m.state}`), m.text].filter(Boolean).join(" · ")));
      case "focus.effect":
        return card(title, make("p", "verdict", say(this.lang, `focus_effect_${m.verdict}`)),
          ...(m.ci95 && m.percent !== undefined ? [interval(m.percent, m.ci95, "%")] : []),
          make("p", "hint", m.pairs === undefined ? "" : say(this.lang, "pairs", m.pairs)));
      case "plateau":
        return card(title, make("p", "verdict", say(this.lang, `trend_${m.verdict}`)),
          ...(m.ci90 && m.slope_percent_per_session !== undefined
            ? [interval(m.slope_percent_per_session, m.ci90, "%")] : []),
          make("p", "hint", [say(this.lang, `measure_${m.measure}`), say(this.lang, "sessions", m.sessions ?? 0)].join(" · ")),
          make("p", "hint", m.text ?? ""));
      case "lagging":
        return card(title, make("p", "verdict", m.text ?? ""));
      case "symmetry":
        return card(title, make("p", "verdict", say(this.lang, "difference", Math.abs(m.percent ?? 0).toFixed(0))),
          make("p", "hint", m.lagging ? say(this.lang, "lower_side", name(this.lang, m.lagging).toLowerCase()) : ""));
      case "load.advice":
        return card(title, make("p", "verdict", m.text ?? ""));
      default:
        return null;
    }
  }
}

function scoreOf(set) {
  const score = set.score ?? set.summary?.score;
  return typeof score === "object" && score !== null ? score.value : score;
}

/** Milliseconds since 1970, from seconds or from text. */
function timeOf(set) {
  const at = set.started ?? set.utc ?? set.ended ?? set.day;
  return typeof at === "number" ? at * 1000 : Date.parse(at);
}

function dayOf(time, lang) {
  return Number.isFinite(time) ? new Date(time).toLocaleDateString(lang, { day: "numeric", month: "short" }) : "";
}
