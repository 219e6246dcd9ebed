// Elements, made once and changed in place. Text goes in as text, never as markup, so that no name
// can bring a script with it; nothing is touched that already says what it should, so that only
// what changed is painted again.

/** A new element with a class and children: elements or text. */
export function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/** A new part of a drawing. */
export function draw(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** A button of at least the size of a finger. */
export function button(className, label, act) {
  const element = make("button", className, label);
  element.type = "button";
  element.addEventListener("click", act);
  return element;
}

/** Sets the words of an element. */
export function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Sets `data-name` of an element. */
export function mark(element, name, value) {
  if (element.dataset[name] !== value) element.dataset[name] = value;
}

/** Fills a list with new elements where what they show has changed. */
export function fill(element, what, makeAll) {
  const key = JSON.stringify(what);
  if (element.shownKey === key) return;
  element.shownKey = key;
  element.replaceChildren(...makeAll());
}
