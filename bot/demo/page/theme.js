// Light or dark: as the system says, until somebody flips the switch.

import { byId, refill } from "./dom.js";
import { icon } from "./icons.js";

const system = matchMedia("(prefers-color-scheme: dark)");
const asked = new URLSearchParams(location.search).get("theme");

function remembered() {
  try {
    return localStorage.getItem("theme");
  } catch {
    return null; // private windows may refuse
  }
}

let choice = asked ?? remembered();

const isDark = () => (choice ? choice === "dark" : system.matches);

function apply() {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
  const button = byId("theme");
  refill(button, icon(isDark() ? "sun" : "moon"));
  const words = isDark() ? "Switch to light" : "Switch to dark";
  button.setAttribute("aria-label", words);
  button.title = words;
}

/** Puts the theme on and wires its switch. */
export function startTheme() {
  apply();
  system.addEventListener("change", apply);
  byId("theme").addEventListener("click", () => {
    choice = isDark() ? "light" : "dark";
    try {
      localStorage.setItem("theme", choice);
    } catch {
      // it still holds until the page is left
    }
    apply();
  });
}
