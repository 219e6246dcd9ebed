// What the daemon has told of the floor so far: messages in, one plain object a station out.
// No drawing and no clock in here, so that it can be tested with lines from a file.

/** Sensors and stations as they are now. */
export class Floor {
  constructor() {
    this.forget();
  }

  /** A new daemon: nothing of the old one holds. */
  forget() {
    this.boot = null;
    this.devices = new Map();
    this.stations = new Map();
  }

  /** Takes one message; returns the name of the station it changed, or null. */
  apply(message) {
    if (message.kind === "hello") {
      if (this.boot !== message.boot) this.forget();
      this.boot = message.boot;
      return null;
    }
    if (message.kind === "device") {
      this.devices.set(message.device, message);
      return message.station ?? null;
    }
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
    name, state: "idle", nickname: null, lang: null, wearing: [], signals: new Map(),
    set: null, next: null, feedback: null, calibration: null,
  };
}

/** The set a message belongs to; messages of another set are late and change nothing. */
function running(station, message) {
  return station.set && station.set.number === message.set ? station.set : null;
}

const takers = {
  "station"(station, m) {
    if (m.athlete !== station.athlete) {
      // Another person: nothing of the last one may stay on the screen.
      Object.assign(station, emptyStation(station.name));
    }
    Object.assign(station, {
      state: m.state, athlete: m.athlete, nickname: m.nickname, lang: m.lang,
      wearing: m.wearing ?? [],
    });
  },
  "signal"(station, m) {
    station.signals.set(`${m.device}/${m.channel}`, m);
  },
  "set.started"(station, m) {
    if (station.set?.number === m.set) {
      Object.assign(station.set, { target: m.target, muscles: m.muscles ?? [] });
      return;
    }
    station.set = {
      number: m.set, exercise: m.exercise, loadKg: m.load_kg, of: m.set_of, target: m.target,
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
    if (set) Object.assign(set, { ended: m, phase: null });
  },
  "set.revised"(station, m) {
    const set = running(station, m);
    if (set?.ended && m.summary) set.ended = { ...set.ended, summary: { ...set.ended.summary, ...m.summary } };
  },
  "feedback"(station, m) {
    station.feedback = m;
  },
  "next"(station, m) {
    station.next = m;
  },
  "calibration"(station, m) {
    station.calibration = m;
  },
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
