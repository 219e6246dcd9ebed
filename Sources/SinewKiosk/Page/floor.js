// What the daemon has told of the floor so far: messages in, one plain object a station out.
// No drawing and no clock in here, so that it can be tested with lines from a file.

/** The major version of the protocol that this screen speaks. */
export const protocol = 1;

/** Sensors and stations as they are now. */
export class Floor {
  constructor() {
    this.forget();
  }

  /** A new daemon: nothing of the old one holds. */
  forget() {
    this.boot = null;
    this.scope = "screen";
    this.devices = new Map();
    this.stations = new Map();
    this.heard = new Map();
  }

  /** Takes one message; returns the name of the station it changed, "*" for all, or null. */
  apply(message) {
    if (message === null || typeof message !== "object") return null;
    if (message.kind === "hello") {
      if (this.boot !== message.boot) this.forget();
      this.boot = message.boot;
      return null;
    }
    if (message.kind === "subscribed") this.scope = message.scope;
    if (message.kind === "device") {
      this.devices.set(message.device, message);
      return "*";
    }
    if (message.kind === "scan") this.heard.set(message.address, message);
    if (!message.station) return null;
    const take = takers[message.kind];
    if (!take) return null;
    if (!this.stations.has(message.station)) {
      this.stations.set(message.station, emptyStation(message.station));
    }
    take(this.stations.get(message.station), message);
    return message.station;
  }
}

function emptyStation(name) {
  return {
    name, state: "idle", athlete: undefined, nickname: null, lang: null, wearing: [], queue: [],
    signals: new Map(), set: null, next: null, feedback: null, calibration: null, imagery: null,
    visit: emptyVisit(), left: null, swapped: false, progress: new Map(), marks: [],
  };
}

/** What this screen saw of the athlete's visit; after a reload it begins anew. */
function emptyVisit() {
  return { sets: new Map(), milestones: [] };
}

/** The set a message belongs to; messages of another set are late and change nothing. */
function running(station, message) {
  return station.set && station.set.number === message.set ? station.set : null;
}

/** Verdicts over days, kept as the newest of each kind, exercise, muscle and measure. */
function keep(station, m) {
  station.progress.set([m.kind, m.exercise, m.muscle, m.metric ?? m.measure].join("/"), m);
}

const takers = {
  "station"(station, m) {
    if (m.athlete !== station.athlete) {
      // Another person: nothing of the last one may stay on the screen, but for the good-bye to
      // the one who has just left.
      const { visit, nickname } = station;
      const wasHere = station.athlete !== undefined && visit.sets.size > 0;
      Object.assign(station, emptyStation(station.name));
      if (wasHere && m.athlete === undefined) station.left = { nickname, visit };
    }
    if (m.state !== "calibrating") station.calibration = null;
    Object.assign(station, {
      state: m.state, athlete: m.athlete, nickname: m.nickname, lang: m.lang,
      isPrivate: m.private, queue: m.queue ?? [], wearing: m.wearing ?? [],
    });
  },
  "signal"(station, m) {
    station.signals.set(`${m.device}/${m.channel}`, m);
  },
  "set.started"(station, m) {
    station.imagery = null;
    if (station.set?.number === m.set) {
      Object.assign(station.set, {
        target: m.target, muscles: m.muscles ?? [], focus: m.focus, heavy: m.heavy,
        ended: m.resumed ? null : station.set.ended,
      });
      return;
    }
    station.set = {
      number: m.set, exercise: m.exercise, loadKg: m.load_kg, loadKind: m.load_kind, of: m.set_of,
      target: m.target, focus: m.focus, side: m.side, heavy: m.heavy,
      muscles: m.muscles ?? [], reps: new Map(), levels: new Map(), highest: new Map(),
      phase: null, cue: null, hold: null, ended: null,
    };
  },
  "activation"(station, m) {
    const set = running(station, m);
    if (!set) return;
    for (const muscle of m.muscles) {
      const key = muscleKey(muscle);
      set.levels.set(key, muscle);
      const value = muscle.level_uv ?? muscle.level_counts ?? 0;
      set.highest.set(key, Math.max(set.highest.get(key) ?? 0, value));
    }
  },
  "phase"(station, m) {
    const set = running(station, m);
    if (set) set.phase = m;
  },
  "rep"(station, m) {
    running(station, m)?.reps.set(m.rep, m);
  },
  "rep.revised"(station, m) {
    const set = running(station, m);
    if (!set) return;
    if (m.removed) set.reps.delete(m.rep);
    else if (set.reps.has(m.rep)) set.reps.set(m.rep, { ...set.reps.get(m.rep), ...m });
  },
  "hold"(station, m) {
    const set = running(station, m);
    if (set) set.hold = m;
  },
  "cue"(station, m) {
    const set = running(station, m);
    if (set) set.cue = m;
  },
  "cue.outcome"(station, m) {
    const set = running(station, m);
    if (set?.cue?.cue === m.cue) set.cue = { ...set.cue, outcome: m.outcome };
  },
  "set.ended"(station, m) {
    const set = running(station, m);
    if (!set) return;
    Object.assign(set, { ended: m, phase: null });
    station.visit.sets.set(m.set, m.summary?.reps?.counted ?? counted(set));
  },
  "set.revised"(station, m) {
    const set = running(station, m);
    if (!set) return;
    if (m.load_kg !== undefined) set.loadKg = m.load_kg;
    if (m.exercise) set.exercise = m.exercise;
    if (set.ended && m.summary) {
      set.ended = { ...set.ended, summary: { ...set.ended.summary, ...m.summary } };
    }
    if (set.ended) station.visit.sets.set(m.set, set.ended.summary?.reps?.counted ?? counted(set));
  },
  "feedback"(station, m) {
    station.feedback = m;
  },
  "next"(station, m) {
    station.next = m;
  },
  "calibration"(station, m) {
    station.calibration = m;
    // Two muscles that answered for each other: the offer outlives the check.
    if (m.what === "placement") station.swapped = m.step === "refused" && m.prompt_code === "swapped";
  },
  "imagery"(station, m) {
    station.imagery = m.step === "done" || m.step === "broken" ? null : m;
  },
  "milestone"(station, m) {
    if (!station.visit.milestones.some((one) => one.seq === m.seq)) {
      station.visit.milestones.push(m);
    }
  },
  "mark"(station, m) {
    station.marks = [...station.marks.slice(-19), m];
  },
  // One programme an athlete, whichever exercise it was decided at.
  "programme"(station, m) {
    station.progress.set("programme", m);
  },
  "stage": keep, "plateau": keep, "lagging": keep, "focus.effect": keep, "symmetry": keep,
  "order": keep, "fatigue": keep, "load.advice": keep, "pre_activation": keep,
};

/** One name for a muscle and its side. */
export function muscleKey(muscle) {
  return muscle.side ? `${muscle.muscle}.${muscle.side}` : muscle.muscle;
}

/** Repetitions that count: whole ones. */
export function counted(set) {
  return [...set.reps.values()].filter((rep) => !rep.partial).length;
}

/** 0...1 of the bar's height. Without a reference the highest value of the set is the scale. */
export function fraction(set, muscle) {
  if (muscle.level !== undefined) return Math.min(1, muscle.level);
  const highest = set.highest.get(muscleKey(muscle)) ?? 0;
  return highest > 0 ? (muscle.level_uv ?? muscle.level_counts ?? 0) / highest : 0;
}

/** The worst signal worn at a station, or null when all is well. */
export function worstSignal(station) {
  const order = ["off", "poor", "fair"];
  let worst = null;
  for (const signal of station.signals.values()) {
    const rank = order.indexOf(signal.quality);
    if (rank >= 0 && (!worst || rank < order.indexOf(worst.quality))) worst = signal;
  }
  return worst;
}

/** Loss of speed against the set's fastest repetition from which nothing may distract; the daemon
    tells by itself when the load alone is near the maximum. */
const mostVelocityLoss = 0.35;

/** Whether the athlete must not be distracted now. */
export function isHeavy(set) {
  if (!set || set.ended) return false;
  if (set.heavy === true) return true;
  const isPaced = Object.entries(set.target?.tempo ?? {})
    .some(([key, value]) => key === "concentric_s" && value > 0);
  const speeds = [...set.reps.values()].filter((rep) => !rep.partial)
    .map((rep) => rep.velocity_m_s ?? rep.velocity_deg_s).filter((speed) => speed > 0);
  if (isPaced || speeds.length < 2) return false;
  return 1 - speeds.at(-1) / Math.max(...speeds) > mostVelocityLoss;
}
