// Where people type: messages, slash commands with hints, names after "@" and "#".

import { tell } from "./api.js";
import { h } from "./dom.js";
import { Hints } from "./hints.js";
import { icon } from "./icons.js";
import { shortcutsButton } from "./shortcuts.js";
import { store } from "./store.js";
import { toast } from "./toast.js";

let counter = 0;

/** A composer. `target()` gives {channel, thread_ts?} at the moment of sending. */
export class Composer {
  constructor({ target, testid }) {
    this.target = target;
    this.sent = []; // what was typed before, for the up arrow
    this.at = 0;
    counter += 1;
    const hintsId = `hints-${counter}`;
    this.field = h("textarea", {
      class: "composer-field", rows: 1, data: { testid }, "aria-label": "Message", "aria-autocomplete": "list", "aria-controls": hintsId,
      on: { input: () => this.typed(), keydown: (event) => this.key(event), blur: () => setTimeout(() => this.hints.close(), 150) },
    });
    this.sendButton = h("button", { type: "submit", class: "send", "aria-label": "Send", disabled: true }, icon("send", 18));
    this.hints = new Hints(this.field, hintsId, () => this.typed());
    this.element = h(
      "form",
      { class: "composer", on: { submit: (event) => (event.preventDefault(), this.send()) } },
      this.hints.element,
      h("div", { class: "composer-box" }, this.styles(), this.field, this.foot()),
    );
  }

  styles() {
    const style = (name, sign, mark) => h("button", { type: "button", class: "icon-button", "aria-label": name, title: name, on: { click: () => this.wrap(mark) } }, icon(sign, 16));
    return h("div", { class: "composer-styles", role: "group", "aria-label": "Formatting" }, style("Bold", "bold", "*"), style("Italic", "italic", "_"), style("Strikethrough", "strike", "~"), style("Code", "source", "`"));
  }

  foot() {
    const start = (name, sign, text) => h("button", { type: "button", class: "icon-button", "aria-label": name, title: name, on: { click: () => this.begin(text) } }, icon(sign, 18));
    return h("div", { class: "composer-foot" }, shortcutsButton((text) => this.type(text)), start("Slash commands", "slash", "/"), start("Mention someone", "at", "@"), h("span", { class: "composer-tip" }, "Enter sends, Shift + Enter starts a new line"), this.sendButton);
  }

  /** Says whose conversation this is. */
  invite(words) {
    this.field.placeholder = words;
    this.field.setAttribute("aria-label", words);
  }

  /** Puts words into an empty field, to be completed. */
  type(text) {
    this.field.value = text;
    this.field.focus();
    this.typed();
  }

  begin(text) {
    const { field } = this;
    field.focus();
    if (text === "/") field.value = "/";
    else field.setRangeText(field.value && !/\s$/.test(field.value) ? ` ${text}` : text, field.selectionStart, field.selectionEnd, "end");
    this.typed();
  }

  wrap(mark) {
    const { field } = this;
    const [from, to] = [field.selectionStart, field.selectionEnd];
    field.setRangeText(`${mark}${field.value.slice(from, to)}${mark}`, from, to, "end");
    if (from === to) field.setSelectionRange(from + 1, from + 1);
    field.focus();
    this.typed();
  }

  typed() {
    const { field } = this;
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, 200)}px`;
    this.sendButton.disabled = !field.value.trim();
    this.hints.update();
  }

  key(event) {
    if (event.isComposing || this.hints.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === "ArrowUp" && this.recalls() && this.at > 0) {
      event.preventDefault();
      this.recall(this.at - 1);
    } else if (event.key === "ArrowDown" && this.recalls() && this.at < this.sent.length) {
      event.preventDefault();
      this.recall(this.at + 1);
    }
  }

  recalls() {
    return !this.field.value || this.field.value === this.sent[this.at];
  }

  recall(at) {
    this.at = at;
    this.field.value = this.sent[at] ?? "";
    this.typed();
    this.hints.close();
  }

  clear() {
    this.field.value = "";
    this.typed();
  }

  async send() {
    const text = this.field.value.trim();
    const target = this.target();
    if (!text || !target.channel) return;
    const command = text.startsWith("/") ? text.split(/\s/)[0] : null;
    if (command === "/invite") return this.invites(text, target);
    if (command && !this.allowed(command, target)) return;
    this.sent = [...this.sent.filter((earlier) => earlier !== text), text].slice(-50);
    this.at = this.sent.length;
    this.clear();
    const reply = await tell(command ? "command" : "message", { ...target, text });
    if (!reply && !this.field.value) this.recall(this.sent.length - 1);
  }

  /** Slack's own command, for the only one who may be missing here: the bot. */
  async invites(text, target) {
    const name = store.users.get(store.bot.id)?.name;
    if (!text.includes(`@${name}`)) return toast(`Here only the app can be invited: /invite @${name}`);
    this.clear();
    await tell("invite", { channel: target.channel });
  }

  allowed(command, target) {
    const known = store.commands.some((entry) => entry.command === command);
    if (!known) toast(`${command} is not a valid command. Type / to see what there is.`);
    else if (target.thread_ts) toast(`${command} is not supported in threads. Sorry!`);
    return known && !target.thread_ts;
  }
}
