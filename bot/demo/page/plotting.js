// The paper charts are drawn on: scales, grid lines, labels that do not run into each other.

const SPACE = "http://www.w3.org/2000/svg";
const LETTER = 6.4; // width of a letter of the labels, about
const DIGITS = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });
const EXACT = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });

/** A number short enough for an axis, and one as it is. */
export const short = (value) => DIGITS.format(value);
export const whole = (value) => EXACT.format(value);

/** The class that gives a series its colour. */
export const mark = (at) => `series-${(at % 6) + 1}`;

/** An element of a picture. */
export function svg(tag, attributes = {}, text) {
  const element = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  if (text !== undefined) element.textContent = text;
  return element;
}

/** Gives a shape words that show when it is pointed at. */
export function say(shape, words) {
  shape.append(svg("title", {}, words));
  return shape;
}

/** A clean sheet of this size. */
export function paper(picture, width, height) {
  picture.replaceChildren();
  picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
}

/** Round steps from the smallest to the largest value, nought included. */
export function scaleOf(values) {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const rough = (high - low || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= rough);
  const [from, to] = [Math.floor(low / step), Math.max(Math.ceil(high / step), 1)];
  return Array.from({ length: to - from + 1 }, (_, at) => (from + at) * step);
}

/** Draws axes and labels; returns where a category and a value lie. */
export function frame(picture, { categories, x_label: below, y_label: beside }, ticks, width, height) {
  const left = Math.max(...ticks.map((tick) => short(tick).length)) * LETTER + 14;
  const [top, foot] = [beside ? 26 : 10, height - (below ? 44 : 26)];
  const [low, high] = [ticks[0], ticks.at(-1)];
  const step = (width - left - 6) / categories.length;
  const room = { step, x: (at) => left + step * (at + 0.5), y: (value) => foot - ((value - low) / (high - low)) * (foot - top) };
  for (const tick of ticks) {
    picture.append(svg("line", { x1: left, x2: width - 6, y1: room.y(tick), y2: room.y(tick), class: tick === 0 ? "axis" : "grid" }));
    picture.append(svg("text", { x: left - 8, y: room.y(tick) + 4, class: "tick end" }, short(tick)));
  }
  names(picture, categories, room, foot);
  if (beside) picture.append(svg("text", { x: 2, y: 13, class: "axis-name" }, beside));
  if (below) picture.append(svg("text", { x: left + (width - left) / 2, y: height - 6, class: "axis-name middle" }, below));
  return room;
}

/** The categories' names: all if there is room, else every second, third, ... */
function names(picture, categories, room, foot) {
  const longest = Math.max(...categories.map((name) => name.length)) * LETTER + 8;
  const every = Math.max(1, Math.ceil(Math.min(longest, 96) / room.step));
  const most = Math.max(3, Math.floor((room.step * every - 6) / LETTER));
  categories.forEach((name, at) => {
    if (at % every) return;
    const shown = name.length > most ? `${name.slice(0, most - 1)}…` : name;
    picture.append(say(svg("text", { x: room.x(at), y: foot + 18, class: "tick middle" }, shown), name));
  });
}
