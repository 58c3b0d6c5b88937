// Draws something anew where it stands: what is as it was stays, with the focus in it, the
// finger on it, the menu open at it and whatever was typed.

const sources = new WeakMap(); // what was drawn from one piece -> that piece in words
const surfaces = new WeakMap(); // a list of blocks -> the surface it was drawn on

/** Remembers what an element was drawn from; from something else it is drawn anew as a whole. */
export function drawnFrom(element, source) {
  sources.set(element, JSON.stringify(source));
  return element;
}

/** Remembers on which surface a list of blocks was drawn. */
export function drawnOn(element, surface) {
  surfaces.set(element, surface);
  return element;
}

/** Makes an element look like a fresh drawing of the same thing, and hands the focus on. */
export function renew(old, fresh, how = adopt) {
  const held = old.contains(document.activeElement) ? document.activeElement : null;
  how(old, fresh);
  if (held && !held.isConnected) successor(old, held)?.focus({ preventScroll: true });
}

/** The same for a place of the page that stays: only what is in it is drawn anew. */
export const renewInside = (place, fresh) => renew(place, fresh, adoptChildren);

const successor = (old, { dataset: { actionId, place } }) =>
  (actionId && old.querySelector(`[data-action-id="${CSS.escape(actionId)}"]`)) || (place && old.querySelector(`[data-place="${CSS.escape(place)}"]`)) || (old.hasAttribute("tabindex") ? old : null);

function adopt(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeType === Node.TEXT_NODE) old.data = fresh.data;
  else if (surfaces.has(old) && surfaces.has(fresh)) adoptBlocks(old, fresh);
  else if (!sources.has(old)) adoptElement(old, fresh);
  else if (sources.get(old) !== sources.get(fresh)) old.replaceWith(fresh);
}

function adoptElement(old, fresh) {
  copyAttributes(old, fresh);
  adoptChildren(old, fresh);
}

function adoptChildren(old, fresh) {
  let next = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const met = following(next, wanted);
    while (met && next !== met) next = removed(next);
    if (met) next = met.nextSibling;
    if (met) adopt(met, wanted);
    else old.insertBefore(wanted, next);
  }
  while (next) next = removed(next);
}

function removed(node) {
  const { nextSibling } = node;
  node.remove();
  return nextSibling;
}

/** The first node from here on that is the same thing as the wanted one. */
function following(node, wanted) {
  const name = nameOf(wanted);
  let one = node;
  while (one && nameOf(one) !== name) one = one.nextSibling;
  return one;
}

/** Two drawings with the same name show the same thing; a press on either means the same. */
function nameOf({ nodeName, dataset = {}, className = "" }) {
  const { place, channel, control, value, testid } = dataset;
  const [kind] = String(className.baseVal ?? className).split(" ");
  return [nodeName, kind, place, channel, control, value, testid].join(" ");
}

/** What a press under way has put there is left alone. */
function copyAttributes(old, fresh) {
  const pending = old.classList.contains("pending");
  const own = (name) => name === "aria-expanded" || (pending && (name === "class" || name === "aria-busy"));
  for (const { name } of [...old.attributes]) if (!own(name) && !fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (!own(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  if (old.nodeName === "OPTION") old.selected = fresh.selected;
}

/** Blocks of the same name that say the same stay; all of them belong to one surface afterwards. */
function adoptBlocks(old, fresh) {
  const there = new Map([...old.children].map((block) => [block.dataset.blockId, block]));
  const kept = new Set();
  const nodes = [...fresh.children].map((block) => {
    const before = there.get(block.dataset.blockId);
    if (!before || sources.get(before) !== sources.get(block)) return block;
    kept.add(block.dataset.blockId);
    return before;
  });
  surfaces.get(fresh).join(surfaces.get(old), kept);
  settle(old, nodes);
}

/** Puts the nodes into the box without touching those already in place. */
export function settle(box, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...box.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, at) => {
    if (box.children[at] !== node) box.insertBefore(node, box.children[at] ?? null);
  });
}
