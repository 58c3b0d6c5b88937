// What the live line says, brought into the store.

import { explain } from "./api.js";
import { reloadPanel } from "./panel.js";
import { heardAs } from "./mrkdwn.js";
import { botChannel, changed, currentChannel, dropMessage, isTopLevel, nameOf, putMessage, putReply, store } from "./store.js";
import { announce, toast } from "./toast.js";
import { reloadThread } from "./thread.js";
import { closeView, openView, pushView, updateView } from "./views.js";

const HEARD = {
  message: arrived,
  message_changed: place,
  message_deleted: deleted,
  thread_changed: threadChanged,
  ephemeral: (event) => arrived({ ...event, message: { ...event.message, is_ephemeral: true } }),
  view_open: ({ view }) => openView(view),
  view_push: ({ view }) => pushView(view),
  view_update: ({ view }) => updateView(view),
  view_close: ({ view }) => closeView(view.id),
  home: published,
  toast: ({ text, error }) => toast(error ? explain(error, text) : text),
  state: () => soon("state", () => changed("stale")),
  panel: () => soon("panel", reloadPanel),
  connection: connectionChanged,
};

/** Takes one live event; kinds unknown to this page are left alone. */
export function heard(event) {
  HEARD[event.type]?.(event);
}

function arrived(event) {
  place(event);
  const { channel, message } = event;
  if (message.user === store.me) return;
  const here = channel === currentChannel() && !document.hidden;
  if (here) announce(`${nameOf(message.user)}: ${heardAs(message.text ?? "")}`);
  else if (isTopLevel(message)) countUnread(channel, message);
}

/** Puts a new or changed message where it belongs: the channel, the thread, or both. */
function place({ channel, message }) {
  const { thread } = store;
  if (isTopLevel(message)) putMessage(channel, message);
  if (thread?.channel === channel && (message.thread_ts ?? message.ts) === thread.ts) putReply(message);
}

function deleted({ channel, ts }) {
  dropMessage(channel, ts);
}

function countUnread(channel, { text = "", blocks }) {
  if (channel === currentChannel()) return;
  const words = text + JSON.stringify(blocks ?? "");
  const forMe = words.includes(`<@${store.me}>`) || channel === botChannel()?.id;
  const before = store.unread.get(channel) ?? { count: 0, mentions: 0 };
  store.unread.set(channel, { count: before.count + 1, mentions: before.mentions + (forMe ? 1 : 0) });
  changed("unread");
}

const waiting = new Set();

/** Comes with the parent, which knows its replies; an open thread is read again. */
function threadChanged({ channel, thread_ts, message }) {
  place({ channel, message });
  if (store.thread?.channel === channel && store.thread.ts === thread_ts) soon("thread", reloadThread);
}

/** Does something in a moment; until then, asking again changes nothing. */
function soon(key, work) {
  if (waiting.has(key)) return;
  waiting.add(key);
  setTimeout(() => (waiting.delete(key), work()), 60);
}

function published({ view }) {
  store.home = view;
  changed("home");
}

function connectionChanged(event) {
  store.botOnline = event.connected;
  changed("connection");
}
