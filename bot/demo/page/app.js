// Starts the page and leads between its places.

import { ask } from "./api.js";
import { startHome, visitApp } from "./apphome.js";
import { busyWhile } from "./busy.js";
import { startChannel } from "./channel.js";
import { setClock, setZone } from "./dates.js";
import { byId } from "./dom.js";
import { heard } from "./events.js";
import { connect } from "./live.js";
import { reloadPanel, showPanel, startPanel } from "./panel.js";
import { startSidebar } from "./sidebar.js";
import { botChannel, changed, channelById, currentChannel, on, setMessages, store, touchesOf } from "./store.js";
import { closeThread, reloadThread, startThread } from "./thread.js";
import { startTheme } from "./theme.js";
import { showSidebar, startTopbar } from "./topbar.js";
import { closeView } from "./views.js";

/** Goes to a channel or to the app, and writes it into the address. */
async function go(place) {
  const hash = place.kind === "channel" ? `#${place.channel}` : `#app/${place.tab}`;
  showSidebar(false);
  if (location.hash === hash) await arrive(place);
  else location.hash = hash;
}

/** Shows a place; the page is busy until all of it stands there. */
const arrive = (place) => busyWhile(show(place));

async function show(place) {
  store.place = place;
  const channel = currentChannel();
  if (store.thread?.channel !== channel) closeThread();
  store.unread.delete(channel);
  changed("place");
  changed("unread");
  if (channel) await load(channel);
  if (place.kind !== "app") return;
  await visitApp(place.tab);
  if (!botChannel()) await readState(); // the first visit begins the conversation
  if (!channel && currentChannel()) await load(currentChannel());
}

function placeOf(hash) {
  const words = decodeURIComponent(hash.replace(/^#/, ""));
  if (words.startsWith("app")) return { kind: "app", tab: words.endsWith("messages") ? "messages" : "home" };
  const channel = channelById(words) ?? store.channels.find((known) => known.name === words) ?? store.channels[0];
  return channel?.is_im ? { kind: "app", tab: "messages" } : { kind: "channel", channel: channel?.id ?? "" };
}

/** Reads a channel, and again when something happened in it meanwhile. */
async function load(channel) {
  for (let tries = 0; tries < 3; tries += 1) {
    const before = touchesOf(channel);
    const reply = await ask("messages", { channel });
    if (!reply) return;
    if (before === touchesOf(channel) || tries === 2) return setMessages(channel, reply.messages);
  }
}

/** Becomes another person, everything else staying where it is. */
async function become(user) {
  store.me = user;
  const address = new URL(location.href);
  address.searchParams.set("user", user);
  history.replaceState(null, "", address);
  store.messages.clear();
  store.unread.clear();
  store.home = null;
  closeView(null, true);
  closeThread();
  connect(heard, refresh);
}

/** Brings everything up to date: at the start and after each reconnection. */
const refresh = () => busyWhile(readAll());

async function readAll() {
  await readState();
  await Promise.all([arrive(placeOf(location.hash)), reloadPanel(), reloadThread()]);
}

/** Reads who and what there is. */
async function readState() {
  const state = await ask("state");
  if (!state) return;
  const { team, channels, commands, shortcuts, connected, now, usergroups = [] } = state;
  Object.assign(store, { team, channels, commands, shortcuts, botOnline: connected });
  store.users = new Map(state.users.map((user) => [user.id, user]));
  store.groups = new Map(usergroups.map((group) => [group.id, group.handle]));
  store.bot = { ...state.bot, name: store.users.get(state.bot.id)?.real_name ?? state.bot.name };
  setZone(store.users.get(store.me)?.tz, team.locale);
  setClock(Number(now));
  document.title = `${team.name} · ${store.bot.name} demo`;
  changed("workspace");
  changed("connection");
}

async function start() {
  startTheme();
  startSidebar(go);
  startChannel(go);
  startHome();
  startThread();
  startPanel();
  startTopbar(go, become);
  on("stale", readState);
  document.querySelector(".skip").addEventListener("click", skip);
  addEventListener("hashchange", () => arrive(placeOf(location.hash)));
  document.addEventListener("visibilitychange", () => document.hidden || changed("tick"));
  setInterval(() => changed("tick"), 1000);
  const asked = new URLSearchParams(location.search);
  store.me = asked.get("user") ?? (await firstPerson());
  followPermalink();
  connect(heard, refresh);
  if (asked.has("panel")) showPanel(true);
}

/** To where people type; as an address it would name no place. */
function skip(event) {
  event.preventDefault();
  const field = byId("composer").querySelector("textarea");
  (field.checkVisibility() ? field : byId("main")).focus();
}

/** A message's own address, /archives/C01/p1700000000000100, opens its channel and thread. */
function followPermalink() {
  const found = /^\/archives\/(\w+)\/p(\d+)(\d{6})$/.exec(location.pathname);
  if (!found) return;
  const [, channel, seconds, micros] = found;
  const thread = new URLSearchParams(location.search).get("thread_ts") ?? `${seconds}.${micros}`;
  history.replaceState(null, "", `/?user=${store.me}#${channel}`);
  store.thread = { channel, ts: thread, messages: [] };
}

async function firstPerson() {
  const state = await ask("state");
  return state?.users.find((user) => !user.is_bot)?.id ?? "";
}

await start();
