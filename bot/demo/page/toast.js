// Short notes at the foot of the page: mostly that something did not work.

import { byId, h } from "./dom.js";
import { icon } from "./icons.js";

const STAYS = 6000;
let last = { text: "", at: 0 };

/** Shows a note for some seconds; the same words twice in a row are shown once. */
export function toast(text, kind = "problem") {
  const at = performance.now();
  if (text === last.text && at - last.at < 1500) return;
  last = { text, at };
  const close = () => note.remove();
  const note = h(
    "div",
    { class: `toast toast-${kind}`, data: { testid: "toast" } },
    icon(kind === "problem" ? "alert" : "check", 18),
    h("span", {}, text),
    h("button", { type: "button", class: "icon-button", "aria-label": "Dismiss", on: { click: close } }, icon("close", 16)),
  );
  byId("toasts").append(note);
  setTimeout(close, STAYS);
}

/** Says something to screen readers only. */
export function announce(text) {
  byId("announcer").textContent = text;
}
