// The bar on top: the channel switcher, the clock, the connection, and who we are.

import { userAvatar } from "./avatar.js";
import { clockDate, now, speed, timeOf } from "./dates.js";
import { byId, h, refill } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./menus.js";
import { showPanel } from "./panel.js";
import { nameOf, on, store } from "./store.js";

/** Wires the bar; `go` leads to a place, `become` makes us another person. */
export function startTopbar(go, become) {
  refill(byId("menu"), icon("menu"));
  refill(byId("jump"), icon("search", 16), h("span", {}, "Jump to…"), h("kbd", {}, "Ctrl K"));
  refill(byId("break"), icon("bolt", 18), h("span", {}, "Break things"));
  byId("jump").setAttribute("aria-label", "Jump to a channel");
  byId("menu").addEventListener("click", () => showSidebar());
  byId("jump").addEventListener("click", () => openJump(go));
  byId("break").addEventListener("click", () => showPanel());
  byId("act-as").addEventListener("click", () => openPeople(become));
  byId("shade").addEventListener("click", () => showSidebar(false));
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      openJump(go);
    }
    if (event.key === "Escape" && document.body.classList.contains("with-sidebar")) showSidebar(false);
  });
  on("tick", drawClock);
  on("workspace", drawMe);
  on("connection", drawConnection);
}

/** In narrow windows: opens or closes the drawer with the channels. */
export function showSidebar(wanted = !document.body.classList.contains("with-sidebar")) {
  document.body.classList.toggle("with-sidebar", wanted);
  byId("menu").setAttribute("aria-expanded", String(wanted));
  if (wanted) byId("sidebar").querySelector("[aria-current], button")?.focus();
}

function openJump(go) {
  const channels = store.channels.filter((channel) => !channel.is_im);
  const options = channels.map((channel) => ({ label: channel.name, value: channel.id, lead: icon(channel.is_archived ? "archive" : "hash", 16), place: { kind: "channel", channel: channel.id } }));
  const app = ["home", "messages"].map((tab) => ({ label: `${store.bot.name}: ${tab}`, value: tab, lead: userAvatar(store.bot.id, 18), place: { kind: "app", tab } }));
  openMenu(byId("jump"), { groups: [{ options: [...options, ...app] }], search: true, name: "Jump to", picked: ({ place }) => go(place) });
}

function openPeople(become) {
  const people = [...store.users.values()].filter((user) => !user.is_bot);
  const options = people.map((user) => ({ label: nameOf(user.id), description: user.tz?.replaceAll("_", " "), value: user.id, lead: userAvatar(user.id, 28) }));
  openMenu(byId("act-as"), { groups: [{ label: "Act as", options }], selected: [store.me], name: "Act as", align: "right", picked: ({ value }) => become(value) });
}

function drawMe() {
  refill(byId("act-as"), userAvatar(store.me, 24), h("span", { class: "act-as-name" }, nameOf(store.me)), icon("chevron", 16));
  byId("act-as").setAttribute("aria-label", `You are ${nameOf(store.me)}. Act as somebody else`);
}

function drawClock() {
  const pace = speed() === 1 ? "" : speed() === 0 ? "stopped" : `${speed()}×`;
  refill(byId("clock"), icon("clock", 16), h("span", { class: "clock-date" }, clockDate(now())), h("span", { class: "clock-time" }, timeOf(now())), pace ? h("span", { class: "clock-speed" }, pace) : null);
}

function drawConnection() {
  const [state, words] = !store.online
    ? ["off", "This page has lost the local Slack; trying again"]
    : store.botOnline
      ? ["on", `${store.bot.name} is connected`]
      : ["waiting", `${store.bot.name} is not connected`];
  const short = { off: "Offline", on: "Connected", waiting: "Bot away" }[state];
  byId("connection").dataset.state = state;
  byId("connection").title = words;
  refill(byId("connection"), h("span", { class: "dot" }), h("span", { class: "connection-words" }, short), h("span", { class: "visually-hidden" }, words));
}
