// The paper charts are drawn on: scales, grid lines, labels that do not run into each other.

import { number } from "./language.js";

const SPACE = "http://www.w3.org/2000/svg";
const LEAN = (50 / 180) * Math.PI; // of names that do not fit side by side
const LINE = 14; // from one line of names to the next

/** A number short enough for an axis, and one as it is. */
export const short = (value) => number(value, { notation: "compact", maximumFractionDigits: 1, useGrouping: "always" });
export const whole = (value) => number(value, { maximumFractionDigits: 2 });

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
  picture.style.height = `${height}px`;
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

/** How wide words are when they stand in this picture. */
function widthOf(picture, words) {
  const text = picture.appendChild(svg("text", { class: "tick" }, words));
  const width = text.getComputedTextLength();
  text.remove();
  return width;
}

/** How the names of categories stand: side by side, else each in two lines, else leaning. */
export function namesOf(picture, categories, width) {
  const room = (width - 50) / categories.length - 8;
  const widest = (lines) => Math.max(0, ...lines.map((words) => widthOf(picture, words)));
  const longest = widest(categories);
  const whole = categories.map((name) => [name]);
  if (longest <= room) return { lines: whole, depth: 0 };
  const halved = categories.map(halves);
  if (widest(halved.flat()) <= room) return { lines: halved, depth: LINE };
  return { longest, leaning: true, depth: Math.ceil(longest * Math.sin(LEAN)) - 6 };
}

/** A name in two lines of about one length; a single word stays as it is. */
function halves(name) {
  const words = name.split(" ");
  const splits = words.slice(1).map((_, at) => [words.slice(0, at + 1).join(" "), words.slice(at + 1).join(" ")]);
  const length = (lines) => Math.max(...lines.map((line) => line.length));
  return splits.sort((one, two) => length(one) - length(two))[0] ?? [name];
}

/** Draws axes and labels; returns where a category and a value lie. */
export function frame(picture, { categories, x_label: below, y_label: beside }, ticks, width, height, named) {
  const figures = Math.max(...ticks.map((tick) => widthOf(picture, short(tick)))) + 14;
  const left = Math.max(figures, leftOf(named, categories.length, width));
  const [top, foot] = [beside ? 26 : 10, height - (below ? 44 : 26) - named.depth];
  const [low, high] = [ticks[0], ticks.at(-1)];
  const step = (width - left - 6) / categories.length;
  const room = { step, x: (at) => left + step * (at + 0.5), y: (value) => foot - ((value - low) / (high - low)) * (foot - top) };
  for (const tick of ticks) {
    picture.append(svg("line", { x1: left, x2: width - 6, y1: room.y(tick), y2: room.y(tick), class: tick === 0 ? "axis" : "grid" }));
    picture.append(svg("text", { x: left - 8, y: room.y(tick) + 4, class: "tick end" }, short(tick)));
  }
  (named.leaning ? lean : stand)(picture, categories, room, foot, named);
  if (beside) picture.append(svg("text", { x: 2, y: 13, class: "axis-name" }, beside));
  if (below) picture.append(svg("text", { x: left + (width - left) / 2, y: height - 6, class: "axis-name middle" }, below));
  return room;
}

/** How far in the first category has to lie for its leaning name not to leave the paper. */
function leftOf({ longest, leaning }, count, width) {
  if (!leaning) return 0;
  const reach = longest * Math.cos(LEAN) + 4;
  return (reach - (width - 6) / (2 * count)) / (1 - 1 / (2 * count));
}

function stand(picture, categories, room, foot, { lines }) {
  lines.forEach((words, at) => words.forEach((line, row) => picture.append(svg("text", { x: room.x(at), y: foot + 18 + LINE * row, class: "tick middle" }, line))));
}

/** Leaning names end below their category; where even they are too close, some are left out. */
function lean(picture, categories, room, foot) {
  const every = Math.max(1, Math.ceil(LINE / room.step));
  categories.forEach((name, at) => {
    if (at % every) return;
    const [x, y] = [room.x(at) + 4, foot + 14];
    picture.append(svg("text", { x, y, class: "tick end", transform: `rotate(-50 ${x} ${y})` }, name));
  });
}
