"""Everything that Duewatch shows in Slack, in every state: the list behind tests and gallery.

with showcase(folder) as samples:
    with speaking("de"):
        samples()   # built anew in the language that is spoken
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.demo.slack.blocks import view_faults
from bot.slack.render.message import Block, Message
from bot.slack.reply import File
from tests.bot import why_samples
from tests.bot.oncall import word_samples
from tests.bot.slack import (
    figure_samples,
    message_samples,
    modal_samples,
    reply_samples,
    view_judge,
)
from tests.bot.slack.answer_samples import Shelves
from tests.bot.slack.dresses import PLAIN, Dress
from tests.bot.slack.render.rich_judge import NEW, new_faults, rich_faults

MAX_SIZE = 13_000  # of a message's blocks as JSON; a little more was seen to be refused
MAX_DESCRIBED = 1_000  # characters about a picture, for whoever cannot see it


@dataclass(frozen=True, slots=True)
class Sample:
    """One thing people see, under the name of its golden file where it has one."""

    name: str
    shown: Message | Block | File  # a message, the view of a form or Home tab, or a picture

    @property
    def surface(self) -> str:
        """`message`, `unfurl`, `modal`, `home` or `file`."""
        if isinstance(self.shown, File):
            return "file"
        if isinstance(self.shown, Message):
            return "unfurl" if self.name.startswith("unfurl_") else "message"
        return str(self.shown["type"])

    @property
    def payload(self) -> dict[str, Any]:
        """What is sent to Slack."""
        if isinstance(self.shown, Message):
            return {"text": self.shown.text, "blocks": list(self.shown.blocks)}
        if isinstance(self.shown, File):
            return {"filename": self.shown.name, "alt_txt": self.shown.described}
        return self.shown

    def faults(self) -> list[str]:
        """What slackblocks, blockkit, the local Slack or our own checks have against it."""
        if isinstance(self.shown, Message):
            return rich_faults(self.shown, MAX_SIZE)
        if isinstance(self.shown, File):
            return [] if 0 < len(self.shown.described) <= MAX_DESCRIBED else ["not described"]
        known = [one for one in self.shown["blocks"] if one["type"] not in NEW]
        found = view_judge.faults({**self.shown, "blocks": known})  # by those who know these
        newest = view_faults(self.shown, self.shown["type"])
        return [*found, *newest, *new_faults(self.shown["blocks"])]


Samples = Callable[[], list[Sample]]


@contextmanager
def showcase(folder: Path, dress: Dress = PLAIN) -> Iterator[Samples]:
    """Put the stores up; what is given builds all samples in the language then spoken."""
    shelves = Shelves.put_up(folder, dress)
    try:
        yield lambda: _samples(shelves, dress)
    finally:
        shelves.close()


def _samples(shelves: Shelves, dress: Dress) -> list[Sample]:
    shown: dict[str, Message | Block | File] = {
        **message_samples.messages(dress),
        **word_samples.messages(),
        **why_samples.messages(dress),
        **figure_samples.messages(dress),
        **reply_samples.messages(dress),
        **reply_samples.pictures(dress),
        **shelves.answers(),
        **{f"modal_{name}": view for name, view in modal_samples.views(dress).items()},
        **shelves.homes(),
        **shelves.rich_homes(),
    }
    return [Sample(name, one) for name, one in shown.items()]
