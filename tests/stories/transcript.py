"""What a person saw in the channel, as text that a person can read."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.stories.house import House

GOLDEN = Path(__file__).parent / "golden"


class Transcript:
    """Writes down, step by step, everything that is new in a channel.

    `GOLDEN=write make test` writes the golden files anew; look at the difference.
    """

    def __init__(self, house: House, channel: str = "#billing") -> None:
        self._house, self._channel = house, channel
        self._seen: dict[str, str] = {}
        self._lines: list[str] = []

    def step(self, title: str) -> list[str]:
        """Note what changed since the last step; gives the lines."""
        moment = f"{self._house.clock():%a %d %b %Y %H:%M} UTC"
        lines = [line for found in self._changes() for line in found] or ["(nothing is said)"]
        self._lines += [f"== {moment}: {title}", "", *lines, ""]
        return lines

    def _changes(self) -> list[list[str]]:
        found = []
        for message in self._house.slack.history(self._channel):
            if message.get("subtype") != "thread_broadcast":
                found += self._news(message, "changed", "new in the channel")
                for reply in self._house.slack.thread(self._channel, message["ts"])[1:]:
                    both = reply.get("subtype") == "thread_broadcast"
                    shown = " (also in the channel)" if both else ""
                    found += self._news(reply, "changed", f"new in the thread{shown}")
        return found

    def _news(self, message: Mapping[str, Any], changed: str, new: str) -> list[list[str]]:
        before, now = self._seen.get(message["ts"]), "\n".join(drawn(message))
        self._seen[message["ts"]] = now
        if now == before:
            return []
        return [
            [f"-- {new if before is None else changed}", now, f"   text: {message['text']}", ""]
        ]

    def matches(self, name: str) -> None:
        """Compare with the golden file."""
        path = GOLDEN / f"{name}.txt"
        text = "\n".join(self._lines)
        if os.environ.get("GOLDEN") == "write":
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")


def drawn(message: Mapping[str, Any]) -> list[str]:
    """The blocks of a message, a line or two for each."""
    return [f"   {line}" for block in message.get("blocks", ()) for line in _block(block)] or [
        f"   {message['text']}"
    ]


def _block(block: Mapping[str, Any]) -> list[str]:
    match block["type"]:
        case "header":
            return [f"# {block['text']['text']}"]
        case "section":
            lines = str(block.get("text", {}).get("text", "")).splitlines()
            lines += [" | ".join(f["text"].replace("\n", ": ") for f in block.get("fields", ()))]
            if "accessory" in block:
                lines.append(f"[{_control(block['accessory'])}]")
            return [line for line in lines if line]
        case "context":
            return [f"~ {element['text']}" for element in block["elements"]]
        case "actions":
            return [" ".join(f"[{_control(one)}]" for one in block["elements"])]
        case other:
            return [f"({other})"]


def _control(element: Mapping[str, Any]) -> str:
    """What is written on a button or a menu before it is opened."""
    match element["type"]:
        case "button":
            return str(element["text"]["text"])
        case "overflow":
            return "⋯"
        case _:
            return f"{element['placeholder']['text']} ▾"
