// Where blocks live (a message, a modal, the Home tab), and what happens to what people do there.

import { tell } from "./api.js";

/** Collects the inputs of one drawn surface and sends its actions. */
export class Surface {
  /** `origin` says to the server where an action came from, e.g. {channel, message_ts}. */
  constructor(kind, origin, kept = {}) {
    this.kind = kind;
    this.origin = origin;
    this.kept = kept; // values of an earlier drawing, to be shown again
    this.inputs = new Map();
  }

  /** Remembers how to read an input; `read` gives Slack's value object. */
  register(blockId, element, read) {
    this.inputs.set(`${blockId}\n${element.action_id}`, { blockId, actionId: element.action_id, read });
  }

  /** What a person had entered here before the surface was drawn anew. */
  earlier(blockId, element) {
    const value = this.kept[blockId]?.[element.action_id];
    return value?.type === element.type ? value : null;
  }

  /** Goes on where an earlier drawing was: the blocks that were kept of it stay its own. */
  join(before, kept) {
    for (const [key, { blockId }] of before.inputs) if (!kept.has(blockId)) before.inputs.delete(key);
    for (const [key, input] of this.inputs) if (!kept.has(input.blockId)) before.inputs.set(key, input);
    this.inputs = before.inputs;
    Object.assign(before.origin, this.origin);
  }

  /** Slack's state.values: block id -> action id -> value. */
  values() {
    const values = {};
    for (const { blockId, actionId, read } of this.inputs.values()) {
      values[blockId] = { ...values[blockId], [actionId]: read() };
    }
    return values;
  }

  /** Sends one block action; resolves when the bot has answered or failed to. */
  act(blockId, element, value = {}) {
    const action = { type: element.type, action_id: element.action_id, block_id: blockId, ...value };
    return tell("action", { ...this.origin, action, state: { values: this.values() } });
  }
}
