"""Rules in words, for people who ask why something was said or was not."""

from collections.abc import Sequence

from moneyed import Money

from bot.sections import SuspensionSection
from state.calendar import WorkingTime
from state.history import in_digits
from state.ladder import Ladder
from state.model import Account
from state.severity import Severity

NOBODY_SAID = "no [[suspension]] fits, so nobody knows when its services stop"


def ladder(steps: Ladder) -> str:
    """`14, 7 and 3 days before the due date, on it, 1 day after it, then every 7 days, 8 times`."""
    before = sorted({days for days in steps.before if days}, reverse=True)
    after = sorted({days for days in steps.after if days})
    parts = [f"{_days(before)} before the due date"] if before else []
    parts += ["on the due date"] if 0 in (*steps.before, *steps.after) else []
    parts += [f"{_days(after)} after it"] if after else []
    if steps.repeat and steps.max_repeats:
        parts.append(f"then every {_days([steps.repeat])}, {_times(steps.max_repeats)}")
    return ", ".join(parts) or "no step at all"


def hours(working: WorkingTime) -> str:
    """`09:00 to 17:30, Europe/Berlin, on working days of DE-BY`."""
    days = "on every day"
    if working.business_days:
        days = f"on working days{f' of {working.holidays}' if working.holidays else ''}"
    return f"{working.opens:%H:%M} to {working.closes:%H:%M}, {working.zone}, {days}"


def suspension(policy: SuspensionSection | None, account: Account) -> str:
    """`[[suspension]] of provider interserver, module vps: stops 3 days after the due date`."""
    if policy is None:
        return NOBODY_SAID
    whose = f"account {policy.account}" if policy.account else f"provider {policy.provider}"
    module = f", module {policy.module}" if policy.module else ""
    ends = [("services stop", policy.suspend_after), ("data is lost", policy.terminate_after)]
    said = " and ".join(f"{what} {_after(days)}" for what, days in ends if days is not None)
    at = f", at {policy.hour:%H:%M}" if policy.hour else ""
    return f"[[suspension]] of {whose}{module}: {said}{at}, {policy.timezone or account.timezone}"


def said(severity: Severity, channel: str, mention: str | None) -> str:
    """`critical is said in #ops to @finance`."""
    to = f" to {mention}" if mention else ""
    return f"{severity.name.lower().replace('_', ' ')} is said in {channel}{to}"


def quiet(below: Money) -> str:
    """`below 5.00 USD it is only listed, until it is critical`."""
    return f"below {in_digits(below)} {below.currency.code} it is only listed, until it is critical"


def _after(days: int) -> str:
    return f"{_days([days])} after the due date" if days else "on the due date"


def _days(numbers: Sequence[int]) -> str:
    *first, last = map(str, numbers)
    count = f"{', '.join(first)} and {last}" if first else last
    return f"{count} day" if count == "1" else f"{count} days"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
