"""Open invoices + the ladder + now -> what must be said.

Only invoices whose next step has come are looked at. After any gap the highest step
reached is said, once: its key names invoice, step, due date and channel.
"""

from collections.abc import Callable
from datetime import datetime

from bot.announce import reply, update
from state.messages import (
    Draft,
    Kind,
)
from state.model import InvoiceView, Stage
from state.reminders import Ladder, Rhythm, next_step, reached, stages
from state.store import (
    Reminder,
    Store,
)

BATCH = 500


def remind(
    store: Store, ladder_of: Callable[[InvoiceView], Ladder], rhythm: Rhythm, now: datetime
) -> int:
    """Queue every reminder that has come due; the number of invoices looked at."""
    looked = 0
    while views := store.due_steps(now, BATCH):
        store.commit_reminders([decide(v, ladder_of(v), rhythm, now) for v in views], now)
        looked += len(views)
    return looked


def decide(view: InvoiceView, ladder: Ladder, rhythm: Rhythm, now: datetime) -> Reminder:
    """Decide for one invoice whose step has come: say something or not, and when to look again."""
    invoice, care = view.invoice, view.care
    if not invoice.is_owed:
        return Reminder(invoice.key, (), None)
    following = next_step(ladder, invoice.due, now, rhythm) if invoice.due else None
    if care is not None and (care.until is None or care.until > now):
        # nothing is said, but "due soon" must not stand there when it is overdue
        coming = [moment for moment in (following, care.until) if moment is not None]
        redraw = (update(view.account, invoice, now),)
        return Reminder(invoice.key, redraw, min(coming, default=None))
    if care is not None:
        return Reminder(invoice.key, _expired(view, now), following, ends_care=True)
    stage = reached(ladder, invoice.due, now, rhythm) if invoice.due else None
    if stage is None:
        return Reminder(invoice.key, (), following)
    return Reminder(invoice.key, _step(view, stage, ladder, now), following)


def _expired(view: InvoiceView, now: datetime) -> tuple[Draft, ...]:
    line = reply(view.account, view.invoice, "ack_expired", now, broadcast=True)
    return update(view.account, view.invoice, now), line


def _step(view: InvoiceView, stage: Stage, ladder: Ladder, now: datetime) -> tuple[Draft, ...]:
    invoice, account = view.invoice, view.account
    line = Draft(
        key=f"{invoice.key}:{stage.code}:{invoice.due}:{account.channel}",
        kind=Kind.REPLY,
        channel=account.channel,
        account=account.name,
        number=invoice.key.number,
        what="stage",
        stage=stage.offset,
        due=invoice.due,
        details={"offset": str(stage.offset)},
        broadcast=rises(stage, ladder),
    )
    return update(account, invoice, now), line


def rises(stage: Stage, ladder: Ladder) -> bool:
    """True if this step is graver than the one before it: due today, or newly overdue."""
    earlier = [other for other in stages(ladder) if other < stage]
    return _gravity(stage) > max((_gravity(other) for other in earlier), default=0)


def _gravity(stage: Stage) -> int:
    return 0 if stage.offset < 0 else 1 if stage.offset == 0 else 2
