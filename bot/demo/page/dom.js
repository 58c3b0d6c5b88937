// The only way this page makes elements. Text always becomes a text node, so what a bot or a
// person wrote can never turn into markup.

/** An element with attributes, listeners (`on`), data attributes (`data`) and children. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) assign(element, name, value);
  return fill(element, ...children);
}

function assign(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "on") {
    for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
  } else if (name === "data") {
    for (const [key, item] of Object.entries(value)) {
      if (item !== null && item !== undefined) element.dataset[key] = item;
    }
  } else if (name === "value" || name === "checked" || name === "disabled") {
    element[name] = value;
  } else {
    element.setAttribute(name, value === true ? "" : String(value));
  }
}

/** Appends children: nodes, texts, nested lists; empty ones are left out. */
export function fill(element, ...children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return element;
}

/** Replaces everything inside an element. */
export function refill(element, ...children) {
  element.replaceChildren();
  return fill(element, ...children);
}

/** The element with this id, which index.html promises to have. */
export const byId = (id) => document.getElementById(id);

const SCHEMES = new Set(["http:", "https:", "mailto:", "tel:"]);

/** The address if a browser may open it, else null: `javascript:` and friends stay text. */
export function safeUrl(text) {
  try {
    const url = new URL(text);
    return SCHEMES.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** A link to the outside, or plain text where the address is none. */
export function link(address, ...children) {
  const url = safeUrl(address);
  const inner = children.length ? children : [address];
  if (!url) return h("span", {}, ...inner);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer", class: "link" }, ...inner);
}
