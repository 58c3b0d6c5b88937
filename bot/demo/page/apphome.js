// The app's own place: its Home tab, drawn from the view it published.

import { tell } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { byId, h, refill } from "./dom.js";
import { botAvatar } from "./avatar.js";
import { menuIn, reopen } from "./menus.js";
import { renew } from "./renew.js";
import { on, store } from "./store.js";
import { Surface } from "./surface.js";

let surface = null;
let drawn = {}; // {words, id} of the view on screen

/** Draws the Home tab whenever the bot publishes it. */
export function startHome() {
  on("home", drawHome);
}

/** Tells the bot which of its tabs the acting person looks at. */
export async function visitApp(tab) {
  drawHome();
  const reply = await tell("home", { tab });
  if (reply?.view) {
    store.home = reply.view;
    drawHome();
  }
}

function drawHome() {
  const view = store.home;
  const words = JSON.stringify([store.me, view?.id, view?.blocks]);
  if (words === drawn.words) return; // the same once more: an open menu may stay open
  const box = byId("home");
  const same = drawn.id === view?.id; // of one person, what they chose stays chosen
  const menu = menuIn(box);
  surface = new Surface("home", { view_id: view?.id }, same ? surface?.values() : {});
  drawn = { words, id: view?.id };
  const sheet = view?.blocks?.length ? h("div", { class: "home-sheet" }, drawBlocks(view.blocks, surface)) : nothingYet();
  if (same && box.firstElementChild?.className === sheet.className) renew(box.firstElementChild, sheet);
  else refill(box, sheet);
  reopen(box, menu);
}

const nothingYet = () =>
  h("div", { class: "home-empty" }, botAvatar(64), h("h2", {}, `This is the home of ${store.bot.name}`), h("p", {}, "It has not shown anything here yet."));
