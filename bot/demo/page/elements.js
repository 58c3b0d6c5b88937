// Interactive elements of Block Kit: buttons, links and overflow menus here, the rest in
// choices.js and fields.js. Each is drawn by (element, context) with context = {surface, blockId}.

import { h, safeUrl } from "./dom.js";
import { icon } from "./icons.js";
import { confirmed } from "./confirm.js";
import { SELECTS } from "./choices.js";
import { FIELDS } from "./fields.js";
import { pictureAddress } from "./files.js";
import { say } from "./language.js";
import { openMenu } from "./menus.js";
import { textObject } from "./mrkdwn.js";

const ELEMENTS = { ...SELECTS, ...FIELDS, button, workflow_button: button, overflow, image };

/** One interactive element, or null for a type this page does not know. */
export function drawElement(element, context) {
  return ELEMENTS[element?.type]?.(element, context) ?? null;
}

const marks = (element, context) => ({
  "actionId": element.action_id,
  "blockId": context.blockId,
});

function button(element, context) {
  const classes = `button ${element.style ?? ""}`.trim();
  const attributes = { class: classes, data: { ...marks(element, context), value: element.value }, "aria-label": element.accessibility_label };
  const url = element.url && safeUrl(element.url);
  if (url) {
    const press = () => context.surface.act(context.blockId, element, valueOf(element));
    return h("a", { ...attributes, href: url, target: "_blank", rel: "noopener noreferrer", on: { click: press } }, textObject(element.text));
  }
  const control = h("button", { ...attributes, type: "button" }, h("span", { class: "button-words" }, textObject(element.text)));
  control.addEventListener("click", async () => {
    if (control.classList.contains("pending") || !(await confirmed(element.confirm))) return;
    await pending(control, () => context.surface.act(context.blockId, element, valueOf(element)));
  });
  return control;
}

const valueOf = ({ value, text }) => ({ ...(value === undefined ? {} : { value }), text });

/** Shows a control as waiting while the work lasts; a second press meanwhile does nothing. */
export async function pending(control, work) {
  control.classList.add("pending");
  control.setAttribute("aria-busy", "true");
  try {
    return await work();
  } finally {
    control.classList.remove("pending");
    control.removeAttribute("aria-busy");
  }
}

function overflow(element, context) {
  const control = h(
    "button",
    { type: "button", class: "button overflow", "aria-label": say("More actions"), "aria-haspopup": "menu", "aria-expanded": "false", data: marks(element, context) },
    icon("more", 18),
  );
  const options = element.options.map((option) => ({ label: words(option.text), description: words(option.description), value: option.value, option }));
  control.addEventListener("click", () => {
    openMenu(control, { groups: [{ options }], name: say("More actions"), kind: "menu", picked: ({ option }) => choose(control, element, option, context) });
  });
  return control;
}

async function choose(control, element, option, context) {
  const url = option.url && safeUrl(option.url);
  if (!(await confirmed(element.confirm))) return;
  if (url) window.open(url, "_blank", "noopener");
  await pending(control, () => context.surface.act(context.blockId, element, { selected_option: option }));
}

const words = (object) => (object ? h("span", {}, textObject(object)).textContent : undefined);

/** A picture beside a section or in a context line. */
export function image(element) {
  const url = safeUrl(new URL(pictureAddress(element), location.href).href);
  const picture = h("img", { class: "element-image", src: url, alt: element.alt_text ?? "", title: element.alt_text ?? "", referrerpolicy: "no-referrer" });
  picture.addEventListener("error", () => picture.replaceWith(h("span", { class: "image-missing" }, element.alt_text ?? "image")));
  return picture;
}
