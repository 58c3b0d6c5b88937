"""The audit log: JSON lines for programs, CSV for spreadsheets, a line for people."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import islice

from bot.formats.as_csv import text
from bot.formats.as_json import Json
from bot.formats.as_text import safe
from state.log.chain import Entry
from state.rows import instant

COLUMNS = ("entry", "at", "account", "invoice", "kind", "actor", "source", "reason", "details",
           "link")  # fmt: skip
_AT_ONCE = 1_000  # entries

Writer = Callable[[Iterable[Entry]], Iterator[str]]


def as_jsonl(entries: Iterable[Entry]) -> Iterator[str]:
    """Give an object on each line, always with the same keys; some lines at a time."""
    return _in_pieces(json.dumps(as_data(entry)) + "\n" for entry in entries)


def as_csv(entries: Iterable[Entry]) -> Iterator[str]:
    """Give a header and a line for each entry; no cell can be taken for a formula."""
    yield _csv([COLUMNS])
    rows = map(_cells, entries)
    while some := list(islice(rows, _AT_ONCE)):
        yield _csv(some)


def as_data(entry: Entry) -> Json:
    """One entry; what is damaged is given as far as it can be read."""
    return {
        "entry": entry.entry,
        "at": moment(entry),
        "account": entry.account or None,
        "invoice": _invoice(entry),
        "kind": entry.kind,
        "actor": entry.actor,
        "source": entry.source,
        "reason": entry.reason,
        "details": _details(entry),
        "link": entry.link.hex(),
    }


def in_a_line(entry: Entry) -> str:
    """What an entry says, for people."""
    about = _invoice(entry) or entry.account
    who = f"{entry.kind} by {entry.actor} ({entry.source}): {entry.reason}"
    return safe(", ".join(part for part in (moment(entry), about, who) if part))


def moment(entry: Entry) -> str | None:
    """When it was, to the microsecond and in UTC; None where the number is none that can be."""
    at = _instant(entry.at)
    return None if at is None else f"{at.replace(tzinfo=None).isoformat()}Z"


def _instant(micros: int) -> datetime | None:
    try:
        return instant(micros)
    except OverflowError:
        return None


def _details(entry: Entry) -> object:
    try:
        return json.loads(entry.details)
    except ValueError:
        return entry.details


def _invoice(entry: Entry) -> str | None:
    return None if entry.number is None else f"{entry.account}/{entry.number}"


def _cells(entry: Entry) -> Sequence[object]:
    about = (entry.account, _invoice(entry) or "", entry.kind, entry.actor, entry.source)
    said = (entry.reason, entry.details)
    return (entry.entry, moment(entry), *map(_cell, (*about, *said)), entry.link.hex())


_cell = lru_cache(10_000)(text)  # most of them say what others said before


def _csv(rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def _in_pieces(lines: Iterator[str]) -> Iterator[str]:
    """Many lines at once: one by one they would take ten times as long to print."""
    while piece := "".join(islice(lines, _AT_ONCE)):
        yield piece
