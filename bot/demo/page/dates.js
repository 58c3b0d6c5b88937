// The clock of the workspace (the demo may run it faster) and Slack's ways to write a moment.

import { isEnglish, say, speak, spoken } from "./language.js";

let clock = { now: Date.now() / 1000, at: performance.now(), speed: 1 };
let zone;
const hour12 = new Intl.DateTimeFormat(navigator.language, { hour: "numeric" }).resolvedOptions().hour12; // of English
const formats = new Map();

/** Sets the workspace's present, in Unix seconds, and how fast it passes. */
export function setClock(now, speed = clock.speed) {
  clock = { now, at: performance.now(), speed };
}

/** The workspace's present, in Unix seconds. */
export const now = () => clock.now + ((performance.now() - clock.at) / 1000) * clock.speed;

/** How many seconds of the workspace pass in one second of ours. */
export const speed = () => clock.speed;

/** Shows moments in this time zone, and all in this language; without a zone, in the browser's. */
export function setZone(name, language) {
  zone = name || undefined;
  speak(language);
  formats.clear();
}

function format(seconds, options) {
  const key = JSON.stringify(options);
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat(spoken(), { ...options, timeZone: zone }));
  }
  return formats.get(key).format(new Date(seconds * 1000));
}

/** "9:41 AM", or "09:41" where the language, or the browser's English, counts to 24. */
export function timeOf(seconds, withSeconds = false) {
  const options = hour12 && isEnglish()
    ? { hour: "numeric", minute: "2-digit", hour12: true }
    : { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  if (withSeconds) options.second = "2-digit";
  return format(seconds, options).replace("\u202f", " ");
}

/** The calendar day of a moment, as 2026-11-20. */
export function dayOf(seconds) {
  const part = (options) => format(seconds, options).replace(/\D/g, "");
  return `${part({ year: "numeric" })}-${part({ month: "2-digit" })}-${part({ day: "2-digit" })}`;
}

function daysFromToday(seconds) {
  return Math.round((Date.parse(dayOf(seconds)) - Date.parse(dayOf(now()))) / 86_400_000);
}

function ordinal(seconds) {
  const day = Number.parseInt(format(seconds, { day: "numeric" }), 10);
  if (!isEnglish()) return `${day}.`;
  const tens = Math.floor((day % 100) / 10);
  return day + (tens === 1 ? "th" : (["th", "st", "nd", "rd"][day % 10] ?? "th"));
}

const year = (seconds) => format(seconds, { year: "numeric" });
const dayAndMonth = (seconds) => (isEnglish() ? `${format(seconds, { month: "long" })} ${ordinal(seconds)}` : format(seconds, { day: "numeric", month: "long" }));
const longDate = (seconds) => (isEnglish() ? `${dayAndMonth(seconds)}, ${year(seconds)}` : format(seconds, { day: "numeric", month: "long", year: "numeric" }));
const shortDate = (seconds) => format(seconds, { month: "short", day: "numeric", year: "numeric" });
const fullDate = (seconds) => `${format(seconds, { weekday: "long" })}, ${longDate(seconds)}`;

/** "yesterday", "today" or "tomorrow"; undefined for any other day. */
function nearby(seconds) {
  const days = daysFromToday(seconds);
  return Math.abs(days) < 2 ? relative().format(days, "day") : undefined;
}

const relative = () => new Intl.RelativeTimeFormat(spoken(), { numeric: "auto" });

function pretty(write) {
  return (seconds) => nearby(seconds) ?? write(seconds);
}

const TOKENS = {
  date_num: dayOf,
  date_slash: (seconds) => dayOf(seconds).replaceAll("-", "/"),
  date: longDate,
  date_short: shortDate,
  date_long: fullDate,
  date_long_full: fullDate,
  date_pretty: pretty(longDate),
  date_short_pretty: pretty(shortDate),
  date_long_pretty: pretty(fullDate),
  day_divider_pretty: pretty((seconds) => dayHeading(seconds)),
  time: (seconds) => timeOf(seconds),
  time_secs: (seconds) => timeOf(seconds, true),
  ago: (seconds) => ago(seconds),
};

/** Fills Slack's date tokens: "{date_short_pretty} at {time}"; unknown ones stay as they are. */
export function fillDate(seconds, pattern, opensSentence = false) {
  const text = pattern.replace(/\{(\w+)\}/g, (token, name) => TOKENS[name]?.(seconds) ?? token);
  return opensSentence ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

/** The heading between the messages of two days. */
export function dayHeading(seconds) {
  const near = nearby(seconds);
  if (near) return near.charAt(0).toUpperCase() + near.slice(1);
  if (year(seconds) !== year(now())) return fullDate(seconds);
  return `${format(seconds, { weekday: "long" })}, ${dayAndMonth(seconds)}`;
}

/** "5 minutes ago", counted on the workspace's clock. */
export function ago(seconds) {
  const passed = now() - seconds;
  const steps = [[60, "minute"], [3600, "hour"], [86_400, "day"], [2_592_000, "month"], [31_536_000, "year"]];
  const step = steps.filter(([size]) => Math.abs(passed) >= size).at(-1);
  if (!step) return say("just now");
  const count = Math.floor(Math.abs(passed) / step[0]);
  return new Intl.RelativeTimeFormat(spoken()).format(passed < 0 ? count : -count, step[1]);
}

/** A day given as 2026-11-20, so that nobody takes the month for the day; "" for none. */
export function dayInWords(day) {
  if (!day) return "";
  const format = new Intl.DateTimeFormat(spoken(), { weekday: "short", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  return format.format(new Date(`${day}T00:00Z`));
}

/** The whole moment, for tooltips. */
export const wholeMoment = (seconds) => say("{} at {}", fullDate(seconds), timeOf(seconds, true));

/** "Fri 20 Nov 2026", short enough for a clock in a corner. */
export function clockDate(seconds) {
  if (!isEnglish()) return format(seconds, { weekday: "short", day: "numeric", month: "short", year: "numeric" });
  const [weekday, day, month] = ["weekday", "day", "month"].map((part) =>
    format(seconds, { [part]: part === "day" ? "numeric" : "short" }),
  );
  return `${weekday} ${day} ${month} ${year(seconds)}`;
}
