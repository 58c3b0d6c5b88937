"""The page on which all pictures can be leafed through: one file, no server needed."""

import json
from collections.abc import Iterable, Mapping
from html import escape
from itertools import groupby
from pathlib import Path

from docs.gallery.looks import Look
from tests.bot.slack.showcase import Sample

HERE = Path(__file__).parent
TITLES = {
    "living": "The living message of an invoice",
    "thread": "Lines in its thread",
    "account": "About an account",
    "group": "Several invoices in one message",
    "unfurl": "Below a link that somebody pasted",
    "storm": "Questions about storms",
    "answer": "Figures: aging, cash, summary, digest, export",
    "asked": "Answers to commands",
    "reply": "While it lasts, when it fails, what came of it",
    "picture": "Charts for a Slack that draws none",
    "modal": "Forms",
    "home": "The Home tab",
    "who": "Who is on call",
    "handover": "Handing over",
}
OTHERS = "Other answers"


def write(folder: Path, shown: Mapping[str, Iterable[Sample]], looks: Iterable[Look]) -> Path:
    """Write the page, and the JSON of each sample beside it; gives the page's path."""
    told = {language: list(samples) for language, samples in shown.items()}
    for language, samples in told.items():
        _write_json(folder / "json" / language, samples)
    names = [sample.name for sample in next(iter(told.values()))]
    heard = {
        (language, sample.name): str(sample.payload.get("text", ""))
        for language, samples in told.items()
        for sample in samples
    }
    body = "\n".join(_sections(sorted(names, key=_order), heard, list(told), list(looks)))
    path = folder / "index.html"
    frame = (HERE / "frame.html").read_text(encoding="utf-8")
    path.write_text(frame.replace("<!-- sections -->", body), encoding="utf-8")
    return path


def _write_json(folder: Path, samples: Iterable[Sample]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for sample in samples:
        text = json.dumps(sample.payload, indent=1, ensure_ascii=False) + "\n"
        (folder / f"{sample.name}.json").write_text(text, encoding="utf-8")


def _order(name: str) -> int:
    return [*TITLES.values(), OTHERS].index(_title(name))


def _title(name: str) -> str:
    return TITLES.get(name.partition("_")[0], OTHERS)


def _sections(
    names: list[str], heard: Mapping[tuple[str, str], str], languages: list[str], looks: list[Look]
) -> Iterable[str]:
    for title, members in groupby(names, key=_title):
        yield f"<section><h2>{escape(title)}</h2>"
        for name in members:
            yield f'<article id="{name}"><h3>{escape(name.replace("_", " "))}</h3>'
            for language in languages:
                yield from _pictures(name, language, heard[language, name], looks)
            yield "</article>"
        yield "</section>"


def _pictures(name: str, language: str, heard: str, looks: list[Look]) -> Iterable[str]:
    yield f'<div data-language="{language}" lang="{language}">'
    for look in looks:
        source = f"pictures/{language}/{name}-{look.name}.png"
        yield (
            f'<img loading="lazy" src="{source}" alt="{escape(heard or name, quote=True)}"'
            f' data-theme="{look.theme}" data-width="{look.width}">'
        )
    said = f"<p>{escape(heard)}</p>" if heard else ""
    yield (
        f"<details><summary>What is heard, and sent</summary>{said}"
        f'<a href="json/{language}/{name}.json">{name}.json</a></details></div>'
    )
