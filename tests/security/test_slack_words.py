"""In Slack, too, a provider's words can only be read: in every message, form, list and Home tab."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.slack.catalogue import languages
from bot.slack.language import speaking
from tests.bot.slack.dresses import Dress
from tests.bot.slack.showcase import Sample, showcase
from tests.security.hostile import WORDS

# each dress wears a few of the words at once, in every field that a provider fills
DRESSES = [" ".join(WORDS[at : at + 14]) for at in range(0, len(WORDS), 14)]
MARKUP = re.compile("<([^<>]*)>")
# what we write ourselves: moments, people, groups that are configured, and links
OURS = re.compile(
    r"!date\^\d+\^[^|]+\|[^|]+|@[UW][A-Z0-9]+|!subteam\^S[A-Z0-9]+|#C[A-Z0-9]+(\|[a-z-]+)?"
    r"|(https://(?!evil)[a-z.]+example[^|]*|https://docs\.[^|]*)\|[^|]+"
)
HIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200c\u200e\u200f\u2028-\u202e\ufeff]")


def texts(value: Any) -> Iterator[dict[str, Any]]:
    """Every text object of what is sent, and every cell of a table."""
    if isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def addresses(value: Any) -> Iterator[str]:
    """Where buttons and pictures lead."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in ("url", "image_url", "title_url") and isinstance(inner, str):
                yield inner
            yield from addresses(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from addresses(inner)


def faults(sample: Sample) -> Iterator[str]:
    """What is wrong with one thing that is shown."""
    for one in texts(sample.payload):
        words, kind = one["text"], one.get("type", "fallback")
        if HIDDEN.search(words):
            yield f"{sample.name}: something cannot be seen in {words!r}"
        if kind == "mrkdwn" and not one.get("verbatim"):
            yield f"{sample.name}: Slack would make links of names and addresses"
        if kind in ("mrkdwn", "fallback"):
            yield from (
                f"{sample.name}: <{found}> is not ours"
                for found in MARKUP.findall(words)
                if OURS.fullmatch(found) is None
            )
    for url in addresses(sample.payload):
        if not url.startswith(("https://", "http://")) or HIDDEN.search(url) or " " in url:
            yield f"{sample.name}: leads to {url!r}"


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("words", DRESSES, ids=range(len(DRESSES)))
def test_no_word_becomes_a_mention_a_link_or_a_format(tmp_path: Path, words: str, language: str):
    with showcase(tmp_path, Dress(words)) as samples, speaking(language):
        shown = samples()
        assert len(shown) > 100
        assert [fault for sample in shown for fault in faults(sample)] == []
        told = sum(str(sample.payload).count("evil") for sample in shown)
        assert told or "evil" not in words, "they are shown"
