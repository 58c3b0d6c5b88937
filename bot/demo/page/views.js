// Modals: a stack of views from the bot, drawn as one window whose top view is shown.

import { tell } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { h, refill } from "./dom.js";
import { pending } from "./elements.js";
import { trap } from "./focus.js";
import { icon } from "./icons.js";
import { say } from "./language.js";
import { menuIn, reopen } from "./menus.js";
import { renew } from "./renew.js";
import { textObject } from "./mrkdwn.js";
import { Surface } from "./surface.js";

let stack = []; // [{view, surface, form, kept}], the last one is on screen
let dialog = null;

/** Opens a fresh modal with this view. */
export function openView(view) {
  stack = [{ view }];
  draw();
}

/** Puts a view on top of the others, or replaces the one with the same id. */
export function pushView(view) {
  if (stack.some((entry) => entry.view.id === view.id)) return updateView(view);
  const covered = stack.at(-1);
  if (covered) covered.kept = covered.surface?.values();
  stack.push({ view });
  draw();
}

/** Draws a view anew, keeping what a person has typed in inputs that stay. */
export function updateView(view) {
  const at = stack.findIndex((entry) => entry.view.id === view.id || entry.view.root_view_id === view.id);
  const entry = stack[at] ?? stack.at(-1);
  if (!entry) return;
  entry.kept = entry.surface?.values();
  entry.view = view;
  if (entry === stack.at(-1)) draw();
}

/** Takes one view away (the top one without an id), or all of them. */
export function closeView(viewId, all = false) {
  const known = stack.some((entry) => entry.view.id === viewId);
  if (viewId && !known && !all) return;
  stack = all ? [] : stack.filter((entry) => entry.view.id !== (viewId ?? stack.at(-1)?.view.id));
  draw();
}

/** Shows what is wrong, under the inputs it is about; {block_id: text}. */
export function showErrors(errors) {
  const places = [...(dialog?.querySelectorAll("[data-error-for]") ?? [])];
  for (const place of places) {
    const text = errors[place.dataset.errorFor] ?? "";
    place.textContent = text;
    const block = place.closest(".block");
    block.classList.toggle("invalid", Boolean(text));
    for (const field of block.querySelectorAll("input, textarea, .select")) {
      if (text) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
  }
  dialog?.querySelector(".invalid :is(input, textarea, .select)")?.focus();
}

function draw() {
  if (!stack.length) {
    dialog?.close();
    dialog = null;
    return;
  }
  if (!dialog) {
    dialog = h("dialog", { class: "window modal", data: { testid: "modal" }, on: { cancel: (event) => (event.preventDefault(), dismiss()) } });
    dialog.addEventListener("close", (event) => event.currentTarget.remove());
    document.body.append(dialog);
    trap(dialog);
  }
  const entry = stack.at(-1);
  entry.surface = new Surface("view", { view_id: entry.view.id }, entry.kept);
  dialog.dataset.viewId = entry.view.id;
  dialog.setAttribute("aria-labelledby", "modal-title");
  const menu = menuIn(dialog);
  const anew = entry.form?.parentNode === dialog;
  if (anew) renew(entry.form, form(entry));
  else refill(dialog, (entry.form = form(entry)));
  if (!dialog.open) dialog.showModal();
  if (anew) reopen(dialog, menu);
  else focusFirst(entry.view);
  showErrors(entry.view.errors ?? {});
}

/** The field that asks for it, else the first one; where there is none, the first button. */
function focusFirst({ blocks = [] }) {
  const asked = blocks.find((block) => block.element?.focus_on_load)?.element.action_id;
  const fields = [...dialog.querySelectorAll(".window-body :is(input, textarea, .select)")];
  const first = fields[0] ?? dialog.querySelector(".window-body button");
  (fields.find((field) => asked && field.dataset.actionId === asked) ?? first)?.focus();
}

function form(entry) {
  const { view, surface } = entry;
  const on = { submit: (event) => (event.preventDefault(), submit(entry)) };
  return h(
    "form",
    { method: "dialog", novalidate: true, on },
    h("header", { class: "window-head" }, backButton(), h("h2", { id: "modal-title" }, textObject(view.title ?? "")), closeButton()),
    h("div", { class: "window-body" }, drawBlocks(view.blocks ?? [], surface)),
    foot(view),
  );
}

function backButton() {
  if (stack.length < 2) return null;
  return h("button", { type: "button", class: "icon-button", "aria-label": say("Back"), on: { click: () => dismiss() } }, icon("back"));
}

function closeButton() {
  return h("button", { type: "button", class: "icon-button", "aria-label": say("Close"), data: { testid: "modal-close" }, on: { click: () => dismiss(true) } }, icon("close"));
}

function foot(view) {
  if (view.type === "modal" && !view.submit && !view.close) return null;
  const close = h("button", { type: "button", class: "button", on: { click: () => dismiss() } }, textObject(view.close ?? say("Cancel")));
  const submitButton = view.submit ? h("button", { type: "submit", class: "button primary", disabled: Boolean(view.submit_disabled), data: { testid: "modal-submit" } }, h("span", { class: "button-words" }, textObject(view.submit))) : null;
  return h("footer", { class: "window-foot" }, close, submitButton);
}

/** Closes the top view (or all) and tells the bot, which may have asked to know. */
function dismiss(all = false) {
  const going = all ? [...stack].reverse() : stack.slice(-1);
  closeView(going[0]?.view.id, all);
  for (const { view } of going) tell("view_close", { view_id: view.id, is_cleared: all });
}

const REQUIRED = "Please complete this required field.";

async function submit(entry) {
  const missing = emptyInputs(entry);
  showErrors(missing);
  if (Object.keys(missing).length) return;
  const button = dialog.querySelector("[data-testid=modal-submit]");
  const body = { view_id: entry.view.id, state: { values: entry.surface.values() } };
  const reply = await pending(button, () => tell("view_submit", body));
  if (reply?.errors) showErrors(reply.errors);
}

/** Required inputs nothing was entered in; Slack's own check, before the bot is asked. */
function emptyInputs({ view, surface }) {
  const values = surface.values();
  const inputs = (view.blocks ?? []).filter((block) => block.type === "input" && !block.optional);
  const empty = inputs.filter((block) => isEmpty(values[block.block_id]?.[block.element.action_id]));
  return Object.fromEntries(empty.map((block) => [block.block_id, say(REQUIRED)]));
}

function isEmpty(value) {
  if (!value) return false;
  return Object.entries(value).some(([key, item]) => key !== "type" && (item === null || item === "" || (Array.isArray(item) && !item.length)));
}
