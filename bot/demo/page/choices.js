// Selects of every kind: fixed options, people, channels; one or many.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { confirmed } from "./confirm.js";
import { closeMenu, openMenu } from "./menus.js";
import { plainEmoji } from "./emoji.js";
import { say } from "./language.js";
import { unescape } from "./mrkdwn.js";
import { members, nameOf, store } from "./store.js";
import { userAvatar } from "./avatar.js";

const words = (object) => (object ? plainEmoji(object.type === "mrkdwn" ? unescape(object.text) : object.text) : undefined);

const optionOf = (option) => ({ label: words(option.text), description: words(option.description), value: option.value, item: option });

function staticGroups(element) {
  if (element.option_groups) {
    return element.option_groups.map((group) => ({ label: words(group.label), options: group.options.map(optionOf) }));
  }
  return [{ options: (element.options ?? []).map(optionOf) }];
}

const people = () => {
  return [{ options: members().map((user) => ({ label: nameOf(user.id), description: user.is_bot ? "App" : undefined, value: user.id, item: user.id, lead: userAvatar(user.id, 20) })) }];
};

const rooms = () => {
  const channels = store.channels.filter((channel) => !channel.is_im && !channel.is_archived);
  return [{ options: channels.map((channel) => ({ label: `#${channel.name}`, value: channel.id, item: channel.id })) }];
};

// kind -> where the options come from, the key of its value for one and for many, and how one starts
const KINDS = {
  static: { groups: staticGroups, one: "selected_option", many: "selected_options", first: "initial_option", all: "initial_options" },
  external: { groups: staticGroups, one: "selected_option", many: "selected_options", first: "initial_option", all: "initial_options" },
  users: { groups: people, one: "selected_user", many: "selected_users", first: "initial_user", all: "initial_users" },
  channels: { groups: rooms, one: "selected_channel", many: "selected_channels", first: "initial_channel", all: "initial_channels" },
  conversations: { groups: rooms, one: "selected_conversation", many: "selected_conversations", first: "initial_conversation", all: "initial_conversations" },
};

const idOf = (item) => (typeof item === "object" ? item?.value : item);

function select(kind) {
  return (element, context) => {
    const earlier = context.surface.earlier(context.blockId, element);
    let chosen = (earlier ? earlier[kind.one] : element[kind.first]) ?? null;
    const read = () => ({ type: element.type, [kind.one]: chosen });
    const face = h("span", { class: "select-words" });
    const control = selectButton(element, context, face);
    const draw = () => drawFace(control, nameFor(element, context), element, chosen && [labelOf(kind, element, chosen)]);
    const picked = async ({ item }) => {
      const before = chosen;
      chosen = item;
      draw();
      if (!(await confirmed(element.confirm))) return void ((chosen = before), draw());
      await report(control, element, context, read());
    };
    opensMenu(control, element, kind, { name: nameFor(element, context), picked, selected: () => (chosen ? [idOf(chosen)] : []) });
    context.surface.register(context.blockId, element, read);
    draw();
    return control;
  };
}

function multiSelect(kind) {
  return (element, context) => {
    const earlier = context.surface.earlier(context.blockId, element);
    let chosen = [...((earlier ? earlier[kind.many] : element[kind.all]) ?? [])];
    const read = () => ({ type: element.type, [kind.many]: chosen });
    const face = h("span", { class: "select-words" });
    const control = selectButton(element, context, face);
    const draw = () => drawFace(control, nameFor(element, context), element, chosen.map((item) => labelOf(kind, element, item)));
    const picked = ({ item, value }) => {
      const without = chosen.filter((other) => idOf(other) !== value);
      const full = element.max_selected_items && without.length >= element.max_selected_items;
      if (without.length === chosen.length && !full) chosen = [...chosen, item];
      else chosen = without;
      draw();
    };
    let told = chosen;
    const closed = () => {
      if (chosen === told) return; // opened and closed, nothing chosen
      told = chosen;
      report(control, element, context, read());
    };
    opensMenu(control, element, kind, { name: nameFor(element, context), picked, closed, many: true, selected: () => chosen.map(idOf) });
    context.surface.register(context.blockId, element, read);
    draw();
    return control;
  };
}

function selectButton(element, context, face) {
  return h(
    "button",
    {
      type: "button",
      class: "select",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-label": nameFor(element, context),
      data: { actionId: element.action_id, blockId: context.blockId },
    },
    face,
    icon("chevron", 16),
  );
}

/** A field is called by its label, anything else by what it asks for. */
function nameFor(element, context) {
  const asks = words(element.placeholder);
  return (context.fieldId ? context.label : asks) ?? asks ?? context.label ?? "Choose";
}

function opensMenu(control, element, kind, { picked, closed, many = false, selected, name }) {
  control.addEventListener("click", () => {
    const groups = kind.groups(element);
    const count = groups.reduce((sum, group) => sum + group.options.length, 0);
    const search = count > 7 || kind !== KINDS.static;
    openMenu(control, { groups, picked, closed, many, search, selected: selected(), name });
  });
}

function labelOf(kind, element, item) {
  if (typeof item === "object") return words(item.text);
  const known = kind.groups(element).flatMap((group) => group.options).find((option) => option.value === item);
  return known?.label ?? nameOf(item);
}

/** Shows what is chosen, and says it together with the control's name. */
function drawFace(control, name, element, labels) {
  const face = control.querySelector(".select-words");
  const empty = !labels?.length;
  const shown = empty ? (words(element.placeholder) ?? say("Select an option")) : labels.join(", ");
  face.classList.toggle("placeholder", empty);
  face.replaceChildren(shown);
  control.setAttribute("aria-label", shown === name ? name : `${name}: ${shown}`);
}

/** Actions are reported at once outside of input blocks, and inside when the block asks for it. */
export async function report(control, element, context, value) {
  if (context.quiet) return;
  closeMenu(false);
  control.classList.add("pending");
  await context.surface.act(context.blockId, element, value);
  control.classList.remove("pending");
}

/** The select elements by their Block Kit type. */
export const SELECTS = Object.fromEntries(
  Object.entries(KINDS).flatMap(([name, kind]) => [
    [`${name}_select`, select(kind)],
    [`multi_${name}_select`, multiSelect(kind)],
  ]),
);
