// The app's shortcuts: behind the bolt of the composer, and in the menu of each message.

import { tell } from "./api.js";
import { userAvatar } from "./avatar.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { say } from "./language.js";
import { openMenu } from "./menus.js";
import { store } from "./store.js";

const offered = (onMessage) => store.shortcuts.filter((one) => one.on_message === onMessage);

const entry = ({ name, description, callback_id: id }) => ({ label: name, description, value: id, lead: userAvatar(store.bot.id, 24) });

/** The bolt in a composer: shortcuts that need no message. `typed` begins a slash command. */
export function shortcutsButton(typed) {
  const button = h("button", { type: "button", class: "icon-button", "aria-label": "Shortcuts", title: "Shortcuts", "aria-haspopup": "menu", "aria-expanded": "false", data: { testid: "shortcuts" } }, icon("bolt", 18));
  button.addEventListener("click", () => openMenu(button, { groups: composerGroups(), name: "Shortcuts", kind: "menu", picked: (option) => begin(option, typed) }));
  return button;
}

function composerGroups() {
  const commands = store.commands.map(({ command, description }) => ({ label: command, description, value: command, command, lead: icon("slash", 20) }));
  return [
    { label: "Shortcuts", options: offered(false).map(entry) },
    { label: "Slash commands", options: commands },
  ].filter((group) => group.options.length);
}

function begin({ value, command }, typed) {
  if (command) typed(`${command} `);
  else tell("shortcut", { callback_id: value });
}

/** The dots beside a message; `more` are entries of the page itself: {label, lead, run}. */
export function messageMenuButton(message, channel, more) {
  const button = h("button", { type: "button", class: "icon-button", "aria-label": say("More actions"), title: say("More actions"), "aria-haspopup": "menu", "aria-expanded": "false", data: { testid: "message-menu" } }, icon("more", 18));
  const picked = ({ run, value }) => (run ? run() : tell("shortcut", { callback_id: value, channel, message_ts: message.ts }));
  button.addEventListener("click", () => openMenu(button, { groups: messageGroups(message, more), name: say("More actions"), kind: "menu", align: "right", picked }));
  return button;
}

/** Nothing can be started on a message that only one person sees. */
function messageGroups(message, more) {
  const options = message.is_ephemeral ? [] : offered(true).map(entry);
  return [{ options: more }, { label: "More message shortcuts", options }].filter((group) => group.options.length);
}
