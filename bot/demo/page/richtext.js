// rich_text blocks: sections, lists, quotes and preformatted text, already parsed by the sender.

import { h, link } from "./dom.js";
import { emoji } from "./emoji.js";
import { channelLink, date, emojiNode, groupMention, mention } from "./mrkdwn.js";
import { store } from "./store.js";

const CONTAINERS = {
  rich_text_section: (part) => h("div", { class: "rich-section" }, inlines(part)),
  rich_text_preformatted: (part) => h("pre", { class: "code-block" }, h("code", {}, inlines(part))),
  rich_text_quote: (part) => h("blockquote", {}, inlines(part)),
  rich_text_list: list,
};

/** A rich_text block as nodes. */
export const richText = (block) => (block.elements ?? []).map((part) => CONTAINERS[part.type]?.(part) ?? null);

function list(part) {
  const tag = part.style === "ordered" ? "ol" : "ul";
  const items = (part.elements ?? []).map((item) => h("li", {}, inlines(item)));
  const start = part.offset ? part.offset + 1 : null;
  return h(tag, { class: `list indent-${Math.min(part.indent ?? 0, 8)}`, start }, items);
}

const inlines = (part) => (part.elements ?? []).map(inline);

const INLINE = {
  text: (element) => element.text,
  link: (element) => link(element.url, element.text || element.url),
  emoji: (element) => emojiElement(element),
  user: (element) => mention(element.user_id),
  channel: (element) => channelLink(element.channel_id),
  usergroup: (element) => groupMention(store.groups.get(element.usergroup_id) ?? element.usergroup_id),
  broadcast: (element) => groupMention(element.range),
  color: (element) => swatch(element.value),
  date: (element) => date(element.timestamp, element.format, element.url, element.fallback),
};

function inline(element) {
  const node = INLINE[element.type]?.(element) ?? element.text ?? "";
  return styled(node, element.style ?? {});
}

const STYLES = [["code", "code"], ["bold", "strong"], ["italic", "em"], ["strike", "s"], ["underline", "u"]];

function styled(node, style) {
  return STYLES.reduce((inner, [name, tag]) => (style[name] ? h(tag, {}, inner) : inner), node);
}

function emojiElement({ name, unicode }) {
  const character = emoji(name) ?? fromCodePoints(unicode);
  return character ? emojiNode(character, name) : `:${name}:`;
}

function fromCodePoints(unicode) {
  const points = (unicode ?? "").split("-").map((point) => Number.parseInt(point, 16));
  return points.every((point) => point > 0 && point < 0x110000) ? String.fromCodePoint(...points) : null;
}

function swatch(value) {
  const chip = h("span", { class: "swatch" });
  chip.style.backgroundColor = value;
  return h("span", {}, chip, value);
}
