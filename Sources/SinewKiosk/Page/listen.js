// The daemon's lines as they come from /events, and the daemon's clock.
import { protocol } from "/floor.js";

/** No word from the daemon for this long, ms: it is lost (it gives a sign of life every 2 s). */
const lostAfter = 6500;

/** Follows a stream of events and tells whether the daemon is there. */
export class Listener {
  /** `take(message)` gets every message, `link(state)` one of "up", "lost", "foreign". */
  constructor(address, { take, link }) {
    this.address = address;
    this.take = take;
    this.tellLink = link;
    this.state = null;
    this.lastWord = performance.now();
    // Daemon's clock minus this page's, seconds; the smallest delay seen is the truest.
    this.offset = null;
    this.open();
    setInterval(() => {
      if (performance.now() - this.lastWord > lostAfter) this.link("lost");
    }, 500);
  }

  /** The daemon's clock, seconds. */
  now() {
    return performance.now() / 1000 + (this.offset ?? 0);
  }

  open() {
    const events = new EventSource(this.address);
    this.events = events;
    events.onmessage = (event) => this.hear(event.data);
    events.addEventListener("link", (event) => {
      this.lastWord = performance.now();
      if (JSON.parse(event.data).link !== "up") this.link("lost");
    });
    events.onerror = () => {
      this.link("lost");
      // A refused stream is not tried again by the browser itself.
      if (events.readyState === EventSource.CLOSED && !this.isEnded) {
        setTimeout(() => this.isEnded || this.open(), 2000);
      }
    };
  }

  /** Listens at another address from now on. */
  turn(address) {
    this.events.close();
    this.address = address;
    this.open();
  }

  /** Ends the stream for good. */
  close() {
    this.isEnded = true;
    this.events.close();
  }

  hear(data) {
    this.lastWord = performance.now();
    let message;
    try {
      message = JSON.parse(data);
    } catch {
      return;
    }
    if (message === null || typeof message !== "object") return;
    if (message.kind === "hello") {
      this.offset = null;
      this.isForeign = message.protocol?.major !== protocol;
    }
    if (this.isForeign) {
      this.link("foreign");
      return;
    }
    const clock = message.t_emit ?? message.clock?.monotonic;
    if (Number.isFinite(clock) && message.state !== true && message.present !== true) {
      const offset = clock - performance.now() / 1000;
      this.offset = this.offset === null ? offset : Math.max(this.offset, offset);
    }
    this.link("up");
    try {
      this.take(message);
    } catch (fault) {
      // A line that is not as the protocol says costs this line, never the screen.
      console.info(`not understood: ${message.kind}: ${fault}`);
    }
  }

  link(state) {
    if (this.state === state) return;
    this.state = state;
    this.tellLink(state);
  }
}

/** Draws what changed, once a frame, and only while there is something to draw: at most 30 times a
    second, but what is urgent in the very next frame. */
export class Painter {
  constructor(paint) {
    this.paint = paint;
    this.isAsked = false;
    this.isUrgent = false;
    this.last = -Infinity;
    this.heard = [];
  }

  ask(isUrgent = false) {
    this.isUrgent ||= isUrgent;
    if (this.isAsked) return;
    this.isAsked = true;
    requestAnimationFrame((time) => this.frame(time));
  }

  frame(time) {
    // At 60 Hz this would be the second picture in 33 ms.
    if (!this.isUrgent && time - this.last < 25) {
      requestAnimationFrame((later) => this.frame(later));
      return;
    }
    this.last = time;
    this.isAsked = this.isUrgent = false;
    const moves = this.paint();
    if (this.heard.length > 0) this.tellPainted();
    if (moves) this.ask();
  }

  /** Leaves a `performance` measure from this line to the painted picture. */
  measure(kind) {
    this.heard.push({ kind, at: performance.now() });
  }

  tellPainted() {
    const heard = this.heard;
    this.heard = [];
    // A task after the frame's callbacks runs when style, layout and paint are done.
    setTimeout(() => {
      for (const { kind, at } of heard) {
        performance.measure(`painted ${kind}`, { start: at, end: performance.now() });
      }
    });
  }
}
