"""Takes a picture of every sample in every look."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page

from docs.gallery.looks import HEIGHT, Look
from docs.gallery.stage import VIEWER, Stage
from tests.bot.slack.showcase import Sample

Windows = dict[Look, Page]


def photograph(
    browser: Browser, folder: Path, shown: Mapping[str, Iterable[Sample]], looks: Sequence[Look]
) -> None:
    """Take them all, those of each language as folder/LANGUAGE/NAME-LOOK.png."""
    with Stage.lit() as stage:
        for language, samples in shown.items():
            stage.speak(language)
            with _windows(browser, stage, looks) as windows:
                _all(stage, windows, samples, folder / language)


def _all(stage: Stage, windows: Windows, samples: Iterable[Sample], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shown = list(samples)
    beside = ("modal", "home")  # what stands in no channel
    _messages(stage, windows, [one for one in shown if one.surface not in beside], folder)
    _modals(stage, windows, [one for one in shown if one.surface == "modal"], folder)
    _homes(stage, windows, [one for one in shown if one.surface == "home"], folder)


@contextmanager
def _windows(browser: Browser, stage: Stage, looks: Iterable[Look]) -> Iterator[Windows]:
    windows = {look: _window(browser, stage, look) for look in looks}
    yield windows
    for window in windows.values():
        window.context.close()


def _window(browser: Browser, stage: Stage, look: Look) -> Page:
    context = browser.new_context(
        viewport={"width": look.pixels, "height": HEIGHT},
        locale="en-US",
        timezone_id="Europe/Berlin",
        color_scheme="dark" if look.theme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{stage.slack.url}/?user={VIEWER}&theme={look.theme}#billing")
    page.locator("#connection[data-state=on]").wait_for()
    _at_rest(page)
    page.mouse.move(2, 2)  # nothing under the pointer
    for beside in ("#composer", ".more-below"):  # they would lie over what is to be seen
        page.locator(beside).first.evaluate("one => { one.style.display = 'none' }")
    return page


def _at_rest(page: Page) -> None:
    page.locator("#main[aria-busy=false]").wait_for(state="attached")


def _messages(stage: Stage, windows: Windows, samples: list[Sample], folder: Path) -> None:
    posted = [(sample.name, stage.show(sample)) for sample in samples]
    for look, page in windows.items():
        page.evaluate("location.hash = 'billing'")
        for name, ts in posted:
            _shoot(page.locator(f'#timeline [data-ts="{ts}"]'), folder, name, look)


def _modals(stage: Stage, windows: Windows, samples: list[Sample], folder: Path) -> None:
    for sample in samples:
        with stage.opened(sample.payload) as view:
            for look, page in windows.items():
                dialog = page.locator(f'dialog[data-view-id="{view}"]')
                _shoot(dialog, folder, sample.name, look)


def _homes(stage: Stage, windows: Windows, samples: list[Sample], folder: Path) -> None:
    for sample in samples:
        stage.publish(sample.payload)
        for look, page in windows.items():
            page.evaluate("location.hash = 'app/home'")
            page.reload()  # so that what was there before is not taken for it
            _at_rest(page)
            sheet = page.locator("#home .home-sheet")
            _shoot(sheet, folder, sample.name, look)


def _shoot(shown: Locator, folder: Path, name: str, look: Look) -> None:
    shown.screenshot(path=folder / f"{name}-{look.name}.png")
