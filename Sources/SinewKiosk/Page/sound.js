// Tones: a tick for each repetition, a tone when the phase turns, a count in a hold. Off until
// somebody presses the button, and silent whenever feedback is withheld.

const tones = {
  rep: [880, 0.08], concentric: [660, 0.06], eccentric: [440, 0.06], hold: [550, 0.05],
};

/** Plays what the messages ask for, once it is switched on. */
export class Sound {
  constructor() {
    this.context = null;
  }

  get isOn() {
    return this.context !== null;
  }

  /** Browsers let a page sound only after a touch, so this is called from one. */
  toggle() {
    if (this.context) {
      this.context.close();
      this.context = null;
    } else {
      this.context = new AudioContext();
    }
  }

  /** Sounds for a message that has just changed `station`. */
  follow(message, station) {
    if (!this.context || message.state === true) return;
    const shown = station?.feedback?.show;
    if (shown && shown !== "live") return;
    if (message.kind === "rep" && !message.partial) this.play("rep");
    if (message.kind === "phase") this.play(message.phase);
    if (message.kind === "hold") this.play("hold");
  }

  play(what) {
    const tone = tones[what];
    if (!tone) return;
    const [hertz, seconds] = tone;
    const now = this.context.currentTime;
    const oscillator = this.context.createOscillator();
    const volume = this.context.createGain();
    oscillator.frequency.value = hertz;
    volume.gain.setValueAtTime(0.2, now);
    volume.gain.exponentialRampToValueAtTime(0.001, now + seconds);
    oscillator.connect(volume).connect(this.context.destination);
    oscillator.start(now);
    oscillator.stop(now + seconds);
  }
}
