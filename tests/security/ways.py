"""Every way by which somebody in Slack can try to change something, as values to draw from."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import strategies as st

from bot.slack.render.modals.sheet import Form
from tests.security.gate import CLEO, Gate, Payload

KEYS = st.sampled_from(
    [
        *("acme-vps/7514880", "acme-vps/7514881", "7514882", "7514883", "shop/18"),
        *("shop/2026-17", "404", "", "ACME-VPS/7514881", "RE/2026/18"),
    ]
)
NAMES = st.one_of(KEYS, st.sampled_from(["shop", "acme-vps", "SHOP", "nyc-voxel"]))
NOTES = st.sampled_from(["", "PO 4711", "until fri", "<!channel>", "x" * 600])
WHEN = st.sampled_from(["3d", "fri", "until 2026-12-01", "2026-12-01", "for 2 weeks", "1h"])
DAYS = st.sampled_from(["2026-11-21", "2026-12-01", "2027-03-01", "2026-11-01"])
HOLDERS = st.sampled_from(["me", "<@U01ADA|ada>", "<@U02BEN>"])


@dataclass(frozen=True)
class Way:
    """One thing that is tried: how, and what is sent when this person tries it."""

    kind: str
    payload: Callable[[Gate, str], Payload]
    told: str

    def __repr__(self) -> str:
        return f"{self.kind}: {self.told}"


def way(kind: str, told: object, make: Callable[[Gate, str], Payload]) -> Way:
    return Way(kind, make, str(told))


def command(text: str) -> Way:
    return way("command", text, lambda gate, user: gate.command(user, text))


def button(action: str, value: str) -> Way:
    told = f"{action} {value}"
    return way("button", told, lambda gate, user: gate.press(user, action, value))


def on_home(action: str, value: str) -> Way:
    view = {"id": "V9", "type": "home", "private_metadata": ""}
    told = f"{action} {value}"
    return way("home", told, lambda gate, user: gate.press(user, action, value, view=view))


def menu(action: str, value: str) -> Way:
    told = f"{action} {value}"
    return way("menu", told, lambda gate, user: gate.choose(user, action, value))


def adopted(action: str, key: str, private: str) -> Way:
    """A click on a message that the bot does not know: it would take it for its own."""
    element = {"type": "button", "action_id": "acknowledge", "value": key}
    message = {"ts": "55.1", "blocks": [{"type": "actions", "elements": [element]}]}
    container = {"is_ephemeral": bool(private), "app_unfurl_url": private or None}
    more = {"message": message, "container": container}

    def make(gate: Gate, user: str) -> Payload:
        return gate.press(user, action, key, **more)

    return way("adopted message", f"{action} {key} {private}", make)


def form(name: str, key: str, day: str, note: str, holder: str) -> Way:
    held = {"day": {"selected_date": day}, "note": {"value": note}}
    held |= {"holder": {"selected_user": holder}}

    def make(gate: Gate, user: str) -> Payload:
        view = gate.view("care", name, key, held)
        return gate.of(user, type="view_submission", view=view)

    return way("form", f"{name} {key} {day}", make)


def found(reference: str) -> Way:
    def make(gate: Gate, user: str) -> Payload:
        view = gate.view("find_invoice", "", "", {"reference": {"value": reference}})
        return gate.of(user, type="view_submission", view=view)

    return way("found", reference, make)


def inside(action: str, key: str) -> Way:
    """A button of the form that shows everything that can be done."""

    def make(gate: Gate, user: str) -> Payload:
        view = gate.view("care", "more", key, {})
        return gate.press(user, action, key, view=view, container={"type": "view"})

    return way("button of a form", f"{action} {key}", make)


def day_chosen(name: str, key: str, day: str) -> Way:
    def make(gate: Gate, user: str) -> Payload:
        body = gate.press(user, "day", "", view=gate.view("care", name, key, {}))
        body["actions"][0]["selected_date"] = day
        return body

    return way("day of a form", f"{name} {key} {day}", make)


def shortcut(key: str, in_words: str) -> Way:
    element = {"type": "button", "action_id": "acknowledge", "value": key}
    blocks = [] if in_words else [{"type": "actions", "elements": [element]}]
    message = {"ts": "1.2", "text": f"see {key} {in_words}", "blocks": blocks}

    def make(gate: Gate, user: str) -> Payload:
        call = "care_for_invoice"
        return gate.of(user, type="message_action", callback_id=call, message=message)

    return way("message shortcut", f"{key} {in_words}", make)


def begun(name: str) -> Way:
    def make(gate: Gate, user: str) -> Payload:
        return gate.of(user, type="shortcut", callback_id=name)

    return way("global shortcut", name, make)


def lines(verbs: list[str], *parts: st.SearchStrategy[str]) -> st.SearchStrategy[Way]:
    words = st.tuples(st.sampled_from(verbs), *parts)
    return words.map(lambda said: command(" ".join(said).strip()))


PRESSED = st.sampled_from(["acknowledge", "unacknowledge"])
MODALS = st.sampled_from([str(one) for one in Form])
LISTED = st.lists(KEYS, max_size=4).map(json.dumps)
STORM = st.sampled_from(["shop|2026-11-20T12:00:00+00:00", "acme-vps|x", ""])
SPANS = st.tuples(st.sampled_from(["3d", "1w", "pick", "x"]), KEYS).map("|".join)
OPENED = st.tuples(MODALS, KEYS).map("|".join)

WAYS: dict[str, st.SearchStrategy[Way]] = {
    "command": st.one_of(
        lines(["ack", "take", "dispute", "paid", "waiting"], KEYS, NOTES),
        lines(["ack", "dispute", "paid"], KEYS, st.just("until"), DAYS, NOTES),
        lines(["snooze", "promise", "schlummern"], KEYS, WHEN, NOTES),
        lines(["unack", "release", "unmute"], NAMES),
        lines(["mute"], NAMES, WHEN, NOTES),
        lines(["assign"], KEYS, HOLDERS, NOTES),
        lines(["note"], KEYS, NOTES),
    ),
    "button": st.one_of(
        st.builds(button, PRESSED, KEYS),
        st.builds(button, st.sampled_from(["announce_storm", "hush_storm"]), STORM),
        st.builds(button, MODALS.map("form_{}".format), KEYS),
        st.builds(button, st.just("page"), st.sampled_from(["2|ack 7514881", "1|open", "x|mute"])),
        st.builds(button, st.sampled_from(["open_invoice", "of_another_version"]), KEYS),
    ),
    "bulk": st.builds(button, st.just("acknowledge_all"), LISTED),
    "home": st.one_of(
        st.builds(on_home, PRESSED, KEYS), st.builds(on_home, st.just("acknowledge_all"), LISTED)
    ),
    "menu": st.one_of(
        st.builds(menu, st.just("snooze"), SPANS), st.builds(menu, st.just("more"), OPENED)
    ),
    "adopted message": st.builds(
        adopted, PRESSED, KEYS, st.sampled_from(["", "https://x.example/"])
    ),
    "form": st.builds(form, MODALS, KEYS, DAYS, NOTES, st.just(CLEO)),
    "found": st.builds(found, KEYS),
    "button of a form": st.builds(inside, PRESSED, KEYS),
    "day of a form": st.builds(day_chosen, MODALS, KEYS, DAYS),
    "message shortcut": st.builds(shortcut, KEYS, st.sampled_from(["", "please"])),
    "global shortcut": st.builds(begun, st.sampled_from(["find_invoice", "another"])),
}
ANY = st.one_of(*WAYS.values())
