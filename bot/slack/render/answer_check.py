"""The answer to `check`: what could not be checked and why, what changed, and what is owed now."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.slack.language import _, _n
from bot.slack.render import message as slack
from bot.slack.render.answer_report import Ground, Report, laid_out
from bot.slack.render.answers import by_direction
from bot.slack.render.message import Message
from bot.slack.render.text import code, escape
from state.totals import Total

_TOLD = (8, 4, 1)  # accounts named one by one of each sort, as many as fit; the others are counted
_BEGIN, _END = 420, 260  # characters that are kept of a long reason: its end says what to do


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the check of one account went."""

    account: str
    error: str | None = None
    skipped: str | None = None  # nothing was done, and why
    changes: Mapping[str, int] = field(default_factory=dict)  # what happened, to how many


def check_answer(found: Sequence[Outcome], totals: Sequence[Total], ground: Ground) -> Message:
    """The whole answer; `totals` are of everything that is owed in these accounts now."""
    tried = (_answer(found, totals, ground, most) for most in _TOLD)
    fitting = (one for one in tried if len(json.dumps(one.blocks)) <= slack.MAX_BLOCKS_SIZE)
    return next(fitting, None) or _answer(found, totals, ground, _TOLD[-1])


def _answer(
    found: Sequence[Outcome], totals: Sequence[Total], ground: Ground, most: int
) -> Message:
    failed = [one for one in found if one.error is not None]
    skipped = [one for one in found if one.error is None and one.skipped is not None]
    changed = [one for one in found if one.error is None and not one.skipped and one.changes]
    quiet = len(found) - len(failed) - len(skipped) - len(changed)
    lines = [
        *_some(failed, most, ground.command),
        *_some(skipped, most, ground.command),
        *_some(changed, most, ground.command),
        *_quiet(found, quiet),
    ]
    return laid_out(
        Report(_headline(len(found), len(failed)), lines=[*lines, *by_direction(totals)]), ground
    )


def checked_so_far(done: int, of: int) -> str:
    """`Checked 12 of 40 accounts …`, while the others are still being asked."""
    return _n(
        "Checked {done} of {number} account …",
        "Checked {done} of {number} accounts …",
        of,
        done=done,
    )


def _headline(number: int, failed: int) -> str:
    checked = _n("Checked {number} account", "Checked {number} accounts", number)
    if not failed:
        return checked
    return ", ".join([checked, _n("{number} does not answer", "{number} do not answer", failed)])


def _some(found: Sequence[Outcome], most: int, command: str) -> Iterator[str]:
    yield from (_line(one) for one in found[:most])
    if (more := len(found) - most) > 0:
        where = code(f"{command} accounts")
        yield _n(
            "and {number} more like these: {command}",
            "and {number} more like these: {command}",
            more,
            command=where,
        )


def _quiet(found: Sequence[Outcome], number: int) -> Iterator[str]:
    """Those without news: one by its name, several counted."""
    if not number:
        return
    if len(found) == 1:
        unchanged = _("no change")
        yield f"✅ {code(found[0].account)}: {unchanged}"
    else:
        told = _n("{number} account without a change", "{number} accounts without a change", number)
        yield f"✅ {told}"


def _line(one: Outcome) -> str:
    name = code(one.account)
    if one.error is not None:
        told = _("{account} could not be checked: {reason}", account=name, reason=_kept(one.error))
        return f"❌ {told}"
    if one.skipped is not None:
        return f"⏳ {name}: {_kept(one.skipped)}"
    happened = ", ".join(_happened(what, times) for what, times in one.changes.items())
    return f"✅ {name}: {happened}"


def _kept(reason: str) -> str:
    """A reason, without its middle where it is very long: the end says what to do."""
    words = " ".join(reason.split())
    if len(words) <= _BEGIN + _END:
        return escape(words, _BEGIN + 2 * _END)
    begin = words[:_BEGIN].rpartition(" ")[0] or words[:_BEGIN]
    end = words[-_END:].partition(" ")[2] or words[-_END:]
    return f"{escape(begin, _BEGIN * 2)} … {escape(end, _END * 2)}"


def _happened(what: str, times: int) -> str:
    match what:
        case "appeared":
            return _n("{number} appeared", "{number} appeared", times)
        case "amended":
            return _n("{number} amended", "{number} amended", times)
        case "reopened":
            return _n("{number} reopened", "{number} reopened", times)
        case "settled":
            return _n("{number} settled", "{number} settled", times)
        case _other:
            return _n("{number} vanished", "{number} vanished", times)
