// The part of the screen that belongs to one station: who, what, the signal, and one panel.
import {
  CalibrationPanel, FeelPanel, GoodbyePanel, IdlePanel, ImageryPanel, ReadyPanel,
} from "/cards.js";
import { button, make, mark, put } from "/dom.js";
import { worstSignal } from "/floor.js";
import { SetPanel } from "/live.js";
import { RestPanel } from "/rest.js";
import { load, name, say } from "/words.js";

/** Draws one station. */
export class StationView {
  /** `taps` as in taps.js or null; `sound`: the station's sound or null. */
  constructor(station, language, { taps = null, sound = null, link = null } = {}) {
    this.language = language;
    this.name = station;
    this.sound = sound;
    this.who = link ? make("a", "") : make("span", "");
    if (link) this.who.href = link;
    this.what = make("p", "what");
    this.lamp = make("p", "lamp");
    this.panel = make("div", "panel");
    this.mend = make("p", "mend");
    this.mend.setAttribute("role", "status");
    const head = make("header", "head", make("h2", "who", this.who), this.what, this.lamp);
    if (sound) head.append(this.soundButton = button("sound", "", () => this.turnSound()));
    this.element = make("section", "station", head, this.panel, this.mend);
    this.element.dataset.station = station;
    this.panels = {
      idle: new IdlePanel(taps), ready: new ReadyPanel(taps), set: new SetPanel(),
      feel: new FeelPanel(), rest: new RestPanel(taps), calibrating: new CalibrationPanel(),
      imagery: new ImageryPanel(), goodbye: new GoodbyePanel(),
    };
  }

  /** Shows the station as it is now. */
  show(station, devices) {
    this.lang = station.lang ?? this.language;
    const panel = panelOf(station);
    if (this.shown !== panel) {
      this.panel.replaceChildren(this.panels[panel].element);
      this.shown = panel;
      mark(this.element, "panel", panel);
      this.element.lang = this.lang;
    }
    put(this.who, station.nickname ?? station.name);
    put(this.what, describe(station, this.lang));
    this.showSignal(station);
    if (this.sound) this.showSound();
    this.panels[panel].show(station, this.lang, devices);
  }

  /** Moves what moves by itself; true while it must be called for every frame. */
  tick(now) {
    return this.panels[this.shown]?.tick?.(now, this.lang) ?? false;
  }

  showSignal(station) {
    const worst = worstSignal(station);
    const quality = worst?.quality ?? (station.signals.size > 0 ? "good" : "");
    mark(this.lamp, "quality", quality);
    put(this.lamp, quality ? say(this.lang, `signal_${quality}`) : "");
    put(this.mend, worst?.mend ?? "");
  }

  showSound() {
    const words = `♪ ${say(this.lang, `sound_${this.sound.mode}`)}`;
    if (this.soundButton.textContent === words) return;
    put(this.soundButton, words);
    this.soundButton.setAttribute("aria-pressed", String(this.sound.mode !== "off"));
  }

  turnSound() {
    this.sound.turn();
    this.showSound();
  }
}

/** Which panel fits what goes on. */
export function panelOf(station) {
  const hides = station.feedback?.show;
  if (station.state === "calibrating") return "calibrating";
  if (station.state === "set" && station.set && !station.set.ended) {
    return hides && hides !== "live" ? "feel" : "set";
  }
  if (station.imagery) return "imagery";
  if (station.set?.ended && station.state !== "idle") return hides === "none" ? "feel" : "rest";
  if (station.left) return "goodbye";
  return station.state === "idle" ? "idle" : "ready";
}

function describe(station, lang) {
  if (station.state === "idle") return "";
  const set = station.set && !station.set.ended ? station.set : null;
  const parts = [name(lang, set?.exercise ?? station.set?.exercise ?? station.next?.exercise)];
  if (set?.of) parts.push(say(lang, "set", set.of[0], set.of[1]));
  if (set) parts.push(load(lang, set.loadKg, set.loadKind));
  return parts.filter(Boolean).join(" · ");
}
