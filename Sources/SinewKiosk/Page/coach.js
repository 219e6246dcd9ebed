// The coach's pages: sign in, choose a station, then set it up, train with it, see how it goes.
import { Session } from "/ask.js";
import { coachWords } from "/coach-words.js";
import { button, fill, make, put } from "/dom.js";
import { Floor } from "/floor.js";
import { Listener, Painter } from "/listen.js";
import { ProgressView } from "/progress.js";
import { SetupView } from "/setup.js";
import { TrainingView } from "/training.js";
import { addWords, say } from "/words.js";

addWords(coachWords);
const query = new URLSearchParams(location.search);
const language = query.get("lang") ?? (navigator.language.startsWith("de") ? "de" : "en");
const root = document.getElementById("coach");
const session = new Session(language, askForPIN);
let desk = null;

/** The form in front of everything. */
function askForPIN() {
  desk?.close();
  desk = null;
  session.token = null;
  const pin = make("input", "");
  Object.assign(pin, { type: "password", autocomplete: "off", inputMode: "numeric", maxLength: 128 });
  pin.setAttribute("aria-label", say(language, "coach_pin"));
  const note = make("p", "told-here");
  note.setAttribute("role", "alert");
  const enter = make("button", "main", say(language, "enter"));
  const form = make("form", "sign-in", make("h1", "", say(language, "coach_pin")), pin, enter, note);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    enter.disabled = true;
    const fault = await session.signIn(pin.value);
    enter.disabled = false;
    pin.value = "";
    if (fault) put(note, fault);
    else desk = new Desk();
  });
  root.replaceChildren(form);
  pin.focus();
}

/** Everything behind the PIN. */
class Desk {
  constructor() {
    this.floor = new Floor();
    this.station = query.get("station");
    this.painter = new Painter(() => this.paint());
    this.views = {
      setup: new SetupView(session, language), training: new TrainingView(session, language),
      progress: new ProgressView(session, language),
    };
    this.choice = make("select", "");
    this.choice.setAttribute("aria-label", say(language, "station"));
    this.choice.addEventListener("change", () => this.choose(this.choice.value));
    this.tabs = Object.keys(this.views).map((key) => this.makeTab(key));
    const list = make("div", "row", ...this.tabs);
    list.setAttribute("role", "tablist");
    this.place = make("div", "");
    this.place.setAttribute("role", "tabpanel");
    root.replaceChildren(make("header", "bar", this.choice, list, make("span", "grow"),
      button("", say(language, "leave"), () => session.signOut())), this.place);
    this.open(query.get("view") ?? "training");
    this.listener = new Listener("/coach/events", {
      take: (message) => this.take(message), link: (state) => this.link(state),
    });
    this.clock = setInterval(() => this.painter.ask(), 1000);
  }

  close() {
    clearInterval(this.clock);
    this.listener.close();
    this.link("up");
  }

  makeTab(key) {
    const tab = button("", say(language, `tab_${key}`), () => this.open(key));
    tab.setAttribute("role", "tab");
    tab.dataset.view = key;
    return tab;
  }

  open(key) {
    this.shown = this.views[key] ?? this.views.training;
    for (const tab of this.tabs) {
      tab.setAttribute("aria-selected", String(this.views[tab.dataset.view] === this.shown));
    }
    this.place.replaceChildren(this.shown.element);
    this.shown.opened?.(this.here);
    this.painter.ask();
  }

  get here() {
    return this.floor.stations.get(this.station) ?? null;
  }

  choose(station) {
    this.station = station;
    this.shown.opened?.(this.here);
    this.painter.ask();
  }

  take(message) {
    const before = this.here?.athlete;
    this.floor.apply(message);
    this.station ??= this.floor.stations.keys().next().value ?? null;
    if (this.here?.athlete !== before) this.shown.opened?.(this.here);
    this.painter.ask(message.kind !== "activation");
  }

  paint() {
    const names = [...this.floor.stations.keys()];
    fill(this.choice, names, () => names.map((one) => new Option(one, one)));
    if (this.station && this.choice.value !== this.station) this.choice.value = this.station;
    if (!this.here) return false;
    this.shown.show(this.here, this.floor);
    return this.shown.tick?.(this.listener.now()) ?? false;
  }

  link(state) {
    const line = document.getElementById("lost");
    line.hidden = state === "up";
    put(line, state === "up" ? "" : say(language, state));
  }
}

document.documentElement.lang = language;
const isIn = await session.resume().catch(() => false);
const insecure = document.getElementById("insecure");
insecure.hidden = !session.isInsecure;
insecure.textContent = session.isInsecure ? say(language, "insecure") : "";
if (isIn) desk = new Desk();
else askForPIN();
