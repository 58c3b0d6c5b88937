"""Figures for Prometheus, read from the state when they are asked for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.answers.narrow import of_accounts
from bot.clock import Clock
from bot.slack.listing import Listing
from bot.slack.words import When
from state.log.history import in_digits
from state.store import Late, Reader


@dataclass(frozen=True, slots=True)
class Figures(Collector):
    """Everything that is worth a graph or an alert. Amounts are per direction and currency."""

    store: Reader
    clock: Clock
    late: Callable[[], Late]

    def page(self) -> bytes:
        """The exposition format, text."""
        registry = CollectorRegistry(auto_describe=False)
        registry.register(self)
        return generate_latest(registry)

    def describe(self) -> list[Metric]:
        """Nothing is declared ahead: registering must not read the database."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Yield the families, in a steady order."""
        yield from self._accounts()
        yield from self._invoices()
        yield from self._messages()

    def _accounts(self) -> Iterator[Metric]:
        labels = ["account", "provider"]
        up = GaugeMetricFamily(
            "duewatch_account_up", "1 if the last check went well", labels=labels
        )
        age = GaugeMetricFamily(
            "duewatch_account_data_age_seconds", "seconds since the last good answer", labels=labels
        )
        failures = GaugeMetricFamily(
            "duewatch_account_failures", "failed checks in a row", labels=labels
        )
        unread = GaugeMetricFamily(
            "duewatch_account_unread_rows", "rows that could not be understood", labels=labels
        )
        now = self.clock()
        for view in self.store.account_views():
            named = [view.account.name, view.account.provider]
            up.add_metric(named, float(bool(view.healthy)))
            failures.add_metric(named, view.failures)
            unread.add_metric(named, len(view.unread))
            if view.checked_at is not None:
                age.add_metric(named, (now - view.checked_at).total_seconds())
        yield from (up, age, failures, unread)

    def _invoices(self) -> Iterator[Metric]:
        labels = ["direction", "currency"]
        count = GaugeMetricFamily("duewatch_open_invoices", "invoices owed", labels=labels)
        owed = GaugeMetricFamily("duewatch_open_amount", "open amount", labels=labels)
        overdue = GaugeMetricFamily("duewatch_overdue_amount", "overdue amount", labels=labels)
        everything = of_accounts(Listing(When.OPEN), self.store.account_views(), None, self.clock())
        for total in self.store.search(everything.search).totals():
            named = [total.direction.value, total.currency]
            count.add_metric(named, total.count)
            owed.add_metric(named, float(in_digits(total.open)))
            overdue.add_metric(named, float(in_digits(total.overdue)))
        yield from (count, owed, overdue)

    def _messages(self) -> Iterator[Metric]:
        late = self.late()
        waiting = GaugeMetricFamily("duewatch_messages_waiting", "messages not sent yet")
        waiting.add_metric([], self.store.pending())
        gap = GaugeMetricFamily("duewatch_messages_late", "messages that should have gone out")
        gap.add_metric([], late.messages)
        steps = GaugeMetricFamily("duewatch_reminders_late", "reminders nobody has looked at")
        steps.add_metric([], late.steps)
        yield from (waiting, gap, steps)
