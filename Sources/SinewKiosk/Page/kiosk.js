// The screen: listens to /events, keeps the floor, draws what changed once a frame.
import { Floor } from "/floor.js";
import { Sound } from "/sound.js";
import { StationView } from "/views.js";
import { say } from "/words.js";

/** No word from the daemon for this long, ms: it is lost (it gives a sign of life every 2 s). */
const lostAfter = 6500;

const query = new URLSearchParams(location.search);
const floor = new Floor();
const sound = new Sound();
const views = new Map();
const changed = new Set();
const root = document.getElementById("floor");
const language = query.get("lang") ?? (navigator.language.startsWith("de") ? "de" : "en");
/** Daemon's clock minus this page's, seconds; the smallest delay seen is the truest. */
let clockOffset = null;
let lastWord = performance.now();
let frame = 0;

/** The daemon's clock, seconds. */
function now() {
  return performance.now() / 1000 + (clockOffset ?? 0);
}

function take(event) {
  lastWord = performance.now();
  let message;
  try {
    message = JSON.parse(event.data);
  } catch {
    return;
  }
  if (message.kind === "hello") clockOffset = null;
  const clock = message.t_emit ?? message.clock?.monotonic;
  if (clock !== undefined && message.state !== true && message.present !== true) {
    const offset = clock - performance.now() / 1000;
    clockOffset = clockOffset === null ? offset : Math.max(clockOffset, offset);
  }
  const boot = floor.boot;
  const station = floor.apply(message);
  if (floor.boot !== boot) {
    views.clear();
    root.replaceChildren();
  }
  if (station) {
    changed.add(station);
    sound.follow(message, floor.stations.get(station));
  }
  setLost(false);
  schedule(message.kind);
}

function schedule(kind) {
  if (query.has("measure") && (kind === "rep" || kind === "activation")) {
    const heard = performance.now();
    requestAnimationFrame(() => setTimeout(() => {
      performance.measure(`painted ${kind}`, { start: heard, end: performance.now() });
    }));
  }
  if (!frame) frame = requestAnimationFrame(draw);
}

function draw() {
  frame = 0;
  for (const station of floor.stations.values()) {
    if (!views.has(station.name)) {
      const view = new StationView(station.name, language);
      views.set(station.name, view);
      root.append(view.element);
      root.dataset.stations = String(views.size);
      changed.add(station.name);
    }
  }
  for (const name of changed) views.get(name)?.show(floor.stations.get(name), floor.devices);
  changed.clear();
  let moves = false;
  for (const view of views.values()) moves = view.tick(now()) || moves;
  if (moves) frame = requestAnimationFrame(draw);
}

function setLost(isLost) {
  const line = document.getElementById("lost");
  if (line.hidden !== isLost) return;
  line.hidden = !isLost;
  line.textContent = isLost ? say(language, "lost") : "";
  document.body.classList.toggle("lost", isLost);
}

function listen() {
  const wanted = query.getAll("station").map((name) => `station=${encodeURIComponent(name)}`);
  const events = new EventSource(`/events?${wanted.join("&")}`);
  events.onmessage = take;
  events.addEventListener("link", (event) => {
    lastWord = performance.now();
    setLost(JSON.parse(event.data).link !== "up");
  });
  events.onerror = () => {
    setLost(true);
    // A refused stream is not tried again by the browser itself.
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  };
}

function offerSound() {
  const button = document.getElementById("sound");
  const label = () => {
    button.textContent = `${say(language, "sound")} ${sound.isOn ? "●" : "○"}`;
    button.setAttribute("aria-pressed", String(sound.isOn));
  };
  button.onclick = () => {
    sound.toggle();
    label();
  };
  label();
}

document.documentElement.lang = language;
offerSound();
listen();
// Once a second: a lost daemon, the rest timer, the picture that wanders against burn-in.
setInterval(() => {
  if (performance.now() - lastWord > lostAfter) setLost(true);
  if (!frame) frame = requestAnimationFrame(draw);
}, 1000);
fetch("/about").then((answer) => answer.json()).then((about) => {
  const line = document.getElementById("insecure");
  line.hidden = !about.insecure;
  line.textContent = about.insecure ? say(language, "insecure") : "";
});
