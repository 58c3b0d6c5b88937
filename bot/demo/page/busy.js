// Whether the page has drawn all it was given: said to screen readers, and to who takes pictures.

import { byId } from "./dom.js";

let underWay = 0;

/** Calls the middle of the page busy until the work is done and its outcome is laid out. */
export async function busyWhile(work) {
  underWay += 1;
  byId("main").setAttribute("aria-busy", "true");
  try {
    return await work;
  } finally {
    await laidOut();
    underWay -= 1;
    if (!underWay) byId("main").setAttribute("aria-busy", "false");
  }
}

/** Charts and tables measure themselves within the first frame; with the second they stand. */
async function laidOut() {
  await document.fonts.ready;
  await nextFrame();
  await nextFrame();
}

/** A page in the background has no frames, and nobody who would wait for one. */
const nextFrame = () => new Promise((done) => (document.hidden ? setTimeout(done) : requestAnimationFrame(done)));
