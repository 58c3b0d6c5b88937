// "Are you sure?": Block Kit's confirmation dialogs, and small windows that only show something.

import { h, refill } from "./dom.js";
import { trap } from "./focus.js";
import { icon } from "./icons.js";
import { say } from "./language.js";
import { textObject } from "./mrkdwn.js";

/** Asks as the confirm object says; resolves to true when confirmed. Without one, at once. */
export function confirmed(confirm) {
  if (!confirm) return Promise.resolve(true);
  return new Promise((resolve) => {
    const yes = h("button", { type: "button", class: `button ${confirm.style === "danger" ? "danger" : "primary"}`, data: { testid: "confirm-yes" } }, textObject(confirm.confirm ?? say("Yes")));
    const no = h("button", { type: "button", class: "button", data: { testid: "confirm-no" } }, textObject(confirm.deny ?? say("Cancel")));
    const dialog = window_(textObject(confirm.title ?? say("Are you sure?")), h("div", { class: "mrkdwn" }, textObject(confirm.text ?? "")), [no, yes]);
    dialog.dataset.testid = "confirm";
    let answer = false;
    yes.addEventListener("click", () => ((answer = true), dialog.close()));
    no.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => resolve(answer));
    yes.focus();
  });
}

/** A small window with a title, a body and buttons; it removes itself when closed. */
export function window_(title, body, buttons = [], size = "small") {
  const heading = h("h2", { id: `window-${Math.random().toString(36).slice(2)}` });
  const close = h("button", { type: "button", class: "icon-button", "aria-label": say("Close"), on: { click: () => dialog.close() } }, icon("close"));
  const dialog = h(
    "dialog",
    { class: `window window-${size}`, "aria-labelledby": heading.id },
    h("header", { class: "window-head" }, refill(heading, title), close),
    h("div", { class: "window-body" }, body),
    buttons.length ? h("footer", { class: "window-foot" }, buttons) : null,
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  trap(dialog);
  dialog.showModal();
  return dialog;
}
