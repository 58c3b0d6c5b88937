"""Who tried what they may not do is written down as well."""

from dataclasses import replace

from bot.answers.lookup import account_named, find
from bot.clock import Clock
from bot.roles import Right, Roles
from bot.slack.asked import AckAll, Asked, Inquiry, StormAnswer
from bot.slack.deeds import Mute, Unmute
from state.model import Event, InvoiceView
from state.store import Store

KIND = "not_allowed"


def telling(store: Store, asked: Asked, roles: Roles, clock: Clock) -> Roles:
    """The same roles, while this is carried out: each refusal becomes an entry of the audit log."""

    def refused(user: str, right: Right, why: str) -> None:
        account, number = _about(store, asked)
        wanted = {"wanted": _wanted(asked), "right": right.value}
        details = {**wanted, "source": asked.source, "reason": why}
        store.note(Event(0, clock(), account, number, KIND, user, details))

    return replace(roles, refused=refused)


def _wanted(asked: Asked) -> str:
    """What somebody wanted, as one could type it."""
    match asked.order:
        case AckAll(keys):
            return f"ack {' '.join(keys)}"
        case StormAnswer(question, yes):
            return f"answer {'yes' if yes else 'no'} to {question}"
        case _:
            return str(asked.order)


def _about(store: Store, asked: Asked) -> tuple[str, str | None]:
    """The account and the invoice, as far as one was meant."""
    match asked.order:
        case AckAll() | Inquiry():
            return "", None
        case StormAnswer(question):
            return question.partition("|")[0], None
        case Mute(name) | Unmute(name):
            reference = name
        case deed:
            reference = deed.key
    names = [view.account.name for view in store.account_views()]
    if (account := account_named(names, reference)) is not None:
        return account, None
    found = find(store, reference)
    if isinstance(found, InvoiceView):
        return found.invoice.key.account, found.invoice.key.number
    return "", None
