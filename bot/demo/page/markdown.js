// markdown blocks: the everyday part of Markdown that Slack accepts there.

import { h, link } from "./dom.js";
import { splitEmoji } from "./emoji.js";
import { emojiNode } from "./mrkdwn.js";

const FENCE = /^```/;
const HEADING = /^(#{1,6})\s+(.*)$/;
const ITEM = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/;
const RULE = /^\s*([-*_])(\s*\1){2,}\s*$/;
const QUOTE = /^>\s?/;
const TABLE_RULE = /^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

/** A Markdown text as nodes. */
export function markdown(text) {
  const lines = text.replaceAll("\r", "").split("\n");
  const nodes = [];
  while (lines.length) nodes.push(nextPiece(lines));
  return nodes;
}

function nextPiece(lines) {
  const first = lines[0];
  if (!first.trim()) return void lines.shift();
  if (FENCE.test(first)) return fence(lines);
  if (HEADING.test(first)) return heading(lines.shift());
  if (RULE.test(first)) return lines.shift() && h("hr");
  if (QUOTE.test(first)) return h("blockquote", {}, markdown(take(lines, (line) => QUOTE.test(line)).map((line) => line.replace(QUOTE, "")).join("\n")));
  if (ITEM.test(first)) return list(take(lines, (line) => ITEM.test(line) || /^\s{2,}\S/.test(line)));
  if (lines.length > 1 && first.includes("|") && TABLE_RULE.test(lines[1])) return table(take(lines, (line) => line.includes("|")));
  return h("p", {}, inline(take(lines, isPlain).join("\n")));
}

const isPlain = (line, index) =>
  index === 0 || (line.trim() && ![FENCE, HEADING, QUOTE, ITEM, RULE].some((mark) => mark.test(line)));

function take(lines, belongs) {
  let count = 0;
  while (count < lines.length && belongs(lines[count], count)) count += 1;
  return lines.splice(0, count);
}

function fence(lines) {
  lines.shift();
  const code = take(lines, (line) => !FENCE.test(line));
  lines.shift();
  return h("pre", { class: "code-block" }, h("code", {}, code.join("\n")));
}

function heading(line) {
  const [, marks, words] = HEADING.exec(line);
  return h("div", { class: `heading heading-${marks.length}`, role: "heading", "aria-level": marks.length + 2 }, inline(words));
}

function list(lines) {
  const ordered = /^\s*\d/.test(lines[0]);
  const margin = ITEM.exec(lines[0])[1].length;
  const items = [];
  for (const line of lines) {
    const match = ITEM.exec(line);
    if (match && match[1].length <= margin) items.push([match[3]]);
    else items.at(-1).push(line);
  }
  return h(ordered ? "ol" : "ul", { class: "list" }, items.map(item));
}

function item([first, ...below]) {
  const task = /^\[([ xX])\]\s+(.*)$/.exec(first);
  const words = task ? `${task[1] === " " ? "☐" : "☑"} ${task[2]}` : first;
  const nested = below.length && ITEM.test(below[0]) ? list(below) : inline(below.map((line) => ` ${line.trim()}`).join(""));
  return h("li", {}, inline(words), nested);
}

function table(lines) {
  const cells = (line) => line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());
  const sides = cells(lines[1]).map((rule) => (/^:-+:$/.test(rule) ? "center" : rule.endsWith(":") ? "right" : "left"));
  const row = (tag) => (line) => h("tr", {}, cells(line).map((cell, at) => h(tag, { class: `align-${sides[at] ?? "left"}` }, inline(cell))));
  return h("div", { class: "table-scroll" }, h("table", {}, h("thead", {}, row("th")(lines[0])), h("tbody", {}, lines.slice(2).map(row("td")))));
}

// Longest marks first; each gives its inner text to the next round.
const INLINE = [
  [/`([^`]+)`/, ([, code]) => h("code", {}, code)],
  [/!?\[([^\]]*)\]\(([^()\s]+)\)/, ([, label, address]) => link(address, ...inline(label || address))],
  [/<(https?:[^<>\s]+)>/, ([, address]) => link(address)],
  [/\*\*(?=\S)(.+?)(?<=\S)\*\*/, ([, words]) => h("strong", {}, inline(words))],
  [/__(?=\S)(.+?)(?<=\S)__/, ([, words]) => h("strong", {}, inline(words))],
  [/~~(?=\S)(.+?)(?<=\S)~~/, ([, words]) => h("s", {}, inline(words))],
  [/\*(?=\S)(.+?)(?<=\S)\*/, ([, words]) => h("em", {}, inline(words))],
  [/(?<![\p{L}\p{N}])_(?=\S)(.+?)(?<=\S)_(?![\p{L}\p{N}])/u, ([, words]) => h("em", {}, inline(words))],
  [/https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)\]'"*_~]/, ([address]) => link(address)],
];

function inline(text) {
  const matches = INLINE.map(([pattern, node]) => ({ match: pattern.exec(text), node })).filter(({ match }) => match);
  if (!matches.length) return splitEmoji(text).map((part) => (part.emoji ? emojiNode(part.emoji, part.name) : part.text));
  const first = matches.reduce((best, next) => (next.match.index < best.match.index ? next : best));
  const { match, node } = first;
  return [...inline(text.slice(0, match.index)), node(match), ...inline(text.slice(match.index + match[0].length))];
}
