"""People who press, choose and type; Slack delivers that until it hears that it was taken."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse

from bot.demo.slack import payloads
from bot.demo.slack.blocks import elements
from bot.demo.slack.parts import Parts
from bot.slack.listening import arrived
from tests.simulation import forms, tabs
from tests.simulation.places import HOME, IDS
from tests.simulation.slack import URL, Json, Slack
from tests.simulation.weather import Killed, Weather

PEOPLE = ("U01ADA", "U02BEN", "U03CLEO")
MOST_TRIES = 12
LOOKS = 0.4  # of what is done is done on the Home tab, where people look at that
DECIDED = 0.45  # of what is pressed asks for no form
QUESTIONS = ("announce_storm", "hush_storm")  # are answered before anything else is pressed
SPANS = ("tomorrow", "3d", "7d")
COMMANDS = (
    *("ack {key} {word}", "ack {key}", "unack {key}", "note {key} {word}"),
    *("snooze {key} 2d", "snooze {key} 3h", "promise {key} {day}", "waiting {key}"),
    *("dispute {key} {word}", "assign {key} me", "open", "check {account}"),
    *("mute {account} 1d", "unmute {account}"),
)


@dataclass(slots=True)
class Delivery:
    """One thing that somebody did, on its way to the bot."""

    id: str  # as the bot will call it
    user: str
    said: str  # for people
    payload: Json
    address: str  # where the answer may be sent
    note: str = ""  # words that are nobody else's
    decides: bool = True  # asks for something that is written down
    opens: bool = False  # shows a form, and no words
    inside: str | None = None  # a form, or whose Home tab: there the answer is shown as well
    view: str | None = None  # the form that was sent
    tries: int = 0
    first: datetime | None = None  # when Slack delivered it
    at: datetime | None = None  # when Slack delivered it for the last time
    taken: int = 0  # acknowledgements that reached Slack
    words: list[str] = field(default_factory=list)  # what came with them


@dataclass(slots=True)
class People:
    """Everybody in the workspace, and what they did so far."""

    chance: Random
    slack: Slack
    weather: Weather
    at_home: bool = False  # they use their Home tabs
    done: list[Delivery] = field(default_factory=list)
    waiting: list[Delivery] = field(default_factory=list)
    connected: bool = True

    def act(self, keys: Sequence[str], day: str) -> None:
        """Somebody presses something, or types a line."""
        made = self._fill_in(day) if self.chance.random() < 0.85 else None
        if made is None and self.at_home and self.chance.random() < LOOKS:
            made = self._look()
        if made is None and self.chance.random() < 0.75:
            made = self._press()
        self._begin(made or self._type(self.chance.choice(keys), day))

    def press(self) -> None:
        """Somebody presses something below a message that decides something."""
        made = self._press()
        while made is not None and made.opens:
            made = self._press()
        assert made is not None, "nothing can be pressed"
        self._begin(made)

    def _begin(self, made: Delivery) -> None:
        self.done.append(made)
        self.waiting.append(made)
        self.weather.trace.say(made.user[3:].lower(), made.said)

    def _press(self) -> Delivery | None:
        found = list(self._controls())
        if self.chance.random() < DECIDED:
            found = [one for one in found if not forms.is_opening(*one[-2:])] or found
            asked = [one for one in found if one[-2]["action_id"] in QUESTIONS]
            found = asked or found
        if not found:
            return None
        place, message, block, element, action = self.chance.choice(found)
        parts, user, number = self._parts, self.chance.choice(PEOPLE), len(self.done)
        channel = parts.workspace.channels[place]
        payload = {
            **payloads.interaction(parts.workspace, "block_actions", user),
            **payloads.of_message(channel, message),
            "trigger_id": f"T{number}",
            "response_url": f"{URL}/response/R{number}",
            "actions": [
                {
                    "type": element["type"],
                    "block_id": block["block_id"],
                    "action_id": element["action_id"],
                    "action_ts": f"{number}.0",
                    **action,
                }
            ],
        }
        self.slack.triggers.name(f"T{number}", user)
        words = action.get("value") or action["selected_option"]["value"]
        said = f"presses {element['action_id']} {words}"
        made = Delivery(arrived.delivery(payload), user, said, payload, f"R{number}")
        made.opens = forms.is_opening(element, action)
        made.decides = not made.opens
        return made

    def _fill_in(self, day: str) -> Delivery | None:
        """Somebody goes on with a form that stands open."""
        found = self.forms_open
        if not found:
            return None
        (user, view), number = self.chance.choice(found), len(self.done)
        if not view["submit"]:
            return self._press_in(user, view)
        if self.chance.random() < 0.2:
            chosen = forms.another_day(self._parts, user, view, day, number)
            if chosen is not None:
                said = f"chooses {day} in a form"
                return Delivery(
                    arrived.delivery(chosen), user, said, chosen, "", decides=False, opens=True
                )
        word = f"word-{number}"
        sent = forms.filled(user, view, self.chance, word=word, day=day, people=PEOPLE)
        if sent is None:
            return None
        payload = forms.submission(self._parts, sent, f"T{number}")
        said = f"sends {sent.form} {sent.key} {word}"
        made = Delivery(arrived.delivery(payload), user, said, payload, sent.address)
        made.view, made.inside = view["id"], user if forms.is_of_home(view) else None
        made.note = word if word in json.dumps(sent.values) else ""
        return made

    def _press_in(self, user: str, view: Json) -> Delivery | None:
        """Somebody presses something in a form, or on their Home tab."""
        found = list(tabs.controls(view, self.chance))
        if not found:
            return None
        chosen, number = self.chance.choice(found), len(self.done)
        _block, element, action = chosen
        payload = tabs.pressed(self._parts, user, view, chosen, number)
        self.slack.triggers.name(f"T{number}", user)
        words = action.get("value") or action["selected_option"]["value"]
        said = f"presses {element['action_id']} {words} in a {view['type']}"
        made = Delivery(arrived.delivery(payload), user, said, payload, forms.address(view))
        made.decides = tabs.decides(element, action)
        made.opens = not made.decides
        made.inside = user if view["type"] == "home" else view["id"]
        return made

    def _look(self) -> Delivery | None:
        """Somebody opens their Home tab, or goes on with what stands there."""
        user = self.chance.choice(PEOPLE)
        view = self._parts.views.homes.get(user)
        if view is not None and self.chance.random() < 0.7:
            return self._press_in(user, view)
        return self.home_opened(user)

    def home_opened(self, user: str) -> Delivery:
        """Somebody looks at their Home tab."""
        payload, said = tabs.opened(self._parts, user), "opens the Home tab"
        return Delivery(
            arrived.delivery(payload),
            user,
            said,
            payload,
            "",
            decides=False,
            opens=True,
            inside=user,
        )

    @property
    def forms_open(self) -> list[tuple[str, Json]]:
        """Forms that people have before them and have not sent."""
        under_way = {one.view for one in self.waiting}
        standing = forms.standing_open(self._parts, PEOPLE) + tabs.menus(self._parts, PEOPLE)
        return [one for one in standing if one[1]["id"] not in under_way]

    def _controls(self) -> Iterator[tuple[str, Json, Json, Json, Json]]:
        for place, message in self.slack.messages()[-12:]:
            for block in message.get("blocks", ()):
                for element in elements(block):
                    for action in self._ways(element):
                        yield place, message, block, element, action

    def _ways(self, element: Json) -> Iterator[Json]:
        match element["action_id"]:
            case "acknowledge" | "unacknowledge" | "announce_storm" | "hush_storm":
                yield {"value": element["value"]}
            case "snooze":
                options = [one["value"] for one in element["options"]]
                wanted = [one for one in options if one.partition("|")[0] in SPANS]
                yield {"selected_option": {"value": self.chance.choice(wanted)}}
                yield from forms.entries(element)
            case "more":
                yield from forms.entries(element)
            case name if name.startswith(forms.BUTTON):
                yield {"value": element["value"]}

    def _type(self, key: str, day: str) -> Delivery:
        parts, user, number = self._parts, self.chance.choice(PEOPLE), len(self.done)
        account, word = key.partition("/")[0], f"word-{number}"
        line = self.chance.choice(COMMANDS)
        text = line.format(key=key, account=account, word=word, day=day)
        answers = {"response_url": f"{URL}/response/R{number}", "trigger_id": f"T{number}"}
        channel = parts.workspace.channels[IDS[HOME[account]]]
        payload = payloads.slash_command(parts.workspace, user, channel, "/invoices", text, answers)
        made = Delivery(arrived.delivery(payload), user, f"types {text}", payload, f"R{number}")
        made.note = word if "{word}" in line else ""
        made.decides = text.partition(" ")[0] not in ("open", "check")
        return made

    @property
    def _parts(self) -> Parts:
        return self.slack.parts

    def deliver(self, app: App) -> None:
        """Slack hands over what waits longest, or, where it gets out of order, something else."""
        place = 0
        if len(self.waiting) > 1 and self.weather.strikes("delivered out of order"):
            place = self.chance.randrange(len(self.waiting))
            self.weather.trace.say("slack", "delivers another first", "delivered out of order")
        self._hand_over(self.waiting[place], app)

    def _hand_over(self, one: Delivery, app: App) -> None:
        if one.view and one.tries and not one.taken:  # it is sent by hand, and so is a new click
            one.payload = {**one.payload, "trigger_id": f"{one.payload['trigger_id']}.{one.tries}"}
        one.tries += 1
        one.at = self.slack.hours.now
        one.first = one.first or one.at
        self.weather.trace.say("slack", f"delivers {one.id} ({one.said}), try {one.tries}")
        request = BoltRequest(body=one.payload, mode="socket_mode")
        self._maybe_doom(one)
        try:
            response = app.dispatch(request)
        except Killed:
            self._hear(one, request.context.ack.response)  # it may have left before the end
            raise
        finally:
            self.weather.doom(0)
        self._hear(one, response)

    def _maybe_doom(self, one: Delivery) -> None:
        """Let the bot die while it takes this: before it is on the disk, or just after."""
        if one.decides and self.weather.strikes("death at a delivery"):
            self.weather.trace.say("system", "will not live to take it", "death at a delivery")
            self.weather.doom(self.chance.choice((1, 2, 3)))

    def _hear(self, one: Delivery, response: BoltResponse | None) -> None:
        """Slack hears whether the bot has it, if the answer gets there."""
        if response is None or response.status != 200:
            return
        if self.weather.strikes("acknowledgement lost"):
            self.weather.trace.say("slack", f"never hears of {one.id}", "acknowledgement lost")
            return
        one.taken += 1
        one.words.append(response.body or "")
        if one.view:
            forms.heard(self._parts, one.user, one.view, response.body or "")
        if self.weather.strikes("delivered again"):
            self.weather.trace.say("slack", f"will deliver {one.id} again", "delivered again")
        elif one in self.waiting:
            self.waiting.remove(one)

    def clear(self, deliver: Callable[[], bool]) -> None:
        """Deliver all that waits; what was refused too often is given up, as Slack does."""
        while self.waiting:
            one = self.waiting[0]
            if not deliver() or (one in self.waiting and one.tries > MOST_TRIES):
                return


def told(slack: Slack, one: Delivery) -> list[Any]:
    """Everything that this person was told in answer."""
    late = [words for address, words in slack.told if address == one.address]
    return [*(words for words in one.words if words), *late]
