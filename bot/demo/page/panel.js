// The "Break things" drawer: what can go wrong, at the flick of a switch, and the clock.

import { ask, tell } from "./api.js";
import { ago, clockDate, now, setClock, speed, timeOf, wholeMoment } from "./dates.js";
import { byId, h, refill } from "./dom.js";
import { pending } from "./elements.js";
import { arrows } from "./focus.js";
import { icon } from "./icons.js";
import { renewInside } from "./renew.js";
import { changed, on } from "./store.js";

let controls = [];
let upcoming = []; // what the demo's story does next: [{at, title}]
let asked = 0; // when we last asked because something upcoming should have happened

/** Builds the drawer's frame once. */
export function startPanel() {
  const close = h("button", { type: "button", class: "icon-button", "aria-label": "Close", on: { click: () => showPanel(false) } }, icon("close"));
  const clock = h("div", { class: "panel-clock" }, h("div", { class: "panel-time", id: "panel-time" }), h("div", { class: "panel-date", id: "panel-date" }), h("ol", { class: "panel-next", id: "panel-next", "aria-label": "What happens next" }));
  refill(byId("panel"), h("header", { class: "pane-head" }, h("h2", {}, "Break things"), close), h("div", { class: "panel-body" }, clock, h("div", { id: "panel-controls" })));
  byId("panel").addEventListener("keydown", (event) => {
    if (event.key === "Escape") showPanel(false);
  });
  on("tick", drawClock);
}

/** Opens or closes the drawer. */
export function showPanel(wanted = byId("panel").hidden) {
  byId("panel").hidden = !wanted;
  document.body.classList.toggle("with-panel", wanted);
  byId("break").setAttribute("aria-expanded", String(wanted));
  if (wanted) byId("panel").querySelector("button").focus();
  else byId("break").focus();
  if (wanted) reloadPanel();
}

/** Fetches the controls as they stand. */
export async function reloadPanel() {
  take(await ask("panel"));
}

/** Takes the controls and the clock from an answer or a live event. */
export function take(answer) {
  if (!answer) return;
  setClock(seconds(answer.clock.now), Number(answer.clock.speed));
  controls = answer.controls;
  upcoming = answer.clock.upcoming ?? [];
  drawControls();
  changed("tick");
}

const seconds = (moment) => Date.parse(moment) / 1000;

function drawClock() {
  byId("panel-time").textContent = timeOf(now(), true);
  const rate = speed();
  const pace = rate === 0 ? "stopped" : rate === 1 ? "real time" : `${rate} times as fast`;
  byId("panel-date").textContent = `${clockDate(now())} · ${pace}`;
  refill(byId("panel-next"), upcoming.map(({ at, title }) => h("li", {}, h("span", {}, title), h("time", { datetime: at, title: wholeMoment(seconds(at)) }, ago(seconds(at))))));
  if (!byId("panel").hidden) askWhenPassed();
}

/** The story went on: its next steps are others now. */
function askWhenPassed() {
  if (!upcoming.length || seconds(upcoming[0].at) > now() || performance.now() - asked < 2000) return;
  asked = performance.now();
  reloadPanel();
}

function drawControls() {
  const box = byId("panel-controls");
  const drawn = h("div", {}, [...grouped()].map(([name, members]) => h("section", { class: "panel-group", "aria-label": name }, h("h3", {}, name), members.map(drawControl))));
  renewInside(box, drawn);
}

/** The controls by group; the clock's come first, as they stand under it. */
function grouped() {
  const groups = new Map(controls.some((control) => control.group === "Clock") ? [["Clock", []]] : []);
  for (const control of controls) groups.set(control.group, [...(groups.get(control.group) ?? []), control]);
  return groups;
}

const KINDS = { toggle, choice, button };

function drawControl(control) {
  const active = isActive(control);
  return h("div", { class: `control control-${control.kind}${active ? " active" : ""}`, data: { control: control.id } }, (KINDS[control.kind] ?? button)(control));
}

/** Broken at the moment: a switch that is on, a choice that is not at its first, the sound one. */
function isActive({ kind, value, group, choices }) {
  if (kind === "choice") return group !== "Clock" && String(value) !== String(choices[0]?.value ?? choices[0]);
  return kind === "toggle" && Boolean(value);
}

function words(control, id) {
  const help = control.help ? h("span", { class: "control-help" }, control.help) : null;
  return h("span", { class: "control-words", id }, h("span", { class: "control-title" }, control.title), help);
}

async function press(element, control, value) {
  take(await pending(element, () => tell("panel", { id: control.id, value })));
}

function toggle(control) {
  const on = { click: (event) => press(event.currentTarget, control, event.currentTarget.getAttribute("aria-checked") !== "true") };
  return h("button", { type: "button", class: "switch-row", role: "switch", "aria-checked": String(Boolean(control.value)), on }, words(control), h("span", { class: "switch" }));
}

function button(control) {
  const on = { click: (event) => press(event.currentTarget, control, true) };
  return [h("button", { type: "button", class: "button wide", title: control.help, on }, h("span", { class: "button-words" }, control.title))];
}

function choice(control) {
  const id = `control-${control.id}`;
  const options = (control.choices ?? []).map((entry) => (typeof entry === "object" && entry ? entry : { value: entry, title: String(entry) }));
  const chosen = (option) => String(option.value) === String(control.value);
  if (options.length <= 5 && options.every((option) => titleOf(option).length <= 8)) {
    const buttons = options.map((option) => h("button", { type: "button", role: "radio", "aria-checked": String(chosen(option)), data: { value: option.value }, on: { click: (event) => press(event.currentTarget, control, option.value) } }, titleOf(option)));
    const group = h("span", { class: "segments", role: "radiogroup", "aria-labelledby": id }, buttons);
    arrows(group, buttons, (one) => one.getAttribute("aria-checked") === "true");
    return [words(control, id), group];
  }
  const select = h("select", { "aria-labelledby": id }, options.map((option) => h("option", { value: String(option.value), selected: chosen(option) }, titleOf(option))));
  select.addEventListener("change", () => press(select, control, options[select.selectedIndex].value));
  return [words(control, id), select];
}

const titleOf = (option) => option.title ?? option.label ?? option.text ?? String(option.value);
