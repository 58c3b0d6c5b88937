"""The Home tab of one person: looks up what they chose to see. Reads; only choices are written."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from bot.answers.narrow import Narrowed, of_accounts
from bot.listing import today_in
from bot.roles import Right, Roles
from bot.slack.commands import Listing, When
from bot.slack.listing import SOON
from bot.slack.render import home_choice
from bot.slack.render.answer_rows import Row
from bot.slack.render.home import Home, home
from bot.slack.render.home_choice import Choice
from bot.slack.render.home_lists import Allowed, Listed
from bot.welcome import with_hints
from state.model import InvoiceView
from state.search import PAGE, Held
from state.store import AccountView, Store

ROWS = 5  # invoices of a list at once; a page of the search holds several such pages
LATELY = timedelta(hours=1)  # who looked since then may be looking still
MOST_WATCHED = 20  # people whose tab is kept up to date


@dataclass(frozen=True, slots=True)
class HomeTabs:
    """Draws the Home tab of whoever looks, and keeps what they choose."""

    store: Store
    now: Callable[[], datetime]
    command: str = "/invoices"
    roles: Roles = field(default_factory=Roles)

    def view(self, user: str, rich: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002 -- a handler
        """The view to publish; `rich` with Slack's newest blocks."""
        shown = home(self._shown(user), command=self.command, rich=rich)
        return with_hints(self.store, self.command, user, shown)

    def opened(self, user: str) -> None:
        """Somebody looks: at the first pages, with the filters they chose."""
        self._keep(user, self._choice(user).on_first_pages())

    def choose(self, user: str, what: str, value: str) -> None:
        """Somebody chose a filter or a page; it is on the disk when this returns."""
        self._keep(user, home_choice.chosen(self._choice(user), what, value))

    def watched(self) -> list[str]:
        """Who looked at theirs lately."""
        return self.store.homes_seen_since(self.now() - LATELY, MOST_WATCHED)

    def _keep(self, user: str, choice: Choice) -> None:
        self.store.choose_home(user, home_choice.written(choice), self.now())

    def _choice(self, user: str) -> Choice:
        return home_choice.read(self.store.home_choice(user))

    def _shown(self, user: str) -> Home:
        now, watched, choice = self.now(), self.store.account_views(), self._choice(user)
        if choice.account not in {view.account.name for view in watched}:
            choice = replace(choice, account=None)  # it was there when it was chosen
        everything = _narrowed(Listing(When.OPEN), choice, watched, now)
        owed = self.store.search(everything.search)
        soon = self.store.search(_narrowed(Listing(When.DUE), choice, watched, now).search)
        free = _narrowed(Listing(choice.when), choice, watched, now)
        return Home(
            choice,
            self._listed(everything, Held(people=frozenset([user])), choice.mine),
            self._listed(free, Held(nobody=True), choice.needing),
            owed.totals(),
            owed.parts,
            soon.parts,
            SOON,
            watched,
            everything.accounts,
            now,
            self._allowed(user),
        )

    def _listed(self, narrowed: Narrowed, held: Held, page: int) -> Listed:
        """One page of a list: a part of the page of the search that holds it."""
        wanted = replace(narrowed.search, held=held)
        found = self.store.search(wanted, (max(page, 1) - 1) * ROWS // PAGE + 1)
        pages = max(1, -(-found.count // ROWS))
        shown = min(max(page, 1), pages)
        first = (shown - 1) * ROWS % PAGE
        rows = [
            Row(view, today_in(view.account, self.now()))
            for view in found.rows[first : first + ROWS]
        ]
        return Listed(rows, found.totals(), shown, pages)

    def _allowed(self, user: str) -> Allowed:
        """What this person may do, so that only that is offered to them."""
        if self.roles.refusal(user, Right.CARE) is not None:
            return Allowed(care=False, who=self.roles.who_may(Right.CARE))

        def without(view: InvoiceView) -> list[str]:
            needs = {"promise": self.roles.to_promise(view.invoice.open), "dispute": Right.MANAGE}
            return [name for name, right in needs.items() if self.roles.refusal(user, right)]

        return Allowed(without=without)


def _narrowed(
    asked: Listing, choice: Choice, watched: list[AccountView], now: datetime
) -> Narrowed:
    named = None if choice.account is None else [choice.account]
    return of_accounts(replace(asked, direction=choice.direction), watched, named, now)
