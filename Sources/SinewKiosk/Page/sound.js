// Sound of one station: a tick for each repetition, the tempo in tones, the last seconds of a hold,
// the cue as a spoken sentence. Off until somebody presses the button; silent whenever feedback is
// withheld or the load is so heavy that nothing may distract.
import { isHeavy } from "/floor.js";

/** Hertz and seconds of each tone. */
const tones = {
  rep: [880, 0.08], beat: [330, 0.03], last: [660, 0.12],
  concentric: [660, 0.06], contracted: [550, 0.06], eccentric: [440, 0.06], stretched: [392, 0.06],
  out: [660, 0.06], back: [440, 0.06], sync: [1000, 0.1],
};
const modes = ["off", "tones", "voice"];

/** One for all stations: a browser gives few. Made in the touch that asks for sound. */
let context = null;

/** Plays what the messages of a station ask for, once it is switched on. */
export class Sound {
  constructor(station) {
    this.key = `sound ${station}`;
    this.mode = "off";
    this.playing = new Set();
    this.lastLeft = null;
    const kept = localStorage.getItem(this.key);
    if (modes.includes(kept) && kept !== "off") this.resume(kept);
  }

  /** Off, tones, tones and voice, off. Browsers let a page sound only after a touch. */
  turn() {
    this.mode = modes[(modes.indexOf(this.mode) + 1) % modes.length];
    localStorage.setItem(this.key, this.mode);
    context ??= new AudioContext();
    context.resume();
    if (this.mode === "off") this.hush();
  }

  /** After a reload the old choice holds, from the first touch on where the browser insists. */
  resume(mode) {
    this.mode = mode;
    const begin = () => {
      context ??= new AudioContext();
      context.resume();
    };
    begin();
    addEventListener("pointerdown", begin, { once: true });
  }

  /** Sounds for a message that has just changed `station`. */
  follow(message, station) {
    if (message.kind === "feedback" || message.kind === "set.ended") this.hush();
    if (this.mode === "off" || !context || message.state === true || !station) return;
    if (message.kind === "sync.mark") {
      this.play("sync");
      return;
    }
    if (!mayGuide(station)) return;
    if (message.kind === "rep" && !message.partial) this.play("rep");
    if (message.kind === "phase") this.beat(message);
    if (message.kind === "hold") this.countDown(message);
    if (message.kind === "cue" && this.mode === "voice") {
      this.speak(message.text, station.lang ?? "en");
    }
  }

  /** The tone of the phase, then a beat a second up to the end of its time. */
  beat(phase) {
    this.hush();
    this.play(phase.phase);
    for (let second = 1; second <= Math.min(phase.target_s ?? 0, 10); second += 1) {
      this.play(second + 1 > phase.target_s ? "last" : "beat", second);
    }
  }

  countDown(hold) {
    const left = hold.target_s ? Math.ceil(hold.target_s - hold.seconds) : null;
    if (left === this.lastLeft || left === null) return;
    this.lastLeft = left;
    if (left > 0 && left <= 3) this.play("beat");
    if (left === 0) this.play("last");
  }

  /** What is still to sound does not. */
  hush() {
    for (const source of this.playing) source.stop();
    this.playing.clear();
  }

  play(what, after = 0) {
    const tone = tones[what];
    if (!tone) return;
    const [hertz, seconds] = tone;
    const start = context.currentTime + after;
    const oscillator = context.createOscillator();
    const volume = context.createGain();
    oscillator.frequency.value = hertz;
    volume.gain.setValueAtTime(0.2, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + seconds);
    oscillator.connect(volume).connect(context.destination);
    this.keep(oscillator);
    oscillator.start(start);
    oscillator.stop(start + seconds);
  }

  /** A sentence in the kiosk's own voice; without one it stays quiet. */
  async speak(text, lang) {
    const answer = await fetch(`/voice?lang=${encodeURIComponent(lang)}&text=${encodeURIComponent(text)}`);
    if (!answer.ok || this.mode !== "voice") return;
    const source = context.createBufferSource();
    source.buffer = await context.decodeAudioData(await answer.arrayBuffer());
    source.connect(context.destination);
    this.keep(source);
    source.start();
  }

  keep(source) {
    this.playing.add(source);
    source.onended = () => this.playing.delete(source);
  }
}

function mayGuide(station) {
  const shown = station.feedback?.show;
  return (!shown || shown === "live") && !isHeavy(station.set);
}
