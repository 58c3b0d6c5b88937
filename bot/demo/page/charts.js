// Charts: bars, lines, areas and pies, drawn at the width there is, in the colours of the theme.

import { frame, mark, namesOf, paper, say, scaleOf, short, svg, whole } from "./plotting.js";
import { h } from "./dom.js";

const HEIGHT = 220;
const KINDS = { bar: bars, line: lines, area: areas };

/** A data_visualization block: title, picture, legend, and the figures for screen readers. */
export function chart({ title, chart: drawn }) {
  const picture = svg("svg", { class: "chart-picture", role: "img", "aria-label": `${title}, ${drawn.type} chart` });
  const caption = h("figcaption", {}, title);
  // as wide as the picture, and unlike it no higher when names have to lean
  new ResizeObserver(() => draw(picture, drawn)).observe(caption);
  return h("figure", { class: `chart chart-${drawn.type}` }, caption, picture, legend(drawn), figures(title, drawn));
}

function draw(picture, drawn) {
  const width = picture.clientWidth;
  if (!width) return;
  paper(picture, width, HEIGHT);
  if (drawn.type === "pie") return pie(picture, drawn, width);
  const named = namesOf(picture, drawn.axis_config.categories, width);
  const height = HEIGHT + named.depth;
  paper(picture, width, height);
  const { series, axis_config: axis } = drawn;
  const values = series.map((one) => axis.categories.map((category) => one.data.find((point) => point.label === category)?.value ?? 0));
  const room = frame(picture, axis, scaleOf(values.flat()), width, height, named);
  KINDS[drawn.type](picture, { series, values, categories: axis.categories, room });
}

function bars(picture, { series, values, categories, room }) {
  const group = room.step * 0.72;
  const each = Math.min(group / series.length, 56);
  series.forEach((one, at) => {
    categories.forEach((category, index) => {
      const value = values[at][index];
      const [top, foot] = [Math.min(room.y(value), room.y(0)), Math.max(room.y(value), room.y(0))];
      const left = room.x(index) + (at - series.length / 2) * each;
      const bar = { x: left + 1, y: top, width: Math.max(each - 2, 1), height: value ? Math.max(foot - top, 1) : 0, rx: Math.min(3, each / 4), class: `bar ${mark(at)}` };
      picture.append(say(svg("rect", bar), `${one.name}, ${category}: ${whole(value)}`));
    });
  });
}

function lines(picture, { series, values, categories, room }) {
  series.forEach((one, at) => {
    const points = values[at].map((value, index) => [room.x(index), room.y(value)]);
    picture.append(svg("polyline", { points: points.map((point) => point.join(",")).join(" "), class: `line ${mark(at)}` }));
    dots(picture, one, at, points, values[at], categories);
  });
}

function areas(picture, { series, values, categories, room }) {
  series.forEach((one, at) => {
    const points = values[at].map((value, index) => [room.x(index), room.y(value)]);
    const [first, last] = [points[0], points.at(-1)];
    const edge = [[first[0], room.y(0)], ...points, [last[0], room.y(0)]];
    picture.append(svg("polygon", { points: edge.map((point) => point.join(",")).join(" "), class: `area ${mark(at)}` }));
    picture.append(svg("polyline", { points: points.map((point) => point.join(",")).join(" "), class: `line ${mark(at)}` }));
    dots(picture, one, at, points, values[at], categories);
  });
}

function dots(picture, one, at, points, values, categories) {
  points.forEach(([cx, cy], index) => {
    picture.append(say(svg("circle", { cx, cy, r: 3.5, class: `dot ${mark(at)}` }), `${one.name}, ${categories[index]}: ${whole(values[index])}`));
  });
}

function pie(picture, { segments }, width) {
  const total = sum(segments);
  const [middle, radius] = [width / 2, Math.min(width, HEIGHT) / 2 - 6];
  let turned = -Math.PI / 2;
  segments.forEach(({ label, value }, at) => {
    const part = (value / total) * Math.PI * 2;
    const slice = segments.length === 1 ? svg("circle", { cx: middle, cy: HEIGHT / 2, r: radius, class: `slice ${mark(at)}` }) : svg("path", { d: wedge(middle, HEIGHT / 2, radius, turned, turned + part), class: `slice ${mark(at)}` });
    picture.append(say(slice, `${label}: ${whole(value)} (${percent(value, total)})`));
    turned += part;
  });
}

function wedge(x, y, radius, from, to) {
  const at = (angle) => `${x + radius * Math.cos(angle)} ${y + radius * Math.sin(angle)}`;
  return `M${x} ${y}L${at(from)}A${radius} ${radius} 0 ${to - from > Math.PI ? 1 : 0} 1 ${at(to)}Z`;
}

const sum = (segments) => segments.reduce((total, { value }) => total + value, 0);
const percent = (value, total) => `${short((value / total) * 100)} %`;

/** Which colour is what; a single series needs none. */
function legend({ type, segments, series }) {
  if (type !== "pie" && series.length < 2) return null;
  const total = type === "pie" ? sum(segments) : 0;
  const entries = type === "pie" ? segments.map(({ label, value }) => [label, percent(value, total)]) : series.map(({ name }) => [name, ""]);
  return h("ul", { class: "legend", "aria-hidden": "true" }, entries.map(([name, share], at) => h("li", {}, h("span", { class: `legend-mark ${mark(at)}` }), name, share ? h("span", { class: "legend-share" }, share) : null)));
}

/** The same figures as a table that only screen readers meet. */
function figures(title, { type, segments, series, axis_config: axis }) {
  const [head, rows] =
    type === "pie"
      ? [["", "Value"], segments.map(({ label, value }) => [label, whole(value)])]
      : [["", ...series.map(({ name }) => name)], axis.categories.map((category) => [category, ...series.map(({ data }) => whole(data.find((point) => point.label === category)?.value ?? 0))])];
  const cells = (row, tag) => h("tr", {}, row.map((cell, at) => (cell === "" ? h("td") : h(at === 0 ? "th" : tag, at === 0 ? { scope: "row" } : {}, cell))));
  const table = h("table", {}, h("caption", {}, title), h("thead", {}, h("tr", {}, head.map((name) => (name ? h("th", { scope: "col" }, name) : h("td"))))), h("tbody", {}, rows.map((row) => cells(row, "td"))));
  return h("div", { class: "visually-hidden" }, table);
}

