// The pane on the right: one message and its replies.

import { ask } from "./api.js";
import { Composer } from "./composer.js";
import { byId, h, refill } from "./dom.js";
import { icon } from "./icons.js";
import { say } from "./language.js";
import { channelById, changed, nameOf, on, store } from "./store.js";
import { Timeline } from "./timeline.js";

let timeline;
let composer;
let opener = null;

/** Builds the pane once. */
export function startThread() {
  const list = h("div", { class: "timeline", id: "thread-list", role: "list", "aria-label": "Replies", data: { testid: "thread-list" } });
  composer = new Composer({ target: () => ({ channel: store.thread?.channel, thread_ts: store.thread?.ts }), testid: "thread-composer" });
  const where = h("button", { type: "button", class: "text-button", id: "thread-channel", on: { click: closeThread } });
  const close = h("button", { type: "button", class: "icon-button", "aria-label": "Close thread", data: { testid: "thread-close" }, on: { click: closeThread } }, icon("close"));
  refill(byId("thread"), h("header", { class: "pane-head" }, h("h2", {}, "Thread"), where, close), list, composer.element);
  timeline = new Timeline(list, { days: false, inThread: true });
  byId("thread").addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) closeThread();
  });
  on("thread", draw);
  on("tick", () => timeline.tick());
}

/** Opens the thread of a message. */
export async function openThread(channel, ts) {
  opener = document.activeElement;
  const parent = store.messages.get(channel)?.get(ts);
  store.thread = { channel, ts, messages: parent ? [parent] : [] };
  changed("thread");
  await reloadThread();
  composer.field.focus({ preventScroll: true });
}

/** Fetches the open thread again. */
export async function reloadThread() {
  const { thread } = store;
  if (!thread) return;
  const reply = await ask("thread", { channel: thread.channel, ts: thread.ts });
  if (!reply || store.thread !== thread) return;
  thread.messages = reply.messages;
  changed("thread");
}

/** Closes the pane. */
export function closeThread() {
  if (!store.thread) return;
  store.thread = null;
  changed("thread");
  if (opener?.isConnected) opener.focus();
}

function draw() {
  const { thread } = store;
  byId("thread").hidden = !thread;
  document.body.classList.toggle("with-thread", Boolean(thread));
  if (!thread) return;
  const channel = channelById(thread.channel);
  const place = channel?.is_im ? nameOf(store.bot.id) : `#${channel?.name ?? thread.channel}`;
  byId("thread-channel").textContent = place;
  const count = thread.messages.filter((message) => message.ts !== thread.ts && !message.is_ephemeral).length;
  const line = count ? h("div", { class: "reply-line", role: "listitem" }, h("span", {}, say(count === 1 ? "{} reply" : "{} replies", count))) : null;
  timeline.show(thread.channel, thread.messages, { key: `${thread.channel}/${thread.ts}`, after: line });
  composer.invite(say("Reply…"));
  composer.element.hidden = Boolean(channel?.is_archived);
}
