"""All samples in all languages -> judged, photographed, and put on a page."""

import tempfile
from collections.abc import Collection, Sequence
from pathlib import Path

from playwright.sync_api import Browser

from bot.slack.catalogue import languages
from bot.slack.language import speaking
from docs.gallery import page
from docs.gallery.camera import photograph
from docs.gallery.looks import LOOKS, Look
from tests.bot.slack.showcase import Sample, showcase


def build(
    browser: Browser, folder: Path, only: Collection[str] = (), looks: Sequence[Look] = LOOKS
) -> Path:
    """Build the gallery of all samples, or of `only` those; gives the path of its page."""
    shown = {language: _samples(language, only) for language in sorted(languages(), reverse=True)}
    photograph(browser, folder / "pictures", shown, looks)
    return page.write(folder, shown, looks)


def _samples(language: str, only: Collection[str]) -> list[Sample]:
    with (
        tempfile.TemporaryDirectory() as folder,
        showcase(Path(folder)) as samples,
        speaking(language),
    ):
        return [sample for sample in samples() if not only or sample.name in only]
