"""The end of one person's turn: the next one is told what the old one still holds."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from bot.oncall.roster import Roster
from bot.slack.render.answer_who import Holding
from state.messages import Draft, Kind
from state.model import Account, CareState, InvoiceView
from state.store import Store


def check(store: Store, roster: Roster, now: datetime) -> bool:
    """Note who is on call; when others took over, queue a message to each of them. True then.

    While nobody is on call nothing is noted: whoever comes next takes over from the last.
    """
    people = tuple(sorted(set(roster.now_on_call().people)))
    if not people:
        return False
    return store.hand_over(people, now, lambda old: drafts(old, people, now))


def drafts(old: Sequence[str], people: Sequence[str], now: datetime) -> list[Draft]:
    """A message to each who takes over; to those who stay if nobody came for those who left."""
    gone = sorted(set(old) - set(people))
    if not gone:
        return []
    told = [one for one in people if one not in old] or people
    return [
        Draft(
            key=f"handover:{now.isoformat()}:{one}",
            kind=Kind.NOTE,
            channel=one,
            account="",
            what="handover",
            details={"from": ",".join(gone), "to": one},
        )
        for one in told
    ]


def held(views: Iterable[InvoiceView], people: Iterable[str], now: datetime) -> list[InvoiceView]:
    """The owed invoices that these people have taken on, by a decision that is in force."""
    wanted = set(people)
    return [view for view in views if holder(view, now) in wanted]


def holdings(
    views: Iterable[InvoiceView], today: Callable[[Account], date], now: datetime
) -> list[Holding]:
    """How many owed invoices each person has taken on, the most first."""
    taken: dict[str, list[bool]] = {}
    for view in views:
        if who := holder(view, now):
            taken.setdefault(who, []).append(view.invoice.is_overdue(today(view.account)))
    found = [Holding(person, len(late), sum(late)) for person, late in taken.items()]
    return sorted(found, key=lambda one: (-one.invoices, one.person))


def holder(view: InvoiceView, now: datetime) -> str:
    """Who sees to it, empty if nobody does; one that is only muted is nobody's."""
    care = view.care
    if care is None or not view.invoice.is_owed or care.state is CareState.MUTED:
        return ""
    return care.held_by if care.until is None or care.until > now else ""
