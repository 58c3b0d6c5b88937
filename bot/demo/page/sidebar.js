// The left column: channels with what is unread, and the app.

import { byId, h } from "./dom.js";
import { icon } from "./icons.js";
import { userAvatar } from "./avatar.js";
import { say } from "./language.js";
import { renewInside } from "./renew.js";
import { currentChannel, on, store, botChannel } from "./store.js";

/** Keeps the column true; `go` is called with the place a person chose. */
export function startSidebar(go) {
  const draw = () => drawSidebar(go);
  for (const topic of ["workspace", "place", "unread", "connection"]) on(topic, draw);
}

function drawSidebar(go) {
  const channels = store.channels.filter((channel) => !channel.is_im);
  const live = channels.filter((channel) => !channel.is_archived);
  const old = channels.filter((channel) => channel.is_archived);
  const drawn = h(
    "nav",
    {},
    h("div", { class: "workspace-name" }, h("span", {}, store.team.name)),
    group("Channels", live.map((channel) => channelRow(channel, go))),
    group("Apps", [appRow(go)]),
    old.length ? group(say("Archived"), old.map((channel) => channelRow(channel, go))) : null,
  );
  renewInside(byId("sidebar"), drawn);
}

function group(name, rows) {
  const id = `group-${name.toLowerCase()}`;
  return h("section", { class: "side-group", "aria-labelledby": id }, h("h2", { id }, name), h("ul", {}, rows));
}

function channelRow(channel, go) {
  const open = store.place.kind === "channel" && store.place.channel === channel.id;
  const sign = icon(channel.is_archived ? "archive" : channel.is_private ? "lock" : "hash", 16);
  const press = () => go({ kind: "channel", channel: channel.id });
  return row({ id: channel.id, open, lead: sign, name: channel.name, unread: store.unread.get(channel.id), press, data: { channel: channel.id } });
}

function appRow(go) {
  const presence = h("span", { class: `presence ${store.botOnline ? "on" : "off"}`, title: store.botOnline ? "connected" : "not connected" });
  const lead = h("span", { class: "face" }, userAvatar(store.bot.id, 20), presence);
  const unread = unreadOfApp();
  const press = () => go({ kind: "app", tab: unreadOfApp() ? "messages" : "home" });
  return row({ id: "app", open: store.place.kind === "app", lead, name: store.bot.name, unread, press, data: { testid: "app" } });
}

function unreadOfApp() {
  const channel = botChannel();
  return channel && currentChannel() !== channel.id ? store.unread.get(channel.id) : null;
}

function row({ id, open, lead, name, unread, press, data }) {
  const badge = unread?.mentions ? h("span", { class: "badge", "aria-label": `${unread.mentions} for you` }, unread.mentions) : null;
  const classes = `side-row${open ? " open" : ""}${unread?.count ? " unread" : ""}`;
  const button = h("button", { type: "button", class: classes, "aria-current": open ? "page" : null, data: { ...data, place: id }, on: { click: press } }, lead, h("span", { class: "side-name" }, name), unread?.count ? h("span", { class: "visually-hidden" }, `, ${unread.count} unread`) : null, badge);
  return h("li", {}, button);
}
