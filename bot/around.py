"""What besides an invoice itself decides what is said about it: rules, routes, people."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.config.settings import Settings
from bot.rules import Route, Rulebook
from bot.slack.render.answer_who import OnCall
from state.changes import has_vanished
from state.model import InvoiceKey, InvoiceView
from state.rules.ladder import Rules
from state.rules.severity import Severity, severity
from state.rules.suspension import countdown
from state.store import Reader


@dataclass(frozen=True, slots=True)
class Chain:
    """Who hears of an invoice that nobody takes on, and how long each is given."""

    after: timedelta | None = None  # None: nobody is called
    to: str | None = None  # the channel of last resort
    oncall: OnCall | None = None  # None: not known yet, so whoever is to be called has to wait


def chain(settings: Settings, oncall: Callable[[], OnCall | None]) -> Chain:
    """The levels of escalation with whoever is on call now."""
    asked = settings.oncall
    if asked is None:
        return Chain()
    return Chain(asked.escalate_after, asked.escalate_to, oncall())


@dataclass(frozen=True, slots=True)
class Around:
    """The circumstances of one invoice at one moment."""

    rules: Rules
    home: str  # the channel where its living message belongs
    route: Callable[[Severity], Route]
    chain: Chain
    suspended_by: InvoiceKey | None = None  # another invoice that has stopped the services


@dataclass(slots=True)
class Surroundings:
    """Finds the circumstances of invoices; what an account shares is asked for once a pass."""

    store: Reader
    book: Rulebook
    chain: Chain
    now: datetime
    _stopped: dict[str, InvoiceKey | None] = field(default_factory=dict)

    def of(self, view: InvoiceView) -> Around:
        """The circumstances of this invoice."""
        invoice, account = view.invoice, view.account
        culprit = self._culprit(account.name)
        return Around(
            rules=self.book.rules(invoice, account),
            home=self.book.home(invoice, account).channel,
            route=lambda severity: self.book.route(invoice, account, severity),
            chain=self.chain,
            suspended_by=culprit if culprit != invoice.key else None,
        )

    def _culprit(self, account: str) -> InvoiceKey | None:
        """The invoice whose default has stopped the services of this account, if one has."""
        if account not in self._stopped:
            oldest = self.store.oldest_owed(account)
            holds = oldest is not None and self._holds(oldest)
            self._stopped[account] = oldest.invoice.key if oldest and holds else None
        return self._stopped[account]

    def _holds(self, view: InvoiceView) -> bool:
        """True if the others wait for it. One that is silent itself would hush them all."""
        silent = view.care is not None and view.care.silences(self.now)
        return (
            not (silent or has_vanished(view.invoice)) and self._grave(view) >= Severity.SUSPENDED
        )

    def _grave(self, view: InvoiceView) -> Severity:
        rules = self.book.rules(view.invoice, view.account)
        due = view.invoice.due
        return severity(due, countdown(rules.suspension, due), self.now, rules.zone)
