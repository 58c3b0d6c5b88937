"""Slack takes everything Duewatch shows: in every state, language and in whatever words."""

import importlib
import inspect
import json
import pkgutil
import re
import sys
from collections.abc import Iterator
from types import CodeType
from typing import Any

import pytest

from bot.slack import render
from bot.slack.catalogue import languages
from bot.slack.language import speaking
from bot.slack.render.safe import width
from tests.bot.slack.dresses import DRESSES, PLAIN
from tests.bot.slack.golden_files import FOLDER
from tests.bot.slack.showcase import MAX_SIZE, Sample, showcase

WORN = {"plain": PLAIN, **DRESSES}
CALLS = re.compile(r"<!(?:channel|here|everyone)|<https://evil")  # a bare @here calls nobody


@pytest.fixture(scope="module", params=WORN)
def worn(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("shelves")
    with showcase(folder, WORN[request.param]) as samples:
        yield samples


@pytest.fixture(scope="module", params=languages())
def samples(worn: Any, request: pytest.FixtureRequest) -> list[Sample]:
    with speaking(request.param):
        made: list[Sample] = worn()
    return made


JUDGED: dict[str, list[str]] = {}  # most samples are the same in any dress


def faults(sample: Sample) -> list[str]:
    sent = json.dumps([sample.surface, sample.payload])
    if sent not in JUDGED:
        JUDGED[sent] = sample.faults()
    return JUDGED[sent]


def test_both_judges_the_local_slack_and_our_own_checks_take_everything(
    samples: list[Sample],
) -> None:
    found = {sample.name: faults(sample) for sample in samples}
    assert {name: told for name, told in found.items() if told} == {}


def test_everything_is_within_the_limits(samples: list[Sample]) -> None:
    for sample in samples:
        is_message = sample.surface in ("message", "unfurl")
        if sample.surface == "file":
            continue
        blocks = sample.payload["blocks"]
        assert 0 < len(blocks) <= (50 if is_message else 100), sample.name
        assert not is_message or len(json.dumps(blocks)) <= MAX_SIZE, sample.name
        assert all(width(text["text"]) <= 3_000 for text in _texts(blocks)), sample.name


def test_nobody_is_called_by_what_a_provider_wrote(samples: list[Sample]) -> None:
    for sample in samples:
        marked = [text["text"] for text in _texts(sample.payload) if text["type"] == "mrkdwn"]
        heard = sample.payload.get("text", "")
        assert not CALLS.search("\n".join([*marked, heard])), sample.name


def _texts(value: Any) -> Iterator[dict[str, str]]:
    if isinstance(value, dict):
        if value.get("type") in ("mrkdwn", "plain_text"):
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sample]:
    with showcase(tmp_path_factory.mktemp("shelves")) as samples:
        return {sample.name: sample for sample in samples()}


def test_every_golden_message_is_in_the_gallery(english: dict[str, Sample]) -> None:
    golden = {path.stem for path in FOLDER.glob("*.json")}
    assert golden <= set(english)


def test_every_surface_has_its_samples(english: dict[str, Sample]) -> None:
    assert {sample.surface for sample in english.values()} == {
        *("message", "unfurl", "modal", "home", "file"),
    }


# what builds no part of a message by itself
APART = {"text.count"}


def test_every_public_function_that_renders_is_reached_by_a_sample(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    called: set[CodeType] = set()
    with showcase(tmp_path_factory.mktemp("shelves")) as samples:
        sys.setprofile(lambda frame, _event, _argument: called.add(frame.f_code))
        try:
            samples()
        finally:
            sys.setprofile(None)
    unreached = {name for name, code in _rendering().items() if code not in called}
    assert unreached == APART


def _rendering() -> dict[str, CodeType]:
    """Every public function below bot.slack.render, by module and name."""
    found: dict[str, CodeType] = {}
    for module in pkgutil.walk_packages(render.__path__, f"{render.__name__}."):
        for name, one in vars(importlib.import_module(module.name)).items():
            meant = inspect.unwrap(one) if callable(one) else None
            if inspect.isfunction(meant) and meant.__module__ == module.name and name[0] != "_":
                found[f"{module.name.removeprefix(render.__name__)[1:]}.{name}"] = meant.__code__
    return found
