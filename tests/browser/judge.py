"""Asks axe-core what keeps people with a keyboard or a screen reader from using the page."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# beside a thread the channel is hidden in narrow windows, and with it the main landmark
NARROW_THREAD = frozenset({"landmark-one-main", "page-has-heading-one"})


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
        there = self._page.evaluate("'axe' in window")
        axe = self._again if there else self._fresh
        answer = axe.run(self._page, at, {"resultTypes": ["violations"]}).response
        for violation in answer["violations"]:
            if violation["id"] not in tolerated:
                nodes = [node["html"][:120] for node in violation["nodes"]]
                self.found.append(f"{where}: {violation['help']}: {nodes}")
