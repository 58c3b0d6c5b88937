"""The page's break-things panel: providers that fail, and the clock of the story."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final, cast

from bot.demo.billing import Fault, ProviderName
from bot.demo.clock import DemoClock
from bot.demo.story import Story
from bot.demo.world import World

TITLES: Final[Mapping[ProviderName, str]] = {
    "interserver": "InterServer",
    "whmcs": "WHMCS",
    "voxel": "Voxel",
    "singlehop": "SingleHop",
}
FAULTS: Final[Mapping[str, str]] = {
    "": "works",
    "down": "is down",
    "wrong_password": "refuses the login",
    "html": "answers with a web page",
    "cut": "cuts its answers short",
    "empty": "lists nothing at all",
    "rate_limited": "asks to wait",
    "maintenance": "is under maintenance",
    "slow": "answers slowly",
    "dropped": "hangs up half-way",
}
SPEEDS: Final[Mapping[str, str]] = {
    "1": "real time",
    "60": "a minute a second",
    "600": "ten minutes a second",
    "3600": "an hour a second",
}
JUMPS: Final[Mapping[str, tuple[str, timedelta]]] = {
    "clock.hour": ("Skip an hour", timedelta(hours=1)),
    "clock.day": ("Skip a day", timedelta(days=1)),
}


class DemoPanel:
    """The switches that only the demo has."""

    def __init__(self, world: World, story: Story, clock: DemoClock) -> None:
        self._world, self._story, self._clock = world, story, clock

    def controls(self) -> list[dict[str, Any]]:
        """Describe every switch as it stands."""
        providers = [self._provider(name, title) for name, title in TITLES.items()]
        jumps = [
            {"id": name, "group": "Clock", "title": title, "kind": "button"}
            for name, (title, _) in JUMPS.items()
        ]
        return [*providers, self._speed(), *jumps]

    def press(self, control: str, value: object) -> None:
        """Move a switch; ValueError for one that is not there."""
        group, _, name = control.partition(".")
        if group == "provider" and name in TITLES and value in FAULTS:
            fault = cast("Fault | None", value or None)
            self._world.break_provider(cast("ProviderName", name), fault)
        elif control == "clock.speed" and value in SPEEDS:
            self._clock.run_at(float(str(value)))
        elif control in JUMPS:
            self._clock.jump(JUMPS[control][1])
        else:
            raise ValueError(f"there is no switch {control!r} with a position {value!r}")

    def clock(self) -> dict[str, Any]:
        """Give story time, its speed, and what will happen next."""
        now = self._clock()
        coming = [
            {"at": one.at.isoformat(), "title": one.title} for one in self._story.upcoming(now, 3)
        ]
        return {"now": now.isoformat(), "speed": self._clock.speed, "upcoming": coming}

    def _provider(self, name: ProviderName, title: str) -> dict[str, Any]:
        faults = {account.fault or "" for account in self._world.accounts(name)}
        return {
            "id": f"provider.{name}",
            "group": "Providers",
            "title": title,
            "kind": "choice",
            "value": faults.pop() if len(faults) == 1 else "",
            "choices": [{"value": value, "title": words} for value, words in FAULTS.items()],
        }

    def _speed(self) -> dict[str, Any]:
        return {
            "id": "clock.speed",
            "group": "Clock",
            "title": "Speed",
            "kind": "choice",
            "value": f"{self._clock.speed:g}",
            "choices": [{"value": value, "title": words} for value, words in SPEEDS.items()],
        }
