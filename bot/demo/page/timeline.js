// A list of messages that is redrawn only where something changed, and stays at its foot.

import { ago, dayHeading, dayOf } from "./dates.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { say } from "./language.js";
import { drawMessage } from "./message.js";
import { renew, settle } from "./renew.js";

const TOGETHER = 300; // seconds within which the same author is not named again

/** Draws messages into `box`, reusing what has not changed since the last time. */
export class Timeline {
  constructor(box, { days = true, inThread = false, openThread }) {
    Object.assign(this, { box, days, inThread, openThread });
    this.drawn = new Map(); // key -> {words, element}
    this.more = h("button", { type: "button", class: "more-below", hidden: true, on: { click: () => this.toFoot() } }, "New messages", icon("chevron", 16));
    box.after(this.more);
    this.pinned = true; // stays at the foot while the window or the panes change
    this.pressed = false; // a finger is on it: nothing scrolls away from under it
    box.addEventListener("pointerdown", () => (this.pressed = true));
    for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => this.pressed && setTimeout(() => this.released()));
    box.addEventListener("keydown", (event) => this.walk(event));
    box.addEventListener("load", () => this.pinned && this.toFoot(), true); // a picture has come in
    box.addEventListener("scroll", () => this.scrolled(), { passive: true });
    new ResizeObserver(() => this.pinned && this.toFoot()).observe(box);
  }

  /** Shows these messages; `lead` stands before them, `after` follows the first one. */
  show(channel, messages, { key = channel, lead = [], after } = {}) {
    const atFoot = this.pinned;
    const fresh = this.key !== key;
    if (fresh) this.drawn.clear();
    Object.assign(this, { key, channel });
    const kept = new Map();
    const nodes = [...lead, ...messages.flatMap((message, at) => this.entry(messages, at, kept, after))];
    this.drawn = kept;
    settle(this.box, nodes);
    this.box.querySelectorAll(".message").forEach((message, at, all) => (message.tabIndex = at === all.length - 1 ? 0 : -1));
    if (fresh || atFoot) this.toFoot();
    else if (messages.at(-1)?.ts > this.last) this.more.hidden = false;
    this.last = messages.at(-1)?.ts ?? "";
  }

  entry(messages, at, kept, after) {
    const [before, message] = [messages[at - 1], messages[at]];
    const newDay = this.days && (!before || dayOf(Number(before.ts)) !== dayOf(Number(message.ts)));
    const nodes = newDay ? [this.reuse(kept, `day-${dayOf(Number(message.ts))}`, dayHeading(Number(message.ts)), dayDivider)] : [];
    const afterDivider = after && at === 1; // the first reply of a thread says who speaks
    const compact = !newDay && !afterDivider && isSameVoice(before, message);
    const options = { channel: this.channel, compact, inThread: this.inThread, openThread: this.openThread };
    const words = JSON.stringify([message, compact]);
    nodes.push(this.reuse(kept, message.ts, words, () => drawMessage(message, options)));
    return after && at === 0 ? [...nodes, after] : nodes;
  }

  reuse(kept, key, words, draw) {
    const before = this.drawn.get(key);
    if (before && before.words !== words) renew(before.element, draw(words));
    const element = before?.element ?? draw(words);
    kept.set(key, { words, element });
    return element;
  }

  scrolled() {
    this.pinned = this.box.scrollHeight - this.box.scrollTop - this.box.clientHeight < 80;
    if (this.pinned) this.more.hidden = true;
  }

  released() {
    this.pressed = false;
    if (this.pinned) this.toFoot();
  }

  toFoot() {
    if (this.pressed) return;
    this.box.scrollTop = this.box.scrollHeight;
    this.more.hidden = true;
  }

  /** Arrow keys walk from message to message. */
  walk(event) {
    if (!event.target.classList.contains("message") || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    const all = [...this.box.querySelectorAll(".message")];
    const next = all[all.indexOf(event.target) + (event.key === "ArrowUp" ? -1 : 1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  /** Keeps "5 minutes ago" true. */
  tick() {
    for (const words of this.box.querySelectorAll(".replies-last[data-latest]")) {
      words.textContent = say("Last reply {}", ago(Number(words.dataset.latest)));
    }
  }
}

const dayDivider = (words) => h("div", { class: "day", role: "listitem" }, h("span", {}, words));

function isSameVoice(before, message) {
  if (!before || before.is_ephemeral || before.subtype === "thread_broadcast") return false;
  const sameAuthor = before.user === message.user && before.bot_id === message.bot_id && before.username === message.username;
  return sameAuthor && Number(message.ts) - Number(before.ts) < TOGETHER;
}
