"""Asks axe-core what keeps people with a keyboard or a screen reader from using the page."""

import time

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.patience import BREATH

# beside a thread the channel is hidden in narrow windows, and with it the main landmark
NARROW_THREAD = frozenset({"landmark-one-main", "page-has-heading-one"})

PATIENCE = 3.0  # seconds; each look takes long enough


class Judge:
    """Asks axe-core about the page as it stands."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._fresh, self._again = Axe(), Axe("")  # half a megabyte is read once by a page
        self.found: list[str] = []

    def look(
        self, where: str, at: str | None = None, tolerated: frozenset[str] = frozenset()
    ) -> None:
        """Judge the whole page, or the part of it that is new."""
        self._page.locator(at or "body").first.wait_for()
        until = time.monotonic() + PATIENCE
        found = self._violations(at, tolerated)
        while found and time.monotonic() < until:  # some of the page may still be on its way
            time.sleep(BREATH)
            found = self._violations(at, tolerated)
        self.found += [f"{where}: {one}" for one in found]

    def _violations(self, at: str | None, tolerated: frozenset[str]) -> list[str]:
        there = self._page.evaluate("'axe' in window")
        axe = self._again if there else self._fresh
        answer = axe.run(self._page, at, {"resultTypes": ["violations"]}).response
        return [
            f"{violation['help']}: {[node['html'][:120] for node in violation['nodes']]}"
            for violation in answer["violations"]
            if violation["id"] not in tolerated
        ]
