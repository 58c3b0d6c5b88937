// Faces: initials on a colour for people, the owl's eyes for Duewatch.

import { h } from "./dom.js";
import { nameOf, store } from "./store.js";

const COLORS = ["#4a154b", "#1264a3", "#007a5a", "#b5651d", "#a3194b", "#3f46ad", "#00627a", "#6b4c9a"];

const initials = (name) =>
  name.split(/\s+/).map((word) => word[0] ?? "").join("").slice(0, 2).toUpperCase() || "?";

function colorFor(id) {
  const sum = [...id].reduce((total, letter) => (total * 31 + letter.codePointAt(0)) % 997, 7);
  return COLORS[sum % COLORS.length];
}

/** The picture of a user, `size` pixels wide. */
export function userAvatar(userId, size = 36) {
  if (userId && userId === store.bot.id) return botAvatar(size);
  const user = store.users.get(userId);
  return square(user?.initials || initials(nameOf(userId) || "?"), user?.color, userId || "?", size);
}

/** Duewatch's own picture. */
export function botAvatar(size = 36) {
  const picture = h("img", { class: "avatar", src: "/page/duewatch.svg", alt: "", width: size, height: size });
  return picture;
}

function square(letters, color, id, size) {
  const face = h("span", { class: "avatar", "aria-hidden": "true" }, letters);
  const back = color ? `#${color.replace(/^#/, "")}` : colorFor(id);
  face.style.backgroundColor = back;
  face.style.color = inkOn(back);
  face.style.width = face.style.height = `${size}px`;
  face.style.fontSize = `${Math.round(size * 0.4)}px`;
  return face;
}

/** Black or white, whichever is read better on a colour (WCAG's measure of contrast). */
function inkOn(color) {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000000" : "#ffffff";
}

/** Who wrote a message: name, picture, whether it is an app. */
export function authorOf(message) {
  const isBot = Boolean(message.bot_id || message.subtype === "bot_message" || store.users.get(message.user)?.is_bot);
  const id = message.user ?? store.bot.id;
  const known = store.users.has(id) ? nameOf(id) : message.bot_profile?.name;
  const name = message.username || known || id;
  const avatar = (size) => (message.username && message.username !== nameOf(id) ? square(initials(name), null, name, size) : userAvatar(id, size));
  return { id, name, isBot, avatar };
}
