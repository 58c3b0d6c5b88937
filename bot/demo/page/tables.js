// Tables: `table` as it is; `data_table` with its caption, sorted, filtered and in pages.

import { h, refill } from "./dom.js";
import { icon } from "./icons.js";
import { say } from "./language.js";
import { plain } from "./mrkdwn.js";
import { richText } from "./richtext.js";

/** A table block; the first row is its head. */
export function table(block) {
  const [head = [], ...rows] = block.rows ?? [];
  const settings = block.column_settings ?? [];
  const cells = (row, tag) => row.map((cell, at) => h(tag, { class: cellClass(cell, settings[at]), scope: tag === "th" ? "col" : null }, contentOf(cell)));
  const drawn = h("table", {}, h("thead", {}, h("tr", {}, cells(head, "th"))), h("tbody", {}, rows.map((row) => h("tr", {}, cells(row, "td")))));
  return scroller(drawn, "Table");
}

/** A table in a window that scrolls; while something is hidden at its right, that edge fades. */
function scroller(drawn, name) {
  const box = h("div", { class: "table-scroll", tabindex: "0", role: "group", "aria-label": name }, drawn);
  const look = () => box.classList.toggle("more-right", box.scrollWidth - box.clientWidth - box.scrollLeft > 1);
  box.addEventListener("scroll", look, { passive: true });
  const watch = new ResizeObserver(look);
  watch.observe(box);
  watch.observe(drawn);
  return box;
}

function cellClass(cell, setting) {
  const side = setting?.align ?? (cell?.type === "raw_number" ? "right" : "left");
  return `align-${side}${setting?.is_wrapped ? " wrapped" : ""}`;
}

function contentOf(cell) {
  if (cell?.type === "rich_text") return richText(cell);
  return plain(String(cell?.text ?? cell?.value ?? ""));
}

/** A data table block, which people sort and search for themselves. */
export function dataTable(block) {
  return new DataTable(block).box;
}

class DataTable {
  constructor({ rows, caption, page_size: size = 5, row_header_column_index: header = 0 }) {
    const [head, ...body] = rows;
    Object.assign(this, { head, caption, size, header, page: 0, words: "", by: null, down: false });
    this.rows = body.map((cells) => ({ cells, texts: cells.map(wordsOf) }));
    this.numeric = head.map((_, at) => body.every((cells) => cells[at].type === "raw_number"));
    this.body = h("tbody");
    this.columns = head.map((cell, at) => this.column(cell, at));
    const drawn = h("table", {}, h("caption", {}, caption), h("thead", {}, h("tr", {}, this.columns)), this.body);
    this.foot = h("div", { class: "pager" });
    this.box = h("div", { class: "data-table" }, body.length > size ? this.filter() : null, scroller(drawn, caption), this.foot);
    this.buildFoot();
    this.show();
  }

  column(cell, at) {
    const arrow = h("span", { class: "sort-mark" }, icon("chevron", 14));
    const press = h("button", { type: "button", class: "sort", on: { click: () => this.sortBy(at) } }, contentOf(cell), arrow);
    return h("th", { scope: "col", class: this.numeric[at] ? "align-right" : "align-left" }, press);
  }

  filter() {
    const typed = (event) => ((this.words = event.target.value.trim().toLowerCase()), (this.page = 0), this.show());
    return h("div", { class: "table-filter" }, icon("search", 16), h("input", { type: "search", placeholder: say("Filter rows"), "aria-label": `Filter ${this.caption}`, on: { input: typed } }));
  }

  /** Up, then down, then as it came. */
  sortBy(at) {
    if (this.by !== at) Object.assign(this, { by: at, down: false });
    else if (!this.down) this.down = true;
    else this.by = null;
    this.page = 0;
    this.show();
  }

  buildFoot() {
    const turn = (by) => () => ((this.page += by), this.show());
    const button = (name, sign, by) => h("button", { type: "button", class: `icon-button ${sign}`, "aria-label": name, on: { click: turn(by) } }, icon("back", 16));
    this.before = button(say("Previous page"), "page-before", -1);
    this.after = button(say("Next page"), "page-after", 1);
    this.count = h("span", { role: "status" });
    refill(this.foot, this.count, this.before, this.after);
  }

  wanted() {
    const fitting = this.rows.filter(({ texts }) => texts.some((text) => text.toLowerCase().includes(this.words)));
    if (this.by === null) return fitting;
    const { by } = this;
    const compare = this.numeric[by] ? (one, two) => one.cells[by].value - two.cells[by].value : (one, two) => one.texts[by].localeCompare(two.texts[by]);
    return fitting.sort((one, two) => compare(one, two) * (this.down ? -1 : 1));
  }

  show() {
    const rows = this.wanted();
    const from = this.page * this.size;
    const shown = rows.slice(from, from + this.size);
    refill(this.body, shown.length ? shown.map(({ cells }) => this.row(cells)) : h("tr", {}, h("td", { colspan: this.head.length, class: "no-rows" }, say("No row fits"))));
    this.columns.forEach((column, at) => column.setAttribute("aria-sort", at !== this.by ? "none" : this.down ? "descending" : "ascending"));
    this.count.textContent = rows.length ? say("{} of {}", `${from + 1}–${from + shown.length}`, rows.length) : say("{} of {}", 0, this.rows.length);
    this.foot.hidden = this.rows.length <= this.size;
    this.before.disabled = from === 0;
    this.after.disabled = from + this.size >= rows.length;
  }

  row(cells) {
    return h("tr", {}, cells.map((cell, at) => h(at === this.header ? "th" : "td", { class: cellClass(cell), scope: at === this.header ? "row" : null }, contentOf(cell))));
  }
}

const wordsOf = (cell) => h("span", {}, contentOf(cell)).textContent;
