// What the page knows: the workspace, where we are in it, and the messages seen so far.
// Whoever draws something listens here; nobody else keeps a copy.

export const store = {
  team: { name: "" },
  users: new Map(),
  groups: new Map(), // user group id -> handle
  channels: [],
  bot: { id: "", name: "Duewatch" },
  commands: [],
  shortcuts: [], // {callback_id, name, description, on_message}
  me: "",
  place: { kind: "channel", channel: "" }, // or {kind: "app", tab: "home" | "messages"}
  messages: new Map(), // channel -> Map(ts -> message), top level only
  thread: null, // {channel, ts, messages}
  home: null,
  unread: new Map(), // channel -> {count, mentions}
  online: false, // this page's own live connection
  botOnline: true, // the bot's connection to the workspace
};

const listeners = new Map();

/** Calls back whenever this part of the store has changed. */
export function on(topic, listener) {
  if (!listeners.has(topic)) listeners.set(topic, []);
  listeners.get(topic).push(listener);
}

/** Says that a part of the store has changed. */
export function changed(topic, detail) {
  for (const listener of listeners.get(topic) ?? []) listener(detail);
}

export const channelById = (id) => store.channels.find((channel) => channel.id === id);
export const channelByName = (name) => store.channels.find((channel) => channel.name === name);

/** The direct conversation with the bot, if the workspace has one. */
export const botChannel = () => store.channels.find((channel) => channel.is_im);

/** The channel whose messages are on screen; null on the Home tab. */
export function currentChannel() {
  const { place } = store;
  if (place.kind === "channel") return place.channel;
  return place.tab === "messages" ? (botChannel()?.id ?? null) : null;
}

/** How people call a user; an unknown id stays an id. */
export function nameOf(userId) {
  const user = store.users.get(userId);
  if (user) return user.display_name || user.real_name || user.name;
  return userId === store.bot.id ? store.bot.name : userId;
}

/** Who can be named and chosen: people and the app, not the machinery. */
export const members = () => [...store.users.values()].filter((user) => !user.is_bot || user.id === store.bot.id);

/** The messages of a channel, oldest first. */
export function messagesOf(channel) {
  const known = store.messages.get(channel);
  return known ? [...known.values()].sort((a, b) => a.ts - b.ts) : [];
}

const touches = new Map();
const touch = (channel) => touches.set(channel, touchesOf(channel) + 1);

/** How often a channel changed; tells a slow answer that it is out of date. */
export const touchesOf = (channel) => touches.get(channel) ?? 0;

/** Replaces what we know of a channel. */
export function setMessages(channel, messages) {
  store.messages.set(channel, new Map(messages.map((message) => [message.ts, message])));
  changed("messages", channel);
}

/** Puts one new or changed message in its place. */
export function putMessage(channel, message) {
  touch(channel);
  if (!store.messages.has(channel)) return;
  store.messages.get(channel).set(message.ts, message);
  changed("messages", channel);
}

/** Forgets a message wherever it is shown. */
export function dropMessage(channel, ts) {
  touch(channel);
  if (store.messages.get(channel)?.delete(ts)) changed("messages", channel);
  const { thread } = store;
  if (thread?.channel !== channel) return;
  thread.messages = thread.messages.filter((message) => message.ts !== ts);
  changed("thread");
}

/** Puts one message into the open thread, in order. */
export function putReply(message) {
  const others = store.thread.messages.filter((known) => known.ts !== message.ts);
  store.thread.messages = [...others, message].sort((a, b) => a.ts - b.ts);
  changed("thread");
}

/** True for what belongs into the channel itself, not only into a thread. */
export function isTopLevel(message) {
  return !message.thread_ts || message.thread_ts === message.ts || message.subtype === "thread_broadcast";
}
