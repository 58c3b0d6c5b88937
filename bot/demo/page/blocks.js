// Layout blocks of Block Kit, as Slack draws them.

import { botAvatar } from "./avatar.js";
import { chart } from "./charts.js";
import { h, safeUrl } from "./dom.js";
import { drawElement, image } from "./elements.js";
import { say } from "./language.js";
import { markdown } from "./markdown.js";
import { mrkdwn, plain, textObject } from "./mrkdwn.js";
import { drawnFrom, drawnOn } from "./renew.js";
import { richText } from "./richtext.js";
import { store } from "./store.js";
import { dataTable, table } from "./tables.js";

const BLOCKS = { header, section, context, divider, actions, input, image: imageBlock, rich_text: rich, markdown: marked, table, data_table: dataTable, data_visualization: chart, alert: alertBlock, video, file: () => null };

/** A list of blocks on one surface. */
export function drawBlocks(blocks, surface) {
  return drawnOn(h("div", { class: "blocks" }, blocks.map((block, at) => drawBlock(block, at, surface))), surface);
}

function drawBlock(block, at, surface) {
  const blockId = block.block_id ?? `block-${at}`;
  const draw = BLOCKS[block.type] ?? unknown;
  const inner = draw(block, { surface, blockId, quiet: false });
  return inner && drawnFrom(h("div", { class: `block block-${block.type}`, data: { blockId } }, inner), block);
}

const unknown = (block) => h("div", { class: "block-unknown" }, `This page cannot show a block of type “${block.type}”.`);

/** A heading below that of its surroundings: the channel, the Home tab, or the modal's title. */
function header(block, { surface }) {
  return h(surface.kind === "view" ? "h3" : "h2", { class: "header-words" }, textObject(block.text));
}

function section(block, context) {
  const words = h("div", { class: "section-words" });
  if (block.text) words.append(h("div", { class: "mrkdwn" }, textObject(block.text)));
  if (block.fields) words.append(h("div", { class: "fields" }, block.fields.map((field) => h("div", { class: "field-words mrkdwn" }, textObject(field)))));
  const accessory = block.accessory && drawElement(block.accessory, { ...context, label: words.textContent });
  return h("div", { class: `section${block.accessory?.type === "image" ? " with-image" : ""}` }, words, accessory && h("div", { class: "accessory" }, accessory));
}

function context(block) {
  const parts = (block.elements ?? []).map((element) => (element.type === "image" ? image(element) : h("span", { class: "mrkdwn" }, textObject(element))));
  return h("div", { class: "context" }, parts);
}

function divider() {
  return h("hr");
}

function actions(block, context) {
  const drawn = (block.elements ?? []).map((element) => drawElement(element, context));
  return h("div", { class: "actions", role: "group" }, drawn);
}

/** An input with its label, hint and the place for what is wrong with it. */
function input(block, context) {
  const fieldId = `field-${context.blockId}-${block.element?.action_id ?? ""}`.replace(/\s/g, "-");
  const label = textObject(block.label);
  const control = drawElement(block.element, { ...context, fieldId, label: block.label?.text, quiet: !block.dispatch_action });
  const native = control?.matches("input, textarea") ? control : control?.querySelector(".picker-input");
  describe(native ?? control, block, fieldId);
  const optional = block.optional ? h("span", { class: "optional" }, " (optional)") : null;
  return [
    h(native ? "label" : "div", { class: "input-label", for: native ? fieldId : null }, label, optional),
    control,
    h("div", { class: "input-error", role: "alert", id: `${fieldId}-error`, data: { errorFor: context.blockId } }),
    block.hint ? h("div", { class: "input-hint", id: `${fieldId}-hint` }, textObject(block.hint)) : null,
  ];
}

/** Ties what is wrong with a field, and its hint, to the field itself. */
function describe(field, block, fieldId) {
  field?.setAttribute("aria-describedby", block.hint ? `${fieldId}-error ${fieldId}-hint` : `${fieldId}-error`);
  if (!block.optional && field?.matches("input, textarea, [role=radiogroup]")) field.setAttribute("aria-required", "true");
}

function imageBlock(block) {
  const title = block.title ? h("div", { class: "image-title" }, textObject(block.title)) : null;
  return h("figure", { class: "image-block" }, title, image(block));
}

function rich(block) {
  return h("div", { class: "rich-text mrkdwn" }, richText(block));
}

function marked(block) {
  return h("div", { class: "markdown" }, markdown(block.text ?? ""));
}

function alertBlock(block) {
  return h("div", { class: `alert alert-${block.level ?? "default"}` }, textObject(block.text));
}

function video(block) {
  const url = safeUrl(block.title_url ?? block.video_url ?? "");
  return h("a", { class: "link", href: url, target: "_blank", rel: "noopener noreferrer" }, textObject(block.title));
}

/** Attachments: blocks or the old fields, behind a bar of colour. */
export function drawAttachment(attachment, surface) {
  const bar = h("div", { class: "attachment-bar" });
  bar.style.backgroundColor = barColor(attachment.color);
  const inner = attachment.blocks ? drawBlocks(attachment.blocks, surface) : legacy(attachment);
  const box = h("div", { class: "attachment", data: { testid: attachment.is_app_unfurl ? "unfurl" : null } }, bar, h("div", { class: "attachment-body" }, inner, attachment.is_app_unfurl ? unfurlNote() : null));
  return drawnFrom(box, attachment);
}

/** Whose preview of a link this is. */
const unfurlNote = () => h("div", { class: "attachment-footer unfurl-note" }, botAvatar(16), say("Added by {}", store.bot.name));

const NAMED = { good: "#2eb67d", warning: "#ecb22e", danger: "#e01e5a" };

function barColor(color) {
  const hex = NAMED[color] ?? (color ? `#${color.replace(/^#/, "")}` : "");
  return CSS.supports("color", hex) ? hex : "";
}

function legacy(attachment) {
  const { pretext, author_name, title, title_link, text, fields = [], footer } = attachment;
  const titleUrl = title_link && safeUrl(title_link);
  const heading = titleUrl ? h("a", { class: "link", href: titleUrl, target: "_blank", rel: "noopener noreferrer" }, plain(title)) : plain(title ?? "");
  return [
    pretext ? h("div", { class: "mrkdwn" }, mrkdwn(pretext)) : null,
    author_name ? h("div", { class: "attachment-author" }, author_name) : null,
    title ? h("div", { class: "attachment-title" }, heading) : null,
    h("div", { class: "mrkdwn" }, mrkdwn(text ?? (title || fields.length ? "" : attachment.fallback) ?? "")),
    fields.length ? h("div", { class: "fields" }, fields.map((field) => h("div", { class: `field-words${field.short ? "" : " wide"}` }, h("strong", {}, field.title), h("div", { class: "mrkdwn" }, mrkdwn(String(field.value ?? "")))))) : null,
    footer ? h("div", { class: "attachment-footer" }, footer) : null,
  ];
}
