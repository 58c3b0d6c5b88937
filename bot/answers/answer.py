"""A question -> facts -> a message. Reads, and never writes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from bot.answers.lookup import Unclear, account_named, find
from bot.answers.narrow import Narrowed, NoSuch, narrow, of_accounts
from bot.listing import today_in
from bot.serves import Serving
from bot.slack.commands import (
    Accounts,
    Help,
    Listing,
    Misunderstood,
    Query,
    Show,
    When,
)
from bot.slack.language import _
from bot.slack.render.answer_accounts import accounts
from bot.slack.render.answer_freshness import freshness_said
from bot.slack.render.answer_help import help_page, misunderstood, no_such, note, which
from bot.slack.render.answer_invoice import Dossier, dossier
from bot.slack.render.answers import Found, Row, listing
from bot.slack.render.message import Message
from bot.slack.render.replies import lists_owed
from bot.slack.render.text import code
from state.model import InvoiceView
from state.store import AccountView, Reader


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers what people ask in Slack, from what we know now."""

    store: Reader
    now: Callable[[], datetime]
    command: str = "/invoices"
    serving: Serving | None = None

    def answer(self, query: Query, user: str, page: int = 1) -> Message:
        """The message for the one who asked; every question gets one. Lists have pages."""
        match query:
            case Listing():
                return self._listing(query, user, page)
            case Show(reference):
                return self._show(reference, user)
            case _:
                return self._told(query)

    def _told(self, query: Accounts | Help | Misunderstood) -> Message:
        match query:
            case Accounts():
                return self._accounts()
            case Help():
                return help_page(command=self.command)
            case Misunderstood():
                return misunderstood(query, command=self.command)
            case _:
                assert_never(query)

    def _accounts(self) -> Message:
        watched, now = self.store.account_views(), self.now()
        everything = of_accounts(Listing(When.OPEN), watched, None, now)
        totals = self.store.search(everything.search).totals()
        return accounts(watched, totals, now, command=self.command)

    def _listing(self, asked: Listing, user: str, page: int = 1) -> Message:
        narrowed = narrow(self.store, asked, self.now(), user)
        if isinstance(narrowed, Narrowed):
            return listing(self._found(narrowed, page), command=self.command)
        return not_narrowed(narrowed, self.command, self._trust())

    def _found(self, narrowed: Narrowed, page: int = 1) -> Found:
        found = self.store.search(narrowed.search, page)
        windows = narrowed.search.windows
        rows = [Row(view, windows[view.account.timezone].today) for view in found.rows]
        return Found(narrowed.asked, found, rows, narrowed.accounts, self.now())

    def _show(self, reference: str, user: str) -> Message:
        found = find(self.store, reference)
        if isinstance(found, InvoiceView):
            return self._dossier(found)
        if found.exact:
            return which(reference, [str(key) for key in found.keys], command=self.command)
        if account_named([view.account.name for view in self.store.account_views()], reference):
            return self._listing(Listing(When.OPEN, accounts=(reference,)), user)
        return note(f"{unknown_invoice(found, self.command)} {self._trust()}")

    def _trust(self) -> str:
        """How old the data is of which it is said that something is not in it."""
        said = freshness_said(self.store.account_views(), self.now())
        return said.replace("/invoices", self.command)

    def _dossier(self, view: InvoiceView) -> Message:
        now = self.now()
        found = Dossier(
            view,
            today_in(view.account, now),
            self.store.timeline(view.invoice.key),
            self._watched(view.account.name),
            now,
            [(one, today_in(one.account, now)) for one in self._hanging_on(view)],
        )
        return dossier(found, command=self.command)

    def _hanging_on(self, view: InvoiceView) -> list[InvoiceView]:
        return self.serving.hanging_on(view) if self.serving else []

    def _watched(self, name: str) -> list[AccountView]:
        return [view for view in self.store.account_views() if view.account.name == name]


def not_narrowed(why: Misunderstood | NoSuch, command: str, trust: str) -> Message:
    """What was not understood of a question's filters, or which name nobody has.

    `trust` says how old the data is: that nothing of a client is open was true then.
    """
    match why:
        case Misunderstood():
            return misunderstood(why, command=command)
        case NoSuch(kind, name, near):
            return no_such(kind, name, near, command=command, trust=trust)
        case _:
            assert_never(why)


def unknown_invoice(found: Unclear, command: str) -> str:
    """Say that there is no such invoice, and which comes near."""
    near = _(" or ").join(code(str(key)) for key in found.keys)
    said = [_("I know no invoice {reference}.", reference=code(found.reference, 80))]
    if near:
        said.append(_("Did you mean {keys}?", keys=near))
    return " ".join([*said, lists_owed(command)])
