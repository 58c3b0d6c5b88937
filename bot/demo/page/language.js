// The language of the workspace: how moments and numbers are written, and the page's own words in
// and around messages. The demo's own frame (its panel, its clock) stays English.

let language = "en-US";
let numbers = new Map();

/** Speaks this language from now on, given as "en-US" or "de-DE". */
export function speak(name) {
  language = name || "en-US";
  numbers = new Map();
  document.documentElement.lang = language;
}

/** The language, as Intl wants it. */
export const spoken = () => language;

/** Whether months come before days, and "1st" is written. */
export const isEnglish = () => language.startsWith("en");

/** A number as people write it; `options` are those of Intl. */
export function number(value, options = {}) {
  const key = JSON.stringify(options);
  if (!numbers.has(key)) numbers.set(key, new Intl.NumberFormat(language, options));
  return numbers.get(key).format(value);
}

/** The page's own words: say("{} of {}", 3, 10). What has no translation stays English. */
export function say(words, ...values) {
  const known = (language.startsWith("de") && GERMAN[words]) || words;
  return values.reduce((text, value) => text.replace("{}", () => String(value)), known);
}

const GERMAN = {
  "(edited)": "(bearbeitet)",
  "Add {}": "{} hinzufügen",
  "Added by {}": "Hinzugefügt von {}",
  "Also sent to the channel": "Auch im Channel",
  "Archived": "Archiviert",
  "Are you sure?": "Bist du sicher?",
  "Back": "Zurück",
  "Cancel": "Abbrechen",
  "Close": "Schließen",
  "Copy text": "Text kopieren",
  "Download": "Herunterladen",
  "Filter rows": "Zeilen filtern",
  "Find…": "Suchen …",
  "Home": "Startseite",
  "Last reply {}": "Letzte Antwort {}",
  "Message {}": "Nachricht an {}",
  "Messages": "Nachrichten",
  "More actions": "Weitere Aktionen",
  "New messages": "Neue Nachrichten",
  "Next page": "Nächste Seite",
  "No matches": "Nichts gefunden",
  "No row fits": "Keine Zeile passt",
  "Only visible to you": "Nur für dich sichtbar",
  "Please complete this required field.": "Bitte ausfüllen.",
  "Previous page": "Vorige Seite",
  "Reply in thread": "Im Thread antworten",
  "Reply…": "Antworten …",
  "Select a date": "Datum wählen",
  "Select a time": "Uhrzeit wählen",
  "Select an option": "Auswählen",
  "Show as JSON": "Als JSON zeigen",
  "This is the very beginning of the #{} channel.": "Hier beginnt der Channel #{}.",
  "This is the very beginning of your conversation with {}.": "Hier beginnt deine Unterhaltung mit {}.",
  "View thread": "Thread ansehen",
  "Yes": "Ja",
  "a thread:": "einen Thread:",
  "just now": "gerade eben",
  "replied to ": "Antwort auf ",
  "{} at {}": "{} um {}",
  "{} of {}": "{} von {}",
  "{} replies": "{} Antworten",
  "{} reply": "{} Antwort",
};
