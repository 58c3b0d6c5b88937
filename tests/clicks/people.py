"""People who click and send forms as fast as they are answered, and try again otherwise."""

import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from bot.demo.slack import LocalSlack, payloads
from bot.demo.slack.occasions import Occasion
from bot.demo.slack.parts import Parts
from bot.demo.slack.sockets import Acked
from bot.slack.asked import Place
from bot.slack.listening import arrived

Payload = dict[str, Any]

PEOPLE = ("U01ADA", "U02BEN", "U03CLEO")
AT_ONCE = 8
AGAIN = 0.05  # so many of those that were taken are delivered once more
KINDS = {"note": 40, "acknowledge": 25, "unacknowledge": 20, "snooze": 15}
_PAUSE = 0.1


def note(number: int) -> str:
    """The words by which one click is told from all others."""
    return f"click {number}"


@dataclass(slots=True)
class Crowd:
    """Sends clicks, each until it was acknowledged; remembers how that went."""

    slack: LocalSlack
    keys: tuple[str, ...]
    count: int
    seed: int
    acknowledged: dict[int, str] = field(default_factory=dict)  # number -> delivery id
    notes: set[str] = field(default_factory=set)
    seconds: list[float] = field(default_factory=list)  # of each delivery that was answered
    failures: Counter[str] = field(default_factory=Counter)
    redelivered: int = 0
    _numbers: Iterator[int] = field(init=False)
    _chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._numbers = iter(range(self.count))
        self._chance = random.Random(self.seed)

    def click(self) -> None:
        """Send them all; comes back when every one was acknowledged."""
        asyncio.run_coroutine_threadsafe(self._all(), self.slack._loop).result()

    async def _all(self) -> None:
        await asyncio.gather(*(self._person() for _ in range(AT_ONCE)))

    async def _person(self) -> None:
        for number in self._numbers:
            payload = self._payload(self.slack._parts, number)
            while not await self._deliver(payload):
                self.redelivered += 1
                await asyncio.sleep(_PAUSE)
            self.acknowledged[number] = arrived.delivery(payload)
            if self._chance.random() < AGAIN:
                self.redelivered += 1
                await self._deliver(payload)

    async def _deliver(self, payload: Payload) -> bool:
        began = monotonic()
        outcome = await self.slack._parts.deliver("interactive", payload)
        if isinstance(outcome, Acked):
            self.seconds.append(monotonic() - began)
            return True
        self.failures[outcome.error] += 1
        return False

    def _payload(self, parts: Parts, number: int) -> Payload:
        kind = self._chance.choices(list(KINDS), list(KINDS.values()))[0]
        key, user = self._chance.choice(self.keys), self._chance.choice(PEOPLE)
        if kind == "note":
            self.notes.add(note(number))
            return self._form(parts, user, key, number)
        return self._press(parts, user, key, kind)

    def _press(self, parts: Parts, user: str, key: str, kind: str) -> Payload:
        action: Payload = {"type": "button", "block_id": "b", "action_id": kind, "value": key}
        if kind == "snooze":
            action = {**action, "value": None, "selected_option": {"value": f"3d|{key}"}}
        occasion = Occasion(user, "C01BILLING")
        return {
            **payloads.interaction(parts.workspace, "block_actions", user),
            "channel": {"id": "C01BILLING"},
            "container": {"type": "message", "is_ephemeral": True},
            "trigger_id": parts.triggers.mint(occasion),
            "response_url": parts.response_urls.mint(occasion),
            "actions": [{**action, "action_ts": parts.workspace.ts()}],
        }

    def _form(self, parts: Parts, user: str, key: str, number: int) -> Payload:
        occasion = Occasion(user, "C01BILLING")
        place = Place("C01BILLING", parts.response_urls.mint(occasion))
        view = {
            "id": f"V{number}",
            "type": "modal",
            "callback_id": "care",
            "private_metadata": arrived.carried("note", key, place, "modal"),
            "state": {"values": {"note": {"note": {"value": note(number)}}}},
        }
        return {
            **payloads.interaction(parts.workspace, "view_submission", user),
            "trigger_id": parts.triggers.mint(occasion),
            "view": view,
        }
