// The page's questions to its server. Failures become a toast and null, never an exception
// that leaves a button spinning.

import { store } from "./store.js";
import { toast } from "./toast.js";

const UNREACHABLE = "The local Slack does not answer. Is the demo still running?";

async function request(path, options = {}) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    toast(UNREACHABLE);
    return null;
  }
  const body = await response.json().catch(() => ({}));
  if (response.ok && body.ok !== false) return body;
  toast(explain(body.error, `That did not work: ${body.error ?? `status ${response.status}`}`));
  return null;
}

/** Slack's error names in words; `otherwise` for those without. */
export function explain(error, otherwise) {
  return REASONS[error]?.(store.bot.name) ?? otherwise;
}

const REASONS = {
  operation_timeout: (bot) => `${bot} did not answer in time.`,
  dispatch_failed: (bot) => `${bot} did not answer: it is not connected.`,
  is_archived: () => "This channel is archived; nobody can write here.",
  message_not_found: () => "That message is gone.",
  action_not_found: () => "That button is gone; the message has changed.",
};

/** Asks for something; null when it failed. */
export function ask(path, query = {}) {
  const words = new URLSearchParams({ ...query, user: store.me });
  return request(`/page/${path}?${words}`);
}

/** Tells the server what the acting person did; null when it failed. */
export function tell(path, body = {}) {
  return request(`/page/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ user: store.me, ...body }),
  });
}
