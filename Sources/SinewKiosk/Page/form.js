// Small parts of the coach's forms.
import { make, mark, put } from "/dom.js";
import { say } from "/words.js";

/** A card with a heading. */
export function card(title, ...children) {
  return make("section", "card", make("h2", "", title), ...children);
}

/** A labelled choice of `[value, words]`. */
export function choose(lang, label, options) {
  const select = make("select", "");
  select.append(...options.map(([value, words]) => new Option(words, value)));
  return { select, element: make("label", "grow", say(lang, label), select) };
}

/** A labelled field. */
export function field(lang, label, attributes) {
  const input = Object.assign(make("input", ""), attributes);
  return { input, element: make("label", "", say(lang, label), input) };
}

/** One calm sentence on what came of a request. */
export class Note {
  constructor() {
    this.element = make("p", "told-here");
    this.element.setAttribute("role", "status");
  }

  /** Shows an answer; returns whether it is good. */
  show(answer, fine) {
    const isFine = answer.error === undefined;
    mark(this.element, "fine", isFine ? "yes" : "no");
    put(this.element, isFine ? fine : answer.error.text);
    return isFine;
  }
}
