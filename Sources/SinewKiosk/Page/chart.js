// Two small drawings: values over time, and an interval around an estimate.
import { draw } from "/dom.js";

const size = { width: 600, height: 180, left: 44, right: 12, top: 12, bottom: 28 };

function words(x, y, text, anchor = "middle") {
  const label = draw("text", { x, y, "text-anchor": anchor });
  label.textContent = text;
  return label;
}

/** A line through `points`, each `{label, value}`; `describe` says the same in words. */
export function trend(points, describe) {
  const values = points.map((one) => one.value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const span = high - low || 1;
  const x = (index) => size.left
    + (points.length > 1 ? index / (points.length - 1) : 0.5) * (size.width - size.left - size.right);
  const y = (value) => size.height - size.bottom
    - ((value - low) / span) * (size.height - size.top - size.bottom);
  const path = points.map((one, index) => `${index ? "L" : "M"}${x(index)} ${y(one.value)}`).join("");
  return draw("svg", {
    class: "chart", viewBox: `0 0 ${size.width} ${size.height}`, role: "img", "aria-label": describe,
  },
  draw("line", { class: "axis", x1: size.left, x2: size.width - size.right,
    y1: size.height - size.bottom, y2: size.height - size.bottom }),
  words(size.left - 6, y(high) + 4, high.toFixed(0), "end"),
  words(size.left - 6, y(low) + 4, low.toFixed(0), "end"),
  words(x(0), size.height - 8, points[0].label, "start"),
  words(x(points.length - 1), size.height - 8, points.at(-1).label, "end"),
  draw("path", { class: "line", d: path }),
  ...points.map((one, index) => draw("circle", { class: "dot", cx: x(index), cy: y(one.value), r: 4 })));
}

/** An estimate with its interval, and zero, so that one sees whether it is clear of it. */
export function interval(estimate, [from, to], unit) {
  const [low, high] = [Math.min(from, 0), Math.max(to, 0)];
  const pad = (high - low || 1) * 0.1;
  const x = (value) => 20 + ((value - low + pad) / (high - low + 2 * pad)) * 560;
  return draw("svg", {
    class: "chart", viewBox: "0 0 600 64", role: "img",
    "aria-label": `${estimate} ${unit}, ${from} … ${to}`,
  },
  draw("line", { class: "zero", x1: x(0), x2: x(0), y1: 20, y2: 44 }), words(x(0), 60, "0"),
  draw("line", { class: "interval", x1: x(from), x2: x(to), y1: 32, y2: 32 }),
  draw("circle", { class: "dot", cx: x(estimate), cy: 32, r: 8 }),
  words(x(from), 18, from.toFixed(1)), words(x(to), 18, `${to.toFixed(1)} ${unit}`));
}
