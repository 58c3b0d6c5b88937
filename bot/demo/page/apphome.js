// The app's own place: its Home tab, drawn from the view it published.

import { tell } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { byId, h, refill } from "./dom.js";
import { botAvatar } from "./avatar.js";
import { on, store } from "./store.js";
import { Surface } from "./surface.js";

let surface = null;

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
  const box = byId("home");
  const view = store.home;
  const kept = surface?.values() ?? {};
  surface = new Surface("home", { view_id: view?.id }, kept);
  if (view?.blocks?.length) refill(box, h("div", { class: "home-sheet" }, drawBlocks(view.blocks, surface)));
  else refill(box, nothingYet());
}

const nothingYet = () =>
  h("div", { class: "home-empty" }, botAvatar(64), h("h3", {}, `This is the home of ${store.bot.name}`), h("p", {}, "It has not shown anything here yet."));
