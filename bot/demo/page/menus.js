// Lists that open at a control: selects, overflow menus, the act-as menu, the channel switcher.

import { fill, h, refill } from "./dom.js";
import { icon } from "./icons.js";
import { say } from "./language.js";

let open = null;
let counter = 0;

/** Closes the list that is open, if any, and gives the focus back. */
export function closeMenu(refocus = true) {
  if (!open) return;
  const { box, anchor, closed } = open;
  open = null;
  box.remove();
  anchor.setAttribute("aria-expanded", "false");
  if (refocus) anchor.focus();
  closed?.();
}

/** The list that is open in a place that is about to be drawn anew, as `reopen` wants it. */
export function menuIn(place) {
  if (!open || !place.contains(open.anchor)) return null;
  const { anchor, menu } = open;
  const { actionId } = anchor.dataset;
  return { anchor, actionId, nth: controls(place, actionId).indexOf(anchor), values: menu.values(), at: menu.at() };
}

const controls = (place, actionId) => [...place.querySelectorAll(`[data-action-id="${CSS.escape(actionId ?? "")}"]`)];

/** Opens the list again whose control was drawn anew, if it still offers the same. */
export function reopen(place, was) {
  if (!was || was.anchor.isConnected) return;
  closeMenu(false);
  controls(place, was.actionId)[was.nth]?.click();
  if (!open || !place.contains(open.anchor)) return;
  if (open.menu.values() === was.values) open.menu.goTo(was.at);
  else closeMenu();
}

/**
 * Opens a list at `anchor`. `groups` is [{label?, options: [{label, description?, value, lead?}]}];
 * `picked` is called with the option. With `search` there is a field to filter by; the `kind`
 * is "menu" where the entries are things to do.
 */
export function openMenu(anchor, { groups, picked, selected = [], search = false, many = false, name, align = "left", kind = "listbox", closed }) {
  const again = open?.anchor === anchor;
  closeMenu(false);
  if (again) return;
  const menu = new Menu({ groups, picked, selected: new Set(selected), many, name, kind });
  if (search) menu.addSearch();
  (anchor.closest("dialog, main, header, nav, aside") ?? document.body).append(menu.box);
  anchor.setAttribute("aria-expanded", "true");
  open = { box: menu.box, anchor, closed, menu };
  menu.draw("");
  place(menu.box, anchor, align);
  menu.focusFirst();
}

class Menu {
  constructor({ groups, picked, selected, many, name, kind }) {
    Object.assign(this, { groups, picked, selected, many, kind });
    counter += 1;
    this.id = `menu-${counter}`;
    this.list = h("div", { class: "menu-list", role: kind, id: this.id, tabindex: "-1", "aria-label": name ?? "Options", "aria-multiselectable": many ? "true" : null });
    this.box = h("div", { class: "menu", data: { testid: "menu" }, on: { keydown: (event) => this.key(event) } }, this.list);
    this.active = null;
  }

  addSearch() {
    const attributes = { class: "menu-search", type: "text", placeholder: say("Find…"), role: "combobox", "aria-label": "Find", "aria-expanded": "true", "aria-controls": this.id, autocomplete: "off" };
    this.search = h("input", { ...attributes, on: { input: () => this.draw(this.search.value) } });
    this.box.prepend(this.search);
  }

  draw(words) {
    const wanted = words.trim().toLowerCase();
    const fits = (option) => `${option.label} ${option.description ?? ""}`.toLowerCase().includes(wanted);
    const groups = this.groups.map((group) => ({ ...group, options: group.options.filter(fits) })).filter((group) => group.options.length);
    refill(this.list, groups.length ? groups.map((group) => this.group(group)) : h("div", { class: "menu-empty" }, say("No matches")));
    const first = this.list.querySelector("[aria-selected=true]") ?? this.list.querySelector(".menu-option");
    this.activate(first);
  }

  group({ label, options }) {
    return [label ? h("div", { class: "menu-label", role: "presentation" }, label) : null, options.map((option) => this.option(option))];
  }

  option(option) {
    const chosen = this.selected.has(option.value);
    const on = {
      click: () => this.pick(option),
      mousemove: (event) => this.activate(event.currentTarget),
    };
    counter += 1;
    const attributes = { class: `menu-option${option.danger ? " menu-danger" : ""}`, ...this.roles(chosen), id: `option-${counter}`, data: { value: option.value }, on };
    const words = h("span", { class: "menu-words" }, h("span", {}, option.label));
    if (option.description) fill(words, h("span", { class: "menu-description" }, option.description));
    const element = h("div", attributes, option.lead ?? null, words, chosen ? icon("check", 16) : null);
    element.pick = () => this.pick(option);
    return element;
  }

  /** Things to choose from are options, things to do are entries of a menu. */
  roles(chosen) {
    return this.kind === "menu" ? { role: "menuitem" } : { role: "option", "aria-selected": String(chosen) };
  }

  pick(option) {
    if (this.many) {
      if (!this.selected.delete(option.value)) this.selected.add(option.value);
      const at = [...this.list.querySelectorAll(".menu-option")].indexOf(this.active);
      this.picked(option, [...this.selected]);
      this.draw(this.search?.value ?? "");
      this.activate(this.list.querySelectorAll(".menu-option")[at] ?? this.active);
      return;
    }
    closeMenu();
    this.picked(option);
  }

  activate(element) {
    this.active?.classList.remove("active");
    this.active = element;
    element?.classList.add("active");
    (this.search ?? this.list).setAttribute("aria-activedescendant", element?.id ?? "");
  }

  /** What it offers, to tell it from another one. */
  values() {
    return JSON.stringify(this.groups.map(({ options }) => options.map(({ value }) => value)));
  }

  at() {
    return [...this.list.querySelectorAll(".menu-option")].indexOf(this.active);
  }

  goTo(at) {
    this.activate(this.list.querySelectorAll(".menu-option")[at] ?? this.active);
  }

  focusFirst() {
    (this.search ?? this.list).focus({ preventScroll: true });
  }

  key(event) {
    const options = [...this.list.querySelectorAll(".menu-option")];
    const at = options.indexOf(this.active);
    const goTo = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: options.length - 1 }[event.key];
    if (goTo !== undefined && options.length) {
      this.activate(options[(goTo + options.length) % options.length]);
      this.active.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" || (event.key === " " && !this.search)) {
      this.active?.pick();
    } else if (event.key === "Escape") {
      closeMenu();
    } else {
      if (event.key === "Tab") closeMenu();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}

/** Below the anchor if it fits, else above; never outside the window. */
function place(box, anchor, align) {
  const at = anchor.getBoundingClientRect();
  box.style.minWidth = `${Math.max(190, Math.min(at.width, innerWidth - 16))}px`; // never narrower than its control
  const size = box.getBoundingClientRect();
  const wantedLeft = align === "right" ? at.right - size.width : at.left;
  const left = Math.max(8, Math.min(wantedLeft, innerWidth - size.width - 8));
  const below = at.bottom + 4;
  const above = at.top - size.height - 4;
  const top = below + size.height <= innerHeight - 8 || above < 8 ? Math.min(below, innerHeight - size.height - 8) : above;
  box.style.left = `${left}px`;
  box.style.top = `${Math.max(8, top)}px`;
}

document.addEventListener("pointerdown", (event) => {
  if (open && !open.box.contains(event.target) && !open.anchor.contains(event.target)) closeMenu(false);
});
addEventListener("resize", () => closeMenu(false));
