"""An answer with figures: in the ways in which Slack may take it, with the files it has. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.slack.render.message import Message


@dataclass(frozen=True, slots=True)
class File:
    """A file to be sent. Its name is found again: no two answers may have files of one name."""

    name: str
    content: bytes
    described: str = ""  # what a picture shows, for whoever cannot see it


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody is answered."""

    plain: Message  # with what every Slack draws
    rich: Message | None = None  # with Slack's own tables and charts, which some do not know yet
    pictures: Callable[[], Sequence[File]] = tuple  # those charts, drawn where Slack does not
    file: File | None = None  # what was asked for; `plain` says what is in it
