// One message as Slack draws it: face, name, time, text or blocks, thread link, hover actions.

import { authorOf, userAvatar } from "./avatar.js";
import { drawAttachment, drawBlocks } from "./blocks.js";
import { window_ } from "./confirm.js";
import { ago, timeOf, wholeMoment } from "./dates.js";
import { h } from "./dom.js";
import { drawFile } from "./files.js";
import { icon } from "./icons.js";
import { say } from "./language.js";
import { mrkdwn, textObject } from "./mrkdwn.js";
import { messageMenuButton } from "./shortcuts.js";
import { nameOf, store } from "./store.js";
import { Surface } from "./surface.js";
import { toast } from "./toast.js";

/**
 * A message as an element. `compact` leaves out face and name (same author just before);
 * `openThread` is called with the timestamp of the thread to show.
 */
export function drawMessage(message, { channel, compact = false, inThread = false, openThread }) {
  const author = authorOf(message);
  const small = compact && !message.is_ephemeral && !isBroadcast(message);
  return h(
    "div",
    {
      class: classesOf(message, small),
      tabindex: "-1",
      role: "listitem",
      "aria-label": `${author.name}, ${wholeMoment(Number(message.ts))}`,
      data: { ts: message.ts, channel, ephemeral: message.is_ephemeral ? "true" : null, testid: "message" },
    },
    message.is_ephemeral ? h("div", { class: "message-note" }, icon("eye", 14), say("Only visible to you")) : null,
    isBroadcast(message) ? broadcastNote(message, channel, inThread, openThread) : null,
    h("div", { class: "message-left" }, small ? moment(message, "compact-time") : author.avatar(36)),
    h("div", { class: "message-right" }, small ? null : head(message, author), bodyOf(message, channel), inThread ? null : replies(message, openThread)),
    hoverActions(message, channel, inThread, openThread),
  );
}

const isBroadcast = (message) => message.subtype === "thread_broadcast";

const classesOf = (message, small) =>
  ["message", small && "compact", message.is_ephemeral && "ephemeral", isBroadcast(message) && "broadcast"].filter(Boolean).join(" ");

function moment(message, name = "message-time") {
  const seconds = Number(message.ts);
  const words = name === "compact-time" ? timeOf(seconds).replace(/ [AP]M$/, "") : timeOf(seconds);
  return h("time", { class: name, title: wholeMoment(seconds), datetime: new Date(seconds * 1000).toISOString() }, words);
}

function head(message, author) {
  return h(
    "div",
    { class: "message-head" },
    h("span", { class: "message-name" }, author.name),
    author.isBot ? h("span", { class: "app-badge" }, "APP") : null,
    moment(message),
  );
}

function broadcastNote(message, channel, inThread, openThread) {
  if (inThread) return h("div", { class: "message-note" }, icon("reply", 14), say("Also sent to the channel"));
  const open = () => openThread?.(message.thread_ts);
  const link = h("button", { type: "button", class: "text-button", on: { click: open } }, say("a thread:"));
  const root = message.root ?? store.messages.get(channel)?.get(message.thread_ts);
  return h("div", { class: "message-note" }, icon("reply", 14), say("replied to "), link, " ", root ? h("span", { class: "message-root" }, gist(root)) : null);
}

/** What a message is about, in one line: its heading, or its text. */
function gist({ blocks = [], text = "" }) {
  const heading = blocks.find((block) => block.type === "header");
  return h("span", {}, heading ? textObject(heading.text) : mrkdwn(text)).textContent;
}

function bodyOf(message, channel) {
  const origin = { channel, message_ts: message.ts, thread_ts: message.thread_ts, is_ephemeral: Boolean(message.is_ephemeral) };
  const surface = new Surface("message", origin);
  const body = h("div", { class: "message-body" });
  if (message.blocks?.length) body.append(drawBlocks(message.blocks, surface));
  else if (message.text) body.append(h("div", { class: "message-text mrkdwn" }, mrkdwn(message.text)));
  if (message.edited) body.append(h("span", { class: "edited" }, say("(edited)")));
  for (const attachment of message.attachments ?? []) body.append(drawAttachment(attachment, surface));
  for (const file of message.files ?? []) body.append(drawFile(file));
  return body;
}

function replies(message, openThread) {
  if (!message.reply_count || isBroadcast(message)) return null;
  const count = message.reply_count;
  const faces = (message.reply_users ?? []).slice(0, 5).map((user) => userAvatar(user, 24));
  const last = message.latest_reply ? say("Last reply {}", ago(Number(message.latest_reply))) : "";
  return h(
    "button",
    { type: "button", class: "replies", data: { testid: "replies" }, on: { click: () => openThread(message.ts) } },
    h("span", { class: "faces" }, faces),
    h("span", { class: "replies-count" }, say(count === 1 ? "{} reply" : "{} replies", count)),
    h("span", { class: "replies-last", data: { latest: message.latest_reply } }, last),
    h("span", { class: "replies-view" }, say("View thread")),
  );
}

function hoverActions(message, channel, inThread, openThread) {
  const button = (name, sign, press) => h("button", { type: "button", class: "icon-button", "aria-label": name, title: name, on: { click: press } }, icon(sign, 18));
  const reply = inThread || message.is_ephemeral ? null : button(say("Reply in thread"), "reply", () => openThread(message.thread_ts ?? message.ts));
  return h(
    "div",
    { class: "hover-actions", role: "group", "aria-label": "Message actions" },
    reply,
    messageMenuButton(message, channel, [
      { label: say("Copy text"), value: "copy", lead: icon("copy", 18), run: () => copy(latest(message, channel)) },
      { label: say("Show as JSON"), value: "source", lead: icon("source", 18), run: () => showSource(latest(message, channel)) },
    ]),
  );
}

/** The message as it is by now; what was drawn of it may stand there for long. */
const latest = (message, channel) => store.messages.get(channel)?.get(message.ts) ?? store.thread?.messages.find(({ ts }) => ts === message.ts) ?? message;

async function copy(message) {
  try {
    await navigator.clipboard.writeText(message.text ?? "");
    toast("Copied", "done");
  } catch {
    toast("This browser does not allow copying here.");
  }
}

function showSource(message) {
  const json = h("pre", { class: "source", tabindex: "0" }, JSON.stringify(message, null, 2));
  window_(`Message from ${nameOf(message.user) || "the app"}, as JSON`, json, [], "wide");
}
