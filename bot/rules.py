"""Which rules hold for an invoice: its ladder, its hours, its suspension, its channel.

Built once from the configuration and asked for every invoice; it never reads a clock.
"""

from dataclasses import dataclass, replace

from moneyed import Money

from bot import reasons
from bot.config.sections import (
    NO_OVERRIDES,
    AccountReminders,
    ReceivableSection,
    RemindersSection,
    RouteSection,
    SuspensionSection,
)
from bot.config.settings import Settings
from state.model import Account, Direction, Invoice
from state.rules.calendar import WorkingTime
from state.rules.ladder import Ladder, Rules
from state.rules.severity import LOSS_NEARS, SUSPENSION_NEARS, Severity
from state.rules.suspension import Suspension

LADDER = frozenset({"before", "after", "repeat", "max_repeats"})
HOURS = frozenset({"hours", "business_days", "holidays", "timezone"})
QUIET = frozenset({"quiet_below"})


@dataclass(frozen=True, slots=True)
class Route:
    """Where to speak of an invoice, and whom to mention."""

    name: str
    channel: str
    mention: str | None = None  # in Slack's markup


@dataclass(frozen=True, slots=True)
class Why:
    """What was decided for an invoice and which part of the configuration decided it."""

    ladder: str
    hours: str
    suspension: str
    home: str
    route: str
    quiet: str | None = None  # why it is not spoken of, where it is not

    @property
    def lines(self) -> tuple[str, ...]:
        """One sentence for each."""
        every = (self.ladder, self.hours, self.suspension, self.home, self.route, self.quiet)
        return tuple(line for line in every if line)


class Rulebook:
    """Answers for any invoice; what an account's invoices share is worked out once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._modules = {one.module for one in settings.suspensions}
        self._rules = dict[tuple[Account, str | None], tuple[Rules, Rules]]()
        self._quiet = dict[Account, dict[str, Money]]()
        self._routes = dict[Account, tuple[RouteSection, ...]]()

    def rules(self, invoice: Invoice, account: Account) -> Rules:
        """The ladder, hours and suspension that hold for this invoice."""
        module = invoice.module if invoice.module in self._modules else None
        both = self._rules.get((account, module))
        if both is None:
            both = self._rules[account, module] = self._worked_out(account, module)
        return both[self._threshold(invoice, account) is not None]

    def home(self, invoice: Invoice, account: Account) -> Route:
        """Where its living message stands: graver days do not move it."""
        route = self._match(invoice, account, None)
        if route is None:
            return Route(reasons.own_channel(account), account.channel)
        return _led(route, account.channel)

    def route(self, invoice: Invoice, account: Account, severity: Severity) -> Route:
        """Where a step of this severity is said; the first route that matches wins."""
        route = self._match(invoice, account, severity)
        if route is not None and route.channel is not None:
            return _led(route, route.channel)
        home = self.home(invoice, account)
        return home if route is None else _led(route, home.channel)

    def suspension_of(self, invoice: Invoice, account: Account) -> Suspension | None:
        """When its services stop; None when nobody said."""
        return self.rules(invoice, account).suspension

    def hurry_of(self, account: Account) -> int | None:
        """How many days before they are due its invoices may be grave; None: they never are."""
        near = [
            nears - after
            for one in self._settings.suspensions
            if account.name == one.account or account.provider == one.provider
            for nears, after in (
                (SUSPENSION_NEARS, one.suspend_after),
                (LOSS_NEARS, one.terminate_after),
            )
            if after is not None and after <= nears
        ]
        return max(near, default=None)

    def why(self, invoice: Invoice, account: Account, severity: Severity = Severity.CALM) -> Why:
        """The words for what holds, each naming the part of the configuration it comes from."""
        rules, below = self.rules(invoice, account), self._threshold(invoice, account)
        home, route = self.home(invoice, account), self.route(invoice, account, severity)
        asked = self._match(invoice, account, severity)
        called = asked.mention if asked else None
        quiet = reasons.quiet(below) if below else None
        return Why(
            ladder=reasons.source(reasons.ladder(rules.ladder), self._tables(account, LADDER)),
            hours=reasons.source(reasons.hours(rules.hours), self._tables(account, HOURS)),
            suspension=reasons.suspension(self._policy(account, invoice.module), account),
            home=reasons.home(home.name, home.channel),
            route=reasons.said(route.name, severity, route.channel, called),
            quiet=reasons.source(quiet, self._tables(account, QUIET)) if quiet else None,
        )

    def _worked_out(self, account: Account, module: str | None) -> tuple[Rules, Rules]:
        """Rules for an invoice that is spoken of, and for a quiet one."""
        chosen, own = self._chosen(account), self._own(account)
        hours = WorkingTime(
            zone=own.timezone or self._settings.timezone,
            opens=chosen.hours[0],
            closes=chosen.hours[1],
            business_days=chosen.business_days,
            holidays=chosen.holidays,
        )
        ladder = Ladder(chosen.before, chosen.after, chosen.repeat, chosen.max_repeats)
        suspension = _suspension(self._policy(account, module), account)
        spoken = Rules(ladder, hours, account.timezone, suspension)
        return spoken, replace(spoken, quiet=True)

    def _own(self, account: Account) -> AccountReminders:
        watched = self._settings.accounts.get(account.name)
        return watched.reminders if watched else NO_OVERRIDES

    def _chosen(self, account: Account) -> RemindersSection:
        """The reminders' settings; a key that is named nearer takes the place of the general."""
        general = self._settings.reminders
        changes: dict[str, object] = {}
        if account.direction is Direction.RECEIVABLE:
            changes |= _given(general.receivable)
        changes |= _given(self._own(account))
        changes.pop("timezone", None)  # the general one stands at the top of the file
        return general.model_copy(update=changes)

    def _tables(self, account: Account, keys: frozenset[str]) -> list[str]:
        """Which tables nearer to it than `[reminders]` say something about these keys."""
        nearer: dict[str, ReceivableSection] = {}
        if account.direction is Direction.RECEIVABLE:
            nearer["[reminders.receivable]"] = self._settings.reminders.receivable
        nearer[reasons.own_table(account)] = self._own(account)
        return [table for table, said in nearer.items() if said.model_fields_set & keys]

    def _policy(self, account: Account, module: str | None) -> SuspensionSection | None:
        """The most special policy: account and module, account, provider and module, provider."""
        named = {(one.account, one.provider, one.module): one for one in self._settings.suspensions}
        places = (
            (account.name, None, module),
            (account.name, None, None),
            (None, account.provider, module),
            (None, account.provider, None),
        )
        return next((named[place] for place in places if place in named), None)

    def _threshold(self, invoice: Invoice, account: Account) -> Money | None:
        """The amount it stays below; an unknown amount is never quiet."""
        if account not in self._quiet:
            self._quiet[account] = self._chosen(account).quiet_below
        if invoice.open is None:
            return None
        below = self._quiet[account].get(invoice.open.currency.code)
        return below if below is not None and invoice.open < below else None

    def _match(
        self, invoice: Invoice, account: Account, severity: Severity | None
    ) -> RouteSection | None:
        """The first route that fits; without a severity none is asked that needs one."""
        if account not in self._routes:
            self._routes[account] = tuple(
                one
                for one in self._settings.routes
                if one.account in (None, account.name)
                and one.provider in (None, account.provider)
                and one.direction in (None, account.direction)
            )
        fitting = (one for one in self._routes[account] if _takes(one, invoice, severity))
        return next(fitting, None)


def _suspension(policy: SuspensionSection | None, account: Account) -> Suspension | None:
    if policy is None:
        return None
    zone = policy.timezone or account.timezone
    return Suspension(policy.suspend_after, policy.terminate_after, zone, policy.hour)


def _given(section: ReceivableSection) -> dict[str, object]:
    """What a table says itself."""
    return {name: getattr(section, name) for name in section.model_fields_set}


def _takes(route: RouteSection, invoice: Invoice, severity: Severity | None) -> bool:
    """True if all that it asks for fits; amounts in different currencies are never compared."""
    if route.severity is not None and (severity is None or severity < route.severity):
        return False
    if route.client and route.client.casefold() not in (invoice.client or "").casefold():
        return False
    if route.over is None:
        return True
    owed, over = invoice.open, route.over
    return owed is not None and owed.currency == over.currency and owed.amount > over.amount


def _led(route: RouteSection, channel: str) -> Route:
    mention = None if route.mention is None else _markup(route.mention)
    return Route(route.name or "", route.channel or channel, mention)


def _markup(somebody: str) -> str:
    """A person, a group or everybody here, as Slack writes them so that they notice."""
    if somebody.startswith("@"):
        return f"<!{somebody.removeprefix('@')}>"
    return f"<!subteam^{somebody}>" if somebody.startswith("S") else f"<@{somebody}>"
