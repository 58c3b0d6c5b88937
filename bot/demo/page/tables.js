// Tables: `table` as it is, `data_table` with its caption and pages.

import { h, refill } from "./dom.js";
import { plain } from "./mrkdwn.js";
import { richText } from "./richtext.js";

/** A table block; the first row is its head. */
export function table(block) {
  const [head = [], ...rows] = block.rows ?? [];
  const settings = block.column_settings ?? [];
  const body = h("tbody");
  const drawn = h("table", {}, captionOf(block), h("thead", {}, row(head, "th", settings)), body);
  const show = (page) => refill(body, page.map((cells) => row(cells, "td", settings)));
  const size = block.type === "data_table" ? (block.page_size ?? 5) : rows.length;
  show(rows.slice(0, size));
  const box = h("div", { class: "table-scroll", tabindex: "0", role: "group", "aria-label": "Table" }, drawn);
  return rows.length > size ? [box, pager(rows, size, show)] : box;
}

const captionOf = (block) => (block.caption ? h("caption", {}, block.caption) : null);

function row(cells, tag, settings) {
  return h("tr", {}, cells.map((cell, at) => h(tag, { class: cellClass(cell, settings[at]), scope: tag === "th" ? "col" : null }, contentOf(cell))));
}

function cellClass(cell, setting) {
  const side = setting?.align ?? (cell?.type === "raw_number" ? "right" : "left");
  return `align-${side}${setting?.is_wrapped ? " wrapped" : ""}`;
}

function contentOf(cell) {
  if (cell?.type === "rich_text") return richText(cell);
  return plain(String(cell?.text ?? cell?.value ?? ""));
}

function pager(rows, size, show) {
  let page = 0;
  const last = Math.ceil(rows.length / size) - 1;
  const words = h("span", { "aria-live": "polite" });
  const turn = (by) => () => {
    page = Math.max(0, Math.min(last, page + by));
    show(rows.slice(page * size, (page + 1) * size));
    words.textContent = `Page ${page + 1} of ${last + 1}`;
  };
  turn(0)();
  const button = (label, by) => h("button", { type: "button", class: "button", on: { click: turn(by) } }, label);
  return h("div", { class: "pager" }, button("Previous", -1), words, button("Next", 1));
}
