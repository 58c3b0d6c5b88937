// What pops up above the composer: slash commands while one is typed, people and channels after
// "@" and "#".

import { userAvatar } from "./avatar.js";
import { h, refill } from "./dom.js";
import { icon } from "./icons.js";
import { members, nameOf, store } from "./store.js";

/** The list of hints of one text field. */
export class Hints {
  constructor(field, id, picked) {
    Object.assign(this, { field, id, picked });
    this.element = h("div", { class: "hints", id, role: "listbox", "aria-label": "Suggestions", hidden: true, data: { testid: "hints" } });
    this.offers = [];
    this.at = 0;
  }

  /** Looks at what stands before the cursor and offers what fits. */
  update() {
    const before = this.field.value.slice(0, this.field.selectionStart);
    const found = commandHints(before) ?? nameHints(before);
    this.offers = found?.offers ?? [];
    this.at = 0;
    if (!found || (!this.offers.length && !found.usage)) return this.close();
    this.element.hidden = false;
    refill(this.element, h("div", { class: "hints-title" }, found.title), found.usage ?? null, this.offers.map((offer, at) => this.row(offer, at)));
    this.mark();
  }

  row(offer, at) {
    const pick = (event) => {
      event.preventDefault();
      this.pick(at);
    };
    return h("div", { class: "hint", role: "option", id: `${this.id}-${at}`, on: { mousedown: pick, mousemove: () => this.mark(at) } }, offer.lead, h("span", { class: "hint-words" }, offer.words), h("span", { class: "hint-side" }, offer.side ?? ""));
  }

  mark(at = this.at) {
    this.at = at;
    const rows = [...this.element.querySelectorAll(".hint")];
    rows.forEach((row, index) => row.setAttribute("aria-selected", String(index === at)));
    rows[at]?.scrollIntoView({ block: "nearest" });
    if (rows[at]) this.field.setAttribute("aria-activedescendant", rows[at].id);
  }

  /** Handles a key; true when it was meant for the hints. */
  key(event) {
    if (this.element.hidden) return false;
    if (event.key === "Escape") this.close();
    else if (!this.offers.length) return false;
    else if (event.key === "ArrowDown") this.mark((this.at + 1) % this.offers.length);
    else if (event.key === "ArrowUp") this.mark((this.at - 1 + this.offers.length) % this.offers.length);
    else if (event.key === "Tab" || (event.key === "Enter" && !this.isComplete())) this.pick(this.at);
    else return false;
    event.preventDefault();
    return true;
  }

  /** What is typed to its end is sent by Enter, not completed once more. */
  isComplete() {
    const { insert = "", from = 0 } = this.offers[this.at] ?? {};
    return this.field.value.slice(from).trim() === insert.trim();
  }

  pick(at) {
    const { insert, from } = this.offers[at];
    this.field.setRangeText(insert, from, this.field.selectionStart, "end");
    this.field.focus();
    this.picked();
  }

  close() {
    this.element.hidden = true;
    this.offers = [];
    this.field.removeAttribute("aria-activedescendant");
  }
}

function commandHints(before) {
  const typed = /^\/\S*$/.exec(before);
  if (typed) {
    const offers = store.commands.filter(({ command }) => command.startsWith(before.toLowerCase())).map(commandOffer);
    return { title: "Slash commands", offers };
  }
  const known = store.commands.find(({ command }) => before.startsWith(`${command} `));
  return known ? { title: known.description, offers: [], usage: usageOf(known) } : null;
}

const usageOf = ({ command, usage_hint }) => h("div", { class: "usage" }, h("strong", {}, command), " ", h("span", {}, usage_hint ?? ""));

function commandOffer({ command, description, usage_hint }) {
  const words = [h("span", { class: "hint-command" }, h("strong", {}, command), " ", h("span", { class: "hint-usage" }, usage_hint ?? "")), h("span", { class: "hint-description" }, description)];
  return { words, side: store.bot.name, lead: userAvatar(store.bot.id, 28), insert: `${command} `, from: 0 };
}

function nameHints(before) {
  const typed = /(?:^|[\s(])([@#])([\p{L}\p{N}_.-]*)$/u.exec(before);
  if (!typed) return null;
  const [, sign, word] = typed;
  const from = before.length - word.length - 1;
  const offers = sign === "@" ? [...people(word, from), ...groups(word, from)] : rooms(word, from);
  return { title: sign === "@" ? "People" : "Channels", offers };
}

function people(word, from) {
  const fits = (user) => `${user.name} ${user.real_name}`.toLowerCase().includes(word.toLowerCase());
  return members().filter(fits).map((user) => ({
    words: h("strong", {}, nameOf(user.id)), side: user.is_bot ? "App" : `@${user.name}`, lead: userAvatar(user.id, 24), insert: `@${user.name} `, from,
  }));
}

function groups(word, from) {
  const fits = (handle) => handle.includes(word.toLowerCase());
  return [...store.groups.values()].filter(fits).map((handle) => ({ words: h("strong", {}, `@${handle}`), side: "User group", lead: icon("at", 20), insert: `@${handle} `, from }));
}

function rooms(word, from) {
  const fits = (channel) => !channel.is_im && channel.name.includes(word.toLowerCase());
  return store.channels.filter(fits).map((channel) => ({ words: channel.name, lead: icon("hash", 16), insert: `#${channel.name} `, from }));
}
