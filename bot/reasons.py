"""Rules in words, for people who ask why something was said or was not."""

from collections.abc import Sequence

from moneyed import Money

from bot.config.sections import SuspensionSection
from bot.slack.language import _, _n, in_their_digits, listed
from state.log.history import in_digits
from state.model import Account
from state.rules.calendar import WorkingTime
from state.rules.ladder import Ladder
from state.rules.severity import Severity


def source(rule: str, tables: Sequence[str]) -> str:
    """A rule behind the table that sets it and those that change it."""
    if not tables:
        return f"[reminders]: {rule}"
    return _(
        "{table}, changed by {others}: {rule}",
        table="[reminders]",
        others=_(", changed by ").join(tables),
        rule=rule,
    )


def own_table(account: Account) -> str:
    """The table of one account."""
    return _("{table} of {account}", table="[accounts.reminders]", account=account.name)


def own_channel(account: Account) -> str:
    """Where it is said if no route fits."""
    return _("the channel of account {account}", account=account.name)


def ladder(steps: Ladder) -> str:
    """`14, 7 and 3 days before the due date, on it, 1 day after it, then every 7 days, 8 times`."""
    before = sorted({days for days in steps.before if days}, reverse=True)
    after = sorted({days for days in steps.after if days})
    parts = [_before(before)] if before else []
    parts += [_("on the due date")] if 0 in (*steps.before, *steps.after) else []
    parts += [_after(after)] if after else []
    if steps.repeat and steps.max_repeats:
        parts.append(_repeated(steps.repeat, steps.max_repeats))
    return ", ".join(parts) or _("no step at all")


def _before(days: Sequence[int]) -> str:
    if days == [1]:
        return _("1 day before the due date")
    return _("{days} days before the due date", days=listed([*map(str, days)]))


def _after(days: Sequence[int]) -> str:
    if days == [1]:
        return _("1 day after it")
    return _("{days} days after it", days=listed([*map(str, days)]))


def _repeated(days: int, times: int) -> str:
    every = _n("then every {number} day", "then every {number} days", days)
    if times == 1:
        return _("{every}, once", every=every)
    return _n("{every}, {number} time", "{every}, {number} times", times, every=every)


def hours(working: WorkingTime) -> str:
    """`09:00 to 17:30, Europe/Berlin, on working days of DE-BY`."""
    return _(
        "{opens} to {closes}, {zone}, {days}",
        opens=f"{working.opens:%H:%M}",
        closes=f"{working.closes:%H:%M}",
        zone=working.zone,
        days=_days_of(working),
    )


def _days_of(working: WorkingTime) -> str:
    if not working.business_days:
        return _("on every day")
    if not working.holidays:
        return _("on working days")
    return _("on working days of {holidays}", holidays=working.holidays)


def suspension(policy: SuspensionSection | None, account: Account) -> str:
    """`[[suspension]] of provider interserver, module vps: stops 3 days after the due date`."""
    table, ends = "[[suspension]]", []
    if policy is None:
        return _("no {table} fits, so nobody knows when its services stop", table=table)
    if policy.suspend_after is not None:
        ends.append(_suspended(policy.suspend_after))
    if policy.terminate_after is not None:
        ends.append(_terminated(policy.terminate_after))
    when = [f"{policy.hour:%H:%M}"] if policy.hour else []
    said = [listed(ends), *(_("at {time}", time=time) for time in when)]
    return _(
        "{table} of {whose}: {rule}",
        table=table,
        whose=_whose(policy),
        rule=", ".join([*said, policy.timezone or account.timezone]),
    )


def _whose(policy: SuspensionSection) -> str:
    whose = _("provider {name}", name=policy.provider)
    if policy.account:
        whose = _("account {name}", name=policy.account)
    if not policy.module:
        return whose
    return _("{whose}, module {module}", whose=whose, module=policy.module)


def _suspended(days: int) -> str:
    if not days:
        return _("services stop on the due date")
    return _n(
        "services stop {number} day after the due date",
        "services stop {number} days after the due date",
        days,
    )


def _terminated(days: int) -> str:
    if not days:
        return _("data is lost on the due date")
    return _n(
        "data is lost {number} day after the due date",
        "data is lost {number} days after the due date",
        days,
    )


def home(name: str, channel: str) -> str:
    """`[[routes]] 1: its message stands in #ops`."""
    return _("{route}: its message stands in {channel}", route=name, channel=channel)


def said(name: str, severity: Severity, channel: str, mention: str | None) -> str:
    """`[[routes]] 1: critical is said in #ops to @finance`."""
    facts = {"route": name, "severity": _severity(severity), "channel": channel}
    if mention:
        return _("{route}: {severity} is said in {channel} to {people}", **facts, people=mention)
    return _("{route}: {severity} is said in {channel}", **facts)


def _severity(severity: Severity) -> str:
    return {
        Severity.CALM: _("calm"),
        Severity.DUE: _("due"),
        Severity.OVERDUE: _("overdue"),
        Severity.CRITICAL: _("critical"),
        Severity.SUSPENDED: _("suspended"),
        Severity.LAST_CALL: _("last call"),
    }[severity]


def quiet(below: Money) -> str:
    """`below 5.00 USD it is only listed, until it is critical`."""
    amount = f"{in_their_digits(in_digits(below))} {below.currency.code}"
    return _("below {amount} it is only listed, until it is critical", amount=amount)
