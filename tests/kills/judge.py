"""Judged from outside, by what stands in Slack: nothing lost, nothing said twice."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.demo.slack import LocalSlack
from tests.kills.books import ACCOUNTS, Books
from tests.kills.people import Clicked

Message = Mapping[str, Any]
CHANNEL = "#billing"
KEY = re.compile(rf"\b(?:{'|'.join(ACCOUNTS)})/\d+\b")
SAID = {"paid": "Paid", "amended": "6.00"}  # what a line in the thread has to say


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong; nothing of it is good."""

    messages: int
    lines: int
    doubled: tuple[str, ...]
    lost: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        """True if everything was said, once, and every click had its effect."""
        return not (self.doubled or self.lost or self.wrong)


def in_channel(slack: LocalSlack) -> list[Message]:
    """What stands in the channel itself."""
    return [m for m in slack.history(CHANNEL) if m.get("subtype") != "thread_broadcast"]


def shown(slack: LocalSlack, books: Books) -> set[str]:
    """The invoices that have a message."""
    return {key for message in in_channel(slack) for key in keys(message, books)}


def keys(message: Message, books: Books) -> list[str]:
    """The invoices that a message stands for, by the marks that it carries.

    A group lists the first ones by name; the marks are there of all.
    """
    signs = _carried(message).get("shows", "").split()
    return [books.marked[sign] for sign in signs if sign in books.marked]


def judge(slack: LocalSlack, books: Books, clicked: Clicked) -> Verdict:
    """Hold what stands in Slack against what happened."""
    messages = in_channel(slack)
    threads = {str(m["ts"]): slack.thread(CHANNEL, str(m["ts"]))[1:] for m in messages}
    home = {
        key: m for m in reversed(messages) for key in keys(m, books)
    }  # the first one, if there are two
    below = {key: threads[str(message["ts"])] for key, message in home.items()}
    lines = [line for thread in threads.values() for line in thread]
    times = Counter({f"{key} announced": 0 for key in books.fates})
    times.update(f"{key} announced" for m in messages for key in keys(m, books))
    times.update({f"{name} watched": _watched(messages, name) for name in ACCOUNTS})
    times.update(
        {
            f"{key} {what}": _told(key, SAID[what], below.get(key, ()))
            for key, what in books.done.items()
        }
    )
    notes = dict(clicked.notes)  # people go on while we look
    times.update({words: _noted(words, below.get(key, ())) for words, key in notes.items()})
    tokens = Counter(map(_token, [*messages, *lines]))
    doubled = [f"the token {token}" for token, number in tokens.items() if token and number > 1]
    return Verdict(
        messages=len(messages),
        lines=len(lines),
        doubled=(*doubled, *(what for what, number in times.items() if number > 1)),
        lost=tuple(what for what, number in times.items() if number == 0),
        wrong=tuple(_wrong(clicked, home)),
    )


def _wrong(clicked: Clicked, home: Mapping[str, Message]) -> Iterator[str]:
    """Invoices that are not shown as the last click left them."""
    for key, on in dict(clicked.taken_on).items():
        named = key in home and key in KEY.findall(str(home[key]["blocks"]))
        if named and _taken_on(home[key], key) is not on:
            yield f"{key} is not shown as {'taken on' if on else 'open'}"


def _noted(words: str, thread: Sequence[Message]) -> int:
    return sum(_has(line, words) for line in thread)


def _carried(message: Message) -> dict[str, str]:
    metadata = message.get("metadata") or {}
    return dict(metadata.get("event_payload") or {})


def _token(message: Message) -> str | None:
    return _carried(message).get("key")


def _watched(messages: Sequence[Message], name: str) -> int:
    texts = (str(message["text"]) for message in messages)
    return sum("Now watching" in text and name in text for text in texts)


def _told(key: str, words: str, thread: Sequence[Message]) -> int:
    """Lines that say it of this invoice; in a group's thread each names its invoice."""
    return sum(_has(line, words) and _is_about(line, key) for line in thread)


def _is_about(line: Message, key: str) -> bool:
    named = KEY.findall(str(line))
    return not named or key in named


def _has(message: Message, words: str) -> bool:
    return re.search(rf"{re.escape(words)}(?!\d)", str(message["text"])) is not None


def _taken_on(message: Message, key: str) -> bool:
    """Whoever may still take it on finds the button for it."""
    return key not in _open(message.get("blocks", []))


def _open(value: object) -> Iterator[str]:
    """The invoices that a message offers to take on."""
    if isinstance(value, dict):
        if value.get("action_id") == "acknowledge":
            yield str(value["value"])
        yield from (key for inner in value.values() for key in _open(inner))
    elif isinstance(value, list):
        yield from (key for inner in value for key in _open(inner))
