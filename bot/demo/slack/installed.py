"""The app as it was installed: what its manifest registers, and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from bot.demo.slack.seed import Shortcut, SlashCommand
from bot.manifest import manifest


@dataclass(frozen=True, slots=True)
class Installed:
    """What people can start, and what the app gets to hear."""

    commands: tuple[SlashCommand, ...]
    shortcuts: tuple[Shortcut, ...]
    events: frozenset[str]
    unfurl_domains: tuple[str, ...]

    @classmethod
    def from_manifest(cls, declared: dict[str, Any] | None = None) -> Self:
        """Read a manifest; without one, Duewatch's own."""
        declared = manifest("/invoices") if declared is None else declared
        features, settings = declared["features"], declared["settings"]
        commands = features.get("slash_commands", [])
        return cls(
            tuple(
                SlashCommand(one["command"], one["description"], one.get("usage_hint", ""))
                for one in commands
            ),
            tuple(_shortcuts(features.get("shortcuts", []))),
            frozenset(settings["event_subscriptions"]["bot_events"]),
            tuple(features.get("unfurl_domains", [])),
        )


def _shortcuts(declared: Iterable[dict[str, str]]) -> Iterable[Shortcut]:
    for one in declared:
        yield Shortcut(
            one["callback_id"], one["name"], one["description"], on_message=one["type"] == "message"
        )
