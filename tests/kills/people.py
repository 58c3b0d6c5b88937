"""People who click while the bot is killed: one after the other, each until it was taken."""

import asyncio
import random
import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.demo.slack import LocalSlack
from bot.demo.slack.sockets import Acked
from tests.clicks.people import PEOPLE, Crowd, Payload, note

T = TypeVar("T")
PAUSE = 3.0


@dataclass(slots=True)
class Clicked:
    """What was taken: Slack was told that we have it."""

    notes: dict[str, str] = field(default_factory=dict)  # words -> key
    taken_on: dict[str, bool] = field(default_factory=dict)  # key -> by the last click
    presses: int = 0
    tries: int = 0


class Person(threading.Thread):
    """Clicks what there is to click, until told to go home."""

    def __init__(self, slack: LocalSlack, keys: Callable[[], list[str]], seed: int) -> None:
        super().__init__(name="person", daemon=True)
        self.clicked = Clicked()
        self._slack, self._keys, self._chance = slack, keys, random.Random(seed)
        self._crowd = Crowd(slack, (), 0, seed)
        self._home = threading.Event()

    def run(self) -> None:
        """One click after the other."""
        number = 0
        while not self._home.wait(PAUSE):
            keys = self._keys() if self._slack.connected else []
            if keys:
                number += 1
                self._click(number, self._chance.choice(keys[-20:]))

    def go_home(self) -> None:
        """Finish the click that is under way, and no more."""
        self._home.set()
        self.join(60)
        assert not self.is_alive(), "a click was never taken"

    def _click(self, number: int, key: str) -> None:
        kind = self._chance.choice(("note", "note", "acknowledge", "unacknowledge"))
        user = self._chance.choice(PEOPLE)
        payload = self._on_the_loop(self._payload(kind, user, key, number))
        while not isinstance(self._on_the_loop(self._deliver(payload)), Acked):
            self._home.wait(0.1)
        self.clicked.presses += 1
        if kind == "note":
            self.clicked.notes[note(number)] = key
        else:
            self.clicked.taken_on[key] = kind == "acknowledge"

    async def _payload(self, kind: str, user: str, key: str, number: int) -> Payload:
        parts = self._slack._parts
        if kind == "note":
            return self._crowd._form(parts, user, key, number)
        return self._crowd._press(parts, user, key, kind)

    async def _deliver(self, payload: Payload) -> object:
        """Once; what was not taken is delivered again, and is still the same click."""
        self.clicked.tries += 1
        return await self._slack._parts.deliver("interactive", payload)

    def _on_the_loop(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._slack._loop).result()
