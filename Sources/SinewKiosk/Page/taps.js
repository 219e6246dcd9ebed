// What an athlete may do by touch where the kiosk may command: sign in and out, and say how hard
// a set was. Everything else asks for the coach.
import { button, make, put } from "/dom.js";
import { say } from "/words.js";

/** Seconds between two looks at who can sign in. */
const lookEvery = 30;

/** `changed` is called when other people can sign in, `own(station, token)` with what the daemon
    answers to a sign-in at a private station. */
export function openTaps(token, lang, { changed, own }) {
  const taps = new Taps(token, lang, { changed, own });
  taps.look();
  setInterval(() => taps.look(), lookEvery * 1000);
  return taps;
}

class Taps {
  constructor(token, lang, { changed, own }) {
    Object.assign(this, { token, lang, changed, own, people: [] });
  }

  async look() {
    const answer = await fetch("/people").then((one) => one.json()).catch(() => null);
    const people = answer?.ok?.athletes ?? [];
    if (JSON.stringify(people) === JSON.stringify(this.people)) return;
    this.people = people;
    this.changed();
  }

  /** Signs in; asks for the PIN where the athlete has one. */
  async enter(station, person) {
    const fault = await this.ask({ request: "station.enter", station, athlete: person.athlete });
    if (fault?.code === "not_permitted" || fault?.code === "missing_argument") {
      askForPIN(this.lang, person, (pin) =>
        this.ask({ request: "station.enter", station, athlete: person.athlete, pin }));
    } else if (fault) tell(fault.text);
  }

  async leave(station) {
    const fault = await this.ask({ request: "station.leave", station });
    if (fault) tell(fault.text);
  }

  /** How hard it was, 1 to 10. Returns a sentence where it could not be kept. */
  async effort(set, rpe) {
    const fault = await this.ask({ request: "set.amend", set, rpe });
    return fault ? say(this.lang, "not_now") : null;
  }

  /** Returns null when it is done, else `{code, text}`. */
  async ask(request) {
    const answer = await fetch("/tap", {
      method: "POST", body: JSON.stringify(request),
      headers: { "Content-Type": "application/json", "X-Sinew-Token": this.token },
    }).then((one) => one.json()).catch(() => null);
    if (answer?.ok?.sign_in) this.own(request.station, answer.ok.sign_in);
    if (answer?.ok) return null;
    return answer?.error ?? { code: "system", text: say(this.lang, "lost") };
  }
}

/** One sentence over the screen for a few seconds. */
function tell(text) {
  const note = make("p", "told", text);
  note.setAttribute("role", "alert");
  document.body.append(note);
  setTimeout(() => note.remove(), 6000);
}

/** A pad of digits for people with chalk on their fingers; the keyboard works too. */
function askForPIN(lang, person, enter) {
  const dialog = make("dialog", "pin");
  const digits = make("input", "digits");
  Object.assign(digits, { type: "password", inputMode: "none", autocomplete: "off", maxLength: 16 });
  digits.setAttribute("aria-label", say(lang, "pin"));
  const note = make("p", "note");
  note.setAttribute("role", "alert");
  const send = async () => {
    const fault = await enter(digits.value);
    digits.value = "";
    if (fault) put(note, fault.text);
    else dialog.close();
  };
  const pad = make("div", "pad", ..."123456789".split("").map((digit) =>
    button("key", digit, () => (digits.value += digit))),
  button("key", "✕", () => dialog.close()), button("key", "0", () => (digits.value += "0")),
  button("key", "✓", send));
  const form = make("form", "", make("h2", "", say(lang, "pin_of", person.nickname ?? "")), digits, pad, note);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  dialog.append(form);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
