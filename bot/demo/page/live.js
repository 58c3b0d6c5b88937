// The live line from the server: opened again by itself when it breaks.

import { changed, store } from "./store.js";

const LONGEST_WAIT = 5000;
let socket = null;
let wait = 250;
let timer = null;

/** Opens the line for the acting person; `heard` gets every event, `back` each (re)connection. */
export function connect(heard, back) {
  clearTimeout(timer);
  const before = socket;
  socket = null;
  before?.close();
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const line = new WebSocket(`${scheme}://${location.host}/page/live?user=${encodeURIComponent(store.me)}`);
  socket = line;
  line.addEventListener("open", () => {
    if (socket !== line) return;
    wait = 250;
    setOnline(true);
    back();
  });
  line.addEventListener("message", ({ data }) => {
    if (socket === line) heard(JSON.parse(data));
  });
  line.addEventListener("close", () => {
    if (socket !== line) return;
    setOnline(false);
    timer = setTimeout(() => connect(heard, back), wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  });
}

function setOnline(online) {
  if (store.online === online) return;
  store.online = online;
  changed("connection");
}
