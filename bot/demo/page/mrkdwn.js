// Slack's own light markup, turned into nodes: *bold* _italic_ ~strike~ `code`, quotes, links,
// mentions, dates and emoji.

import { fillDate, wholeMoment } from "./dates.js";
import { h, link } from "./dom.js";
import { isPale, splitEmoji } from "./emoji.js";
import { channelById, nameOf, store } from "./store.js";

const TAGS = { "*": "strong", _: "em", "~": "s" };
const WORD = /[\p{L}\p{N}]/u;
const URL_HERE = /^https?:\/\/[^\s<>|]+/;

/** A text object of Block Kit (mrkdwn or plain_text) as nodes. */
export function textObject(object) {
  if (!object) return [];
  if (typeof object === "string") return plain(object);
  return object.type === "mrkdwn" ? mrkdwn(object.text ?? "", !object.verbatim) : plain(object.text ?? "", object.emoji !== false);
}

/** Plain text as nodes; only emoji short names mean something. */
export function plain(text, withEmoji = true) {
  return withEmoji ? emojiNodes(text) : drawn(text);
}

function emojiNodes(text) {
  return splitEmoji(text).flatMap((part) => (part.emoji ? emojiNode(part.emoji, part.name) : drawn(part.text)));
}

const CHARACTER = /(\p{RGI_Emoji})/v;

/** A text whose emoji are drawn as pictures, like those that were named. */
function drawn(text) {
  return text.split(CHARACTER).map((piece, at) => (at % 2 ? h("span", { class: classOf(piece) }, piece) : piece));
}

const classOf = (character) => (isPale(character) ? "emoji pale" : "emoji");

/** One emoji, with its name for tooltips and screen readers. */
export function emojiNode(character, name) {
  return h("span", { class: classOf(character), role: "img", "aria-label": name.replaceAll("_", " "), title: `:${name}:` }, character);
}

/** Slack's escapes undone, once: the text as it was meant. */
export const unescape = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** A whole mrkdwn text as nodes; bare addresses become links unless it is to be taken verbatim. */
export function mrkdwn(text, autolink = true) {
  return text.split(/```\n?([\s\S]+?)\n?```\n?/).flatMap((piece, index, pieces) => {
    if (index % 2) return [h("pre", { class: "code-block" }, h("code", {}, codeNodes(piece)))];
    const tidy = index < pieces.length - 1 ? piece.replace(/\n$/, "") : piece;
    return quotes(tidy, autolink);
  });
}

/** The same as plain words, to be heard: names instead of ids, moments as people say them. */
export const heardAs = (text) => h("span", {}, mrkdwn(text)).textContent;

/** Code shows its links, but no other markup. */
function codeNodes(text) {
  return text.split(/(<[^<>\n]+>)/).map((piece) =>
    /^<[^!@#]/.test(piece) ? token(piece.slice(1, -1), "") : unescape(piece),
  );
}

function quotes(text, autolink) {
  const nodes = [];
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; ) {
    const all = /^(?:&gt;|>){3} ?/.exec(lines[at]);
    if (all) {
      const rest = [lines[at].slice(all[0].length), ...lines.slice(at + 1)].join("\n");
      return [...nodes, h("blockquote", {}, inline(rest, autolink))];
    }
    const quoted = isQuote(lines[at]);
    const from = at;
    while (at < lines.length && isQuote(lines[at]) === quoted) at += 1;
    const run = lines.slice(from, at);
    if (quoted) nodes.push(h("blockquote", {}, inline(run.map(withoutMark).join("\n"), autolink)));
    else nodes.push(...inline(run.join("\n"), autolink));
  }
  return nodes;
}

const isQuote = (line) => /^(&gt;|>)/.test(line) && !/^(&gt;|>){3}/.test(line);
const withoutMark = (line) => line.replace(/^(&gt;|>) ?/, "");

/** One run of inline markup as nodes. */
function inline(source, autolink) {
  const nodes = [];
  let words = "";
  const flush = () => {
    if (words) nodes.push(...emojiNodes(unescape(words)));
    words = "";
  };
  for (let at = 0; at < source.length; ) {
    const found = markupAt(source, at, autolink);
    if (found) {
      flush();
      nodes.push(found.node);
      at = found.end;
    } else {
      words += source[at];
      at += 1;
    }
  }
  flush();
  return nodes;
}

function markupAt(source, at, autolink) {
  const sign = source[at];
  if (sign === "`") return codeAt(source, at);
  if (sign === "<") return tokenAt(source, at);
  if (TAGS[sign]) return styledAt(source, at, autolink);
  return autolink && sign === "h" ? addressAt(source, at) : null;
}

function codeAt(source, at) {
  const end = source.indexOf("`", at + 1);
  if (end <= at + 1 || source.slice(at, end).includes("\n")) return null;
  return { node: h("code", {}, codeNodes(source.slice(at + 1, end))), end: end + 1 };
}

function tokenAt(source, at) {
  const end = source.indexOf(">", at);
  if (end < 0 || end === at + 1) return null;
  return { node: token(source.slice(at + 1, end), source.slice(0, at)), end: end + 1 };
}

function addressAt(source, at) {
  const match = (at === 0 || !WORD.test(source[at - 1])) && URL_HERE.exec(source.slice(at));
  if (!match) return null;
  const address = match[0].replace(/[.,;:!?)\]*_~'"]+$/, "");
  return { node: link(unescape(address)), end: at + address.length };
}

function styledAt(source, at, autolink) {
  const sign = source[at];
  const before = source[at - 1] ?? " ";
  if (WORD.test(before) || before === sign || /[\s]|^$/.test(source[at + 1] ?? "")) return null;
  const end = closing(source, at, sign);
  if (end < 0) return null;
  return { node: h(TAGS[sign], {}, inline(source.slice(at + 1, end), autolink)), end: end + 1 };
}

function closing(source, at, sign) {
  for (let end = at + 1; end < source.length && source[end] !== "\n"; end += 1) {
    if (source[end] === "<") end = Math.max(end, source.indexOf(">", end));
    else if (source[end] === sign && end > at + 1 && closes(source, end)) return end;
  }
  return -1;
}

const closes = (source, end) => !/\s/.test(source[end - 1]) && !WORD.test(source[end + 1] ?? " ");

/** What stands between angle brackets: a link, a mention, a date. */
function token(inside, before) {
  const [head, ...rest] = inside.split("|");
  const label = rest.join("|");
  if (head.startsWith("@")) return mention(head.slice(1), label);
  if (head.startsWith("#")) return channelLink(head.slice(1), label);
  if (head.startsWith("!")) return special(head.slice(1), label, before);
  return link(unescape(head), ...(label ? emojiNodes(unescape(label)) : [unescape(head).replace(/^mailto:/, "")]));
}

/** A person's name, highlighted when it is the acting one. */
export function mention(userId, label = "") {
  const mine = userId === store.me ? " mention-me" : "";
  const known = nameOf(userId);
  return h("span", { class: `mention${mine}`, data: { user: userId } }, `@${known === userId && label ? label : known}`);
}

/** A channel's name that leads there. */
export function channelLink(id, label = "") {
  const name = channelById(id)?.name ?? label ?? id;
  return h("a", { class: "mention", href: `#${id}`, data: { channel: id } }, `#${name || id}`);
}

/** @here, @channel or a user group. */
export const groupMention = (name) => h("span", { class: "mention mention-group" }, name.startsWith("@") ? name : `@${name}`);

function special(head, label, before) {
  const [kind, ...parts] = head.split("^");
  if (kind === "date") return date(Number(parts[0]), parts[1] ?? "{date}", parts[2], label, before);
  if (kind === "subteam") return groupMention(unescape(label) || store.groups.get(parts[0]) || parts[0]);
  return groupMention(unescape(label) || kind);
}

/** A moment in the reader's time zone; its fallback when it cannot be read. */
export function date(seconds, pattern, address, fallback, before = "") {
  if (!Number.isFinite(seconds)) return unescape(fallback ?? "");
  const words = fillDate(seconds, unescape(pattern), /(^|\n)\s*$/.test(before));
  const time = h("time", { datetime: new Date(seconds * 1000).toISOString(), title: wholeMoment(seconds) }, words);
  return address ? link(unescape(address), time) : time;
}
