// The middle of the page: the head of a channel or of the app, its messages, the composer.

import { tell } from "./api.js";
import { Composer } from "./composer.js";
import { byId, h } from "./dom.js";
import { pending } from "./elements.js";
import { arrows } from "./focus.js";
import { icon } from "./icons.js";
import { botAvatar, userAvatar } from "./avatar.js";
import { say } from "./language.js";
import { renewInside } from "./renew.js";
import { channelById, currentChannel, members, messagesOf, nameOf, on, store } from "./store.js";
import { openThread } from "./thread.js";
import { Timeline } from "./timeline.js";

let timeline;
let composer;
let shown = null;

/** Builds the middle once; `go` leads to a place. */
export function startChannel(go) {
  timeline = new Timeline(byId("timeline"), { openThread: (ts) => openThread(currentChannel(), ts) });
  composer = new Composer({ target: () => ({ channel: currentChannel() }), testid: "composer" });
  byId("composer").append(composer.element);
  on("place", () => drawPlace(go));
  on("workspace", () => drawPlace(go));
  on("messages", (channel) => channel === currentChannel() && drawMessages());
  on("tick", () => timeline.tick());
}

function drawPlace(go) {
  const { place } = store;
  const channel = channelById(currentChannel());
  const home = place.kind === "app" && place.tab === "home";
  const held = byId("head").contains(document.activeElement);
  renewInside(byId("head"), h("header", {}, place.kind === "app" ? appHead(go) : channelHead(channel)));
  if (held && !byId("head").contains(document.activeElement)) (byId("head").querySelector("[role=tab][aria-selected=true]") ?? composer.field).focus({ preventScroll: true });
  byId("home").hidden = !home;
  byId("timeline").hidden = home;
  byId("composer").hidden = home;
  composer.element.hidden = !channel || Boolean(channel.is_archived);
  byId("archived").hidden = home || !channel?.is_archived;
  composer.invite(placeholder(channel));
  drawMessages();
  if (shown !== currentChannel() && matchMedia("(min-width: 900px)").matches && !home && !held) composer.field.focus({ preventScroll: true });
  shown = currentChannel();
}

function placeholder(channel) {
  if (!channel) return "Message";
  return channel.is_im ? say("Message {}", nameOf(store.bot.id)) : say("Message {}", `#${channel.name}`);
}

function channelHead(channel) {
  const people = members().filter((user) => user.id !== store.bot.id || channel?.has_bot);
  const faces = h("span", { class: "faces", title: people.map((user) => nameOf(user.id)).join(", ") }, people.slice(0, 4).map((user) => userAvatar(user.id, 24)), h("span", { class: "faces-count" }, people.length));
  return h(
    "div",
    { class: "head-line" },
    h("h1", {}, icon(channel?.is_archived ? "archive" : channel?.is_private ? "lock" : "hash", 20), channel?.name ?? "…"),
    h("span", { class: "topic" }, channel?.topic ?? ""),
    inviteButton(channel),
    faces,
  );
}

/** Lets people add the bot to a channel it is not in. */
function inviteButton(channel) {
  if (!channel || channel.has_bot || channel.is_archived) return null;
  const name = nameOf(store.bot.id);
  const invite = (event) => pending(event.currentTarget, () => tell("invite", { channel: channel.id }));
  return h("button", { type: "button", class: "button invite", data: { testid: "invite", channel: channel.id }, on: { click: invite } }, h("span", { class: "button-words" }, say("Add {}", name)));
}

function appHead(go) {
  const tab = (name, key) => {
    const open = store.place.tab === key;
    return h("button", { type: "button", class: `tab${open ? " open" : ""}`, role: "tab", "aria-selected": String(open), data: { testid: `tab-${key}` }, on: { click: () => go({ kind: "app", tab: key }) } }, name);
  };
  const tabs = [tab(say("Home"), "home"), tab(say("Messages"), "messages")];
  const list = h("div", { class: "tabs", role: "tablist", "aria-label": store.bot.name }, tabs);
  arrows(list, tabs, (one) => one.getAttribute("aria-selected") === "true");
  return [h("div", { class: "head-line" }, h("h1", {}, botAvatar(24), store.bot.name, h("span", { class: "app-badge" }, "APP"))), list];
}

function drawMessages() {
  const id = currentChannel();
  if (!id) return;
  timeline.show(id, messagesOf(id), { key: `${id} ${store.me}`, lead: [beginning(channelById(id))] });
}

let intro = null;

/** What stands above the first message; the same node as long as the channel is the same. */
function beginning(channel) {
  if (intro?.dataset.channel === channel?.id) return intro;
  const bot = channel?.is_im;
  const title = bot ? [botAvatar(36), nameOf(store.bot.id)] : [icon("hash", 28), channel?.name ?? ""];
  const words = bot ? say("This is the very beginning of your conversation with {}.", nameOf(store.bot.id)) : say("This is the very beginning of the #{} channel.", channel?.name);
  intro = h("div", { class: "beginning", role: "listitem", data: { channel: channel?.id } }, h("div", { class: "beginning-title" }, title), h("p", {}, words));
  return intro;
}
