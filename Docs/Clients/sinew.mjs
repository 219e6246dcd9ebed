// The lines of sinewd for JavaScript. One file and no dependencies: copy it.
//
// In a browser, from a kiosk or from your own server (web_page.mjs shows one):
//
//     import { listen } from "./sinew.mjs";
//     for await (const message of listen({ url: "/events" })) {
//       if (message.kind === "rep") console.log(message.rep);
//     }
//
// In Node 18 and later, from the daemon's socket:
//
//     for await (const message of listen({ kinds: ["rep", "cue"], station: ["rack-2"] })) { ... }
//     await ask("set.start", { station: "rack-2", exercise: "biceps_curl" });
//
// Docs/Protocol.md has every message. Kinds and fields that you don't know are to be passed over.

export const MAJOR = 1;
const FEEDBACK = "/run/sinew/feedback.sock";
const CONTROL = "/run/sinew/control.sock";

/** The daemon can't be reached, speaks another protocol, or refused (`code` as in the protocol). */
export class SinewError extends Error {
  constructor(text, code = "unreachable") {
    super(text);
    this.code = code;
  }
}

/**
 * Messages for ever; connects again when the daemon comes back.
 *
 * @param {object} wishes `url` of Server-Sent Events, else `path` of the socket; `kinds`; `signal`
 *   (an AbortSignal that ends it); with a socket also `station`, `activation_hz`, `lang`, `scope`.
 *   `reconnect: false` ends with an error instead of trying again.
 */
export async function* listen({ url, path = FEEDBACK, kinds, signal, reconnect = true, ...wishes } = {}) {
  const wanted = kinds && new Set(kinds);
  // A socket was asked for these kinds alone; a kiosk's stream has all of them.
  const isWanted = (kind = "") =>
    !wanted || wanted.has(kind) || wanted.has(kind.split(".")[0] + ".*") || kind === "hello";
  if (kinds) wishes.subscribe = kinds;
  for (let wait = 100; !signal?.aborted; wait = Math.min(wait * 2, 5000)) {
    const open = url ? overEvents(url, signal) : overSocket(path, signal, wishes);
    try {
      for await (const message of open) {
        if (message.kind === "hello") {
          if (message.protocol?.major !== MAJOR) {
            throw new SinewError(`the daemon speaks protocol ${message.protocol?.major}`, "protocol");
          }
          wait = 100;
        }
        if (isWanted(message.kind)) yield message;
      }
    } catch (error) {
      if (!reconnect || error.code === "protocol") throw error;
    }
    if (!reconnect) throw new SinewError("the daemon closed the connection");
    if (!signal?.aborted) await new Promise((done) => setTimeout(done, wait * (0.5 + Math.random() / 2)));
  }
}

/** Asks the control socket (Node only); the answer, or a SinewError when it refuses. */
export async function ask(request, args = {}, { path = CONTROL, timeoutMs = 15000 } = {}) {
  const signal = AbortSignal.timeout(timeoutMs);
  for await (const answer of overSocket(path, signal, { id: 1, request, ...args })) {
    if (answer.error) throw new SinewError(answer.error.text, answer.error.code);
    if (answer.id === 1) return answer.ok ?? {};
  }
  throw new SinewError(`${path} did not answer`);
}

/** One connection to a socket; `first` is sent at once unless it is empty. */
async function* overSocket(path, signal, first) {
  const { connect } = await import("node:net");
  const socket = connect(path);
  const close = () => socket.destroy();
  signal?.addEventListener("abort", close);
  if (Object.keys(first).length > 0) socket.write(JSON.stringify(first) + "\n");
  socket.setEncoding("utf8");
  let rest = "";
  try {
    for await (const chunk of socket) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop();
      for (const line of lines) {
        const message = parse(line);
        if (message) yield message;
      }
    }
  } catch (error) {
    if (error.code === "ABORT_ERR" || signal?.aborted) return;
    throw new SinewError(`can't reach ${path}: ${error.message}`);
  } finally {
    signal?.removeEventListener("abort", close);
    socket.destroy();
  }
}

/** One stream of Server-Sent Events; ends when it is lost, for the browser's own retry is too shy. */
async function* overEvents(url, signal) {
  const source = new EventSource(url);
  const waiting = [];
  let wake = () => {};
  let ended = false;
  const end = () => { ended = true; wake(); };
  source.onmessage = (event) => { waiting.push(event.data); wake(); };
  source.onerror = end;
  signal?.addEventListener("abort", end);
  try {
    while (!ended || waiting.length > 0) {
      if (waiting.length === 0) await new Promise((done) => { wake = done; });
      while (waiting.length > 0) {
        const message = parse(waiting.shift());
        if (message) yield message;
      }
    }
  } finally {
    signal?.removeEventListener("abort", end);
    source.close();
  }
}

/** One object; nothing for a line that is none. */
function parse(line) {
  try {
    const message = JSON.parse(line);
    return message !== null && typeof message === "object" ? message : undefined;
  } catch {
    return undefined;
  }
}
