// The public screen: listens to /events, keeps the floor, draws what changed once a frame.
import { make } from "/dom.js";
import { Floor } from "/floor.js";
import { Listener, Painter } from "/listen.js";
import { Sound } from "/sound.js";
import { StationView } from "/station.js";
import { openTaps } from "/taps.js";
import { say } from "/words.js";

const query = new URLSearchParams(location.search);
const language = query.get("lang") ?? (navigator.language.startsWith("de") ? "de" : "en");
const floor = new Floor();
const views = new Map();
const sounds = new Map();
const changed = new Set();
const root = document.getElementById("floor");
const wanted = query.getAll("station");
const painter = new Painter(paint);
let taps = null;
let listener = null;

function take(message) {
  const boot = floor.boot;
  const station = floor.apply(message);
  if (floor.boot !== boot) forget();
  if (station === "*") for (const name of views.keys()) changed.add(name);
  else if (station) {
    changed.add(station);
    soundOf(station).follow(message, floor.stations.get(station));
    if (message.kind === "sync.mark") flash(message);
  } else if (message.kind === "sync.mark") flash(message);
  if (query.has("measure") && (message.kind === "rep" || message.kind === "activation")) {
    painter.measure(message.kind);
  }
  painter.ask(message.kind !== "activation");
}

function soundOf(station) {
  if (!sounds.has(station)) sounds.set(station, new Sound(station));
  return sounds.get(station);
}

function forget() {
  views.clear();
  root.replaceChildren();
}

function paint() {
  for (const { name } of floor.stations.values()) if (!views.has(name)) addView(name);
  for (const name of changed) views.get(name)?.show(floor.stations.get(name), floor.devices);
  changed.clear();
  let moves = false;
  for (const view of views.values()) moves = view.tick(listener.now()) || moves;
  return moves;
}

function addView(name) {
  const view = new StationView(name, language, { taps, sound: soundOf(name), link: linkOf(name) });
  views.set(name, view);
  root.append(view.element);
  root.dataset.stations = String(Math.min(views.size, 9));
  changed.add(name);
}

/** From the floor to one station, and from there back to the floor. */
function linkOf(name) {
  const other = new URLSearchParams(query);
  other.delete("station");
  if (wanted.length === 0) other.append("station", name);
  return `/?${other}`;
}

function link(state) {
  const line = document.getElementById("lost");
  line.hidden = state === "up";
  line.textContent = state === "up" ? "" : say(language, state);
  document.body.classList.toggle("lost", state !== "up");
}

/** A flash for a film to be aligned with; its beep comes from the station's sound. */
function flash(message) {
  const light = make("div", "flash");
  document.body.append(light);
  setTimeout(() => light.remove(), Math.min(message.flash_ms ?? 100, 500));
}

/** What the kiosk says of itself: whether it is encrypted, and what may be done by touch. */
async function readAbout() {
  const about = await (await fetch("/about")).json();
  const line = document.getElementById("insecure");
  line.hidden = !about.insecure;
  line.textContent = about.insecure ? say(language, "insecure") : "";
  if (about.token) {
    taps = openTaps(about.token, language, { changed: showAll, own });
  }
}

function showAll() {
  for (const name of views.keys()) changed.add(name);
  painter.ask();
}

/** An athlete has signed in at a private station: its own screen, and no other, shows what is theirs. */
function own(station, token) {
  if (wanted.length === 1 && wanted[0] === station) listener.turn(events({ sign_in: token }));
}

function events(more = {}) {
  return `/events?${new URLSearchParams([...wanted.map((name) => ["station", name]), ...Object.entries(more)])}`;
}

document.documentElement.lang = language;
await readAbout().catch(() => {});
listener = new Listener(events(), { take, link });
// Once a second: the rest timer, the picture that wanders against burn-in, the end of a good-bye.
setInterval(() => {
  for (const station of floor.stations.values()) {
    if (station.left || views.get(station.name)?.shown === "goodbye") changed.add(station.name);
  }
  painter.ask();
}, 1000);
