// Fields people fill in: texts, numbers, dates, times, check boxes and radio buttons.

import { dayInWords } from "./dates.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { confirmed } from "./confirm.js";
import { report } from "./choices.js";
import { say } from "./language.js";
import { textObject } from "./mrkdwn.js";
import { plainEmoji } from "./emoji.js";

let counter = 0;

const marks = (element, context) => ({ actionId: element.action_id, blockId: context.blockId });
const placeholderOf = (element) => (element.placeholder ? plainEmoji(element.placeholder.text) : null);

function textField(type) {
  return (element, context) => {
    const attributes = {
      class: "field",
      id: context.fieldId,
      placeholder: placeholderOf(element),
      maxlength: element.max_length,
      "aria-label": context.fieldId ? null : (placeholderOf(element) ?? "Text"),
      data: marks(element, context),
      autocomplete: "off",
    };
    const field = element.multiline ? h("textarea", { ...attributes, rows: 4 }) : h("input", { ...attributes, type });
    const earlier = context.surface.earlier(context.blockId, element);
    field.value = (earlier ? earlier.value : element.initial_value) ?? "";
    const read = () => ({ type: element.type, value: field.value === "" ? null : field.value });
    context.surface.register(context.blockId, element, read);
    const send = () => report(field, element, context, { value: field.value });
    const triggers = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
    if (triggers.includes("on_character_entered")) field.addEventListener("input", send);
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !element.multiline && !context.quiet) {
        event.preventDefault();
        if (triggers.includes("on_enter_pressed")) send();
      }
    });
    return field;
  };
}

function numberField(element, context) {
  const field = textField("text")(element, context);
  field.inputMode = element.is_decimal_allowed ? "decimal" : "numeric";
  return field;
}

/** Date and time fields use the browser's own pickers, dressed as Slack's buttons. */
function picker(type, key, initial, sign) {
  return (element, context) => {
    const earlier = context.surface.earlier(context.blockId, element);
    const name = placeholderOf(element) ?? say(type === "time" ? "Select a time" : "Select a date");
    const field = h("input", { type, class: "picker-input", id: context.fieldId, "aria-label": context.fieldId ? null : name, data: marks(element, context) });
    field.value = (earlier ? earlier[key] : element[initial]) ?? "";
    const read = () => ({ type: element.type, [key]: field.value || null });
    context.surface.register(context.blockId, element, read);
    field.addEventListener("change", async () => {
      if (await confirmed(element.confirm)) await report(field, element, context, read());
    });
    field.addEventListener("click", () => field.showPicker?.());
    return h("span", { class: "picker" }, icon(sign, 16), field, type === "date" ? inWords(field) : null);
  };
}

/** The chosen day once more, in words: browsers write it in the order of their own country. */
function inWords(field) {
  const words = h("span", { class: "picker-words", "aria-hidden": "true" });
  const write = () => (words.textContent = dayInWords(field.value));
  field.addEventListener("input", write);
  field.addEventListener("change", write);
  write();
  return words;
}

function dateTimePicker(element, context) {
  const earlier = context.surface.earlier(context.blockId, element);
  const seconds = earlier ? earlier.selected_date_time : element.initial_date_time;
  const field = h("input", { type: "datetime-local", class: "picker-input", id: context.fieldId, data: marks(element, context) });
  if (seconds) field.value = new Date(seconds * 1000 - new Date(seconds * 1000).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  const read = () => ({ type: element.type, selected_date_time: field.value ? Math.floor(new Date(field.value).getTime() / 1000) : null });
  context.surface.register(context.blockId, element, read);
  field.addEventListener("change", () => report(field, element, context, read()));
  return h("span", { class: "picker" }, icon("calendar", 16), field);
}

function boxes(type, many) {
  return (element, context) => {
    const earlier = context.surface.earlier(context.blockId, element);
    const initial = many ? element.initial_options : element.initial_option && [element.initial_option];
    const before = earlier ? (many ? earlier.selected_options : earlier.selected_option && [earlier.selected_option]) : initial;
    const checked = new Set((before ?? []).map((option) => option.value));
    counter += 1;
    const inputs = element.options.map((option) => h("input", { type, name: `choice-${counter}`, value: option.value, checked: checked.has(option.value), data: marks(element, context) }));
    const chosen = () => element.options.filter((_, at) => inputs[at].checked);
    const read = () => ({ type: element.type, ...(many ? { selected_options: chosen() } : { selected_option: chosen()[0] ?? null }) });
    const group = h("div", { class: "boxes", role: many ? "group" : "radiogroup", "aria-label": context.label ?? "Choices" });
    element.options.forEach((option, at) => group.append(box(option, inputs[at])));
    group.addEventListener("change", async () => {
      if (await confirmed(element.confirm)) await report(group, element, context, read());
    });
    context.surface.register(context.blockId, element, read);
    return group;
  };
}

function box(option, input) {
  const words = h("span", { class: "box-words mrkdwn" }, textObject(option.text));
  if (option.description) words.append(h("span", { class: "box-description" }, textObject(option.description)));
  return h("label", { class: "box" }, input, words);
}

/** The elements to fill in by their Block Kit type. */
export const FIELDS = {
  plain_text_input: textField("text"),
  email_text_input: textField("email"),
  url_text_input: textField("url"),
  number_input: numberField,
  datepicker: picker("date", "selected_date", "initial_date", "calendar"),
  timepicker: picker("time", "selected_time", "initial_time", "clock"),
  datetimepicker: dateTimePicker,
  checkboxes: boxes("checkbox", true),
  radio_buttons: boxes("radio", false),
};
