// Files in messages: pictures to look at, everything else as a card to download.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { say } from "./language.js";

const PICTURES = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

/** The page's own address of a file; the one in messages wants the bot's token. */
export const addressOf = (id) => `/page/files/${encodeURIComponent(id)}`;

/** The address of the picture in an image block, which may lie in a file. */
export function pictureAddress({ image_url: url, slack_file: file }) {
  if (!file) return url;
  return addressOf(file.id ?? /-(\w+)\/(?:download\/)?[^/]+$/.exec(file.url ?? "")?.[1] ?? "");
}

/** A file under a message. */
export function drawFile(file) {
  return PICTURES.has(file.mimetype) ? picture(file) : card(file);
}

function picture(file) {
  const title = file.title || file.name;
  const image = h("img", { class: "file-picture", src: addressOf(file.id), alt: file.alt_txt || title });
  image.addEventListener("error", () => figure.replaceWith(card(file)));
  const link = h("a", { href: addressOf(file.id), target: "_blank", rel: "noopener", "aria-label": `Open ${title}` }, image);
  const figure = h("figure", { class: "file-figure", data: { testid: "file" } }, h("figcaption", {}, title, " ", h("span", {}, sizeOf(file.size)), save(file)), link);
  return figure;
}

function card(file) {
  const title = file.title || file.name;
  const words = [file.pretty_type ?? file.filetype?.toUpperCase(), file.size ? sizeOf(file.size) : null].filter(Boolean).join(" · ");
  return h("div", { class: "file-card", data: { testid: "file" } }, icon("file", 28), h("span", { class: "file-words" }, h("strong", {}, title), h("span", {}, words)), save(file));
}

const save = (file) => h("a", { class: "icon-button", href: addressOf(file.id), download: file.name, "aria-label": `Download ${file.title || file.name}`, title: say("Download") }, icon("download", 18));

function sizeOf(bytes) {
  return bytes < 1024 ? `${bytes} bytes` : bytes < 1_048_576 ? `${Math.round(bytes / 1024)} kB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
}
