"""What stands in Slack and is not remembered here is taken for what it is, not said again.

A database may know less than Slack does: it was begun anew on an empty disk, or restored from a
backup. So before the first message goes to a channel, its history is looked through, once for
each process. Messages of invoices that have none become theirs again; a message that was posted
already is not posted twice; and where Slack knows more than we do, every line is looked for in
its thread before it is written.

Where the history cannot be read, what would begin a second message waits, as long as the
messenger waits in doubt; what belongs to a message that is known goes out meanwhile.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

import structlog

from bot.afresh import APART
from bot.clock import Clock
from bot.drafts import update
from bot.slack.language import _
from bot.slack.messenger import HOLD, OUTAGE
from bot.slack.refusals import Fault
from bot.slack.standing import Page
from bot.slack.vain import InVain
from state.found import Standing
from state.marks import mark
from state.messages import Claim, Draft, Dropped, Kind, Later, OutboxItem, Outcome, Post, Sent
from state.model import InvoiceKey
from state.store import Store

log = structlog.get_logger()

LATELY = timedelta(days=30)  # how far back an ordinary start looks
PAST = timedelta(days=180)  # and one with a database that is younger than that
MARGIN = timedelta(days=1)  # before the moment at which the database last lived
MOST_PAGES = 25  # of 200 messages each
AGAIN = timedelta(seconds=20)
CATCHES_UP = timedelta(days=1)  # so long what is queued may be what a former life has said
LONG_AGO = datetime.min.replace(tzinfo=UTC)
_BEGIN = (Kind.INVOICE, Kind.GROUP, Kind.REPLY)  # what may begin the message of an invoice
_UNREADABLE = ("channel_not_found", "not_in_channel", "is_archived")  # posting is refused as well


class History(Protocol):
    """What is needed of Slack; `bot.slack.messenger` is the real one."""

    def standing(self, channel: str, since: datetime, cursor: str | None = None) -> Page | Fault:
        """One page of our own messages in a channel, the newest first."""


@dataclass(slots=True)
class _Look:
    """How far the history of a channel was looked through."""

    since: datetime
    cursor: str | None = None
    pages: list[Page] = field(default_factory=list)
    is_over: bool = False
    in_vain: InVain | None = None
    waits: Later | None = None


@dataclass(slots=True)
class Adoption:
    """Looks once into each channel, and knows what stands there unremembered."""

    store: Store
    history: History
    clock: Clock
    _looks: dict[str, _Look] = field(default_factory=dict)
    _marked: dict[str, list[tuple[str, Standing]]] = field(default_factory=dict)  # and where
    _posted: dict[str, Post] = field(default_factory=dict)  # token -> where it stands
    _pending: list[tuple[str, Standing]] = field(default_factory=list)  # not all is known of them
    _known: int = -1  # accounts that were checked when these were looked at last
    _try_at: datetime = LONG_AGO
    _behind: datetime | None = None  # Slack knows more than we do, since then
    _caught_up_by: datetime = LONG_AGO

    def before(self, claim: Claim) -> Claim | Outcome:
        """What is left to be said of a message; an outcome if nothing is, or not yet."""
        item, channel = claim.item, claim.item.draft.channel
        waits = self._look(channel)
        if waits is None and self._remembers_all:
            return claim
        found = [key for key in _keys(item) if mark(key) in self._marked]
        self._take_up()
        if waits is not None and item.draft.kind in _BEGIN and self._homeless(_keys(item)):
            return waits
        if not claim.reconcile and item.token in self._posted:
            log.info("message_adopted", key=item.draft.key, channel=channel)
            return Sent(self._posted[item.token])
        for key in self._homeless(found):  # it was not known when the channel was looked through
            for where, one in self._marked[mark(key)]:
                self._adopt([one], where)
        for key in found:  # once is enough: somebody may delete the message later
            del self._marked[mark(key)]
        return self._rest(claim) if found else self._carefully(claim)

    @property
    def _remembers_all(self) -> bool:
        return not self._marked and not self._posted and self._behind is None

    def _homeless(self, keys: Sequence[InvoiceKey]) -> list[InvoiceKey]:
        """Those of them that have no message."""
        return [key for key in keys if self.store.living(key) is None]

    def _rest(self, claim: Claim) -> Claim | Outcome:
        """What a message still announces after some of it was found in Slack."""
        item = self.store.item(claim.item.draft.key) or claim.item
        announces = item.draft.kind in (Kind.INVOICE, Kind.GROUP) and item.draft.what == "new"
        if announces and not self._homeless(_keys(item)):
            return Dropped(_("it stands in Slack already"))
        return self._carefully(replace(claim, item=item))

    def _carefully(self, claim: Claim) -> Claim:
        """Where Slack knows more than we do, look for a line in its thread before it is said.

        What stands in the channel itself was seen; and what is new after a day was never said.
        """
        if self._behind is None or claim.item.draft.kind is not Kind.REPLY:
            return claim
        if self.clock() > self._caught_up_by:
            return claim
        first = min(claim.item.first_try or self._behind, self._behind)
        return replace(claim, item=replace(claim.item, first_try=first), reconcile=True)

    def _look(self, channel: str) -> Later | None:
        """Look through a channel's history, or say when it is tried again."""
        look = self._looks.get(channel)
        if look is None:
            look = self._looks[channel] = _Look(self._since())
        if look.waits is not None and self.clock() < look.waits.until:
            return look.waits
        while not look.is_over:
            page = self.history.standing(channel, look.since, look.cursor)
            if isinstance(page, Fault):
                look.waits = self._failed(look, page, channel)
                return look.waits
            self._take(look, page, channel)
        return None

    def _since(self) -> datetime:
        """How far back Slack may know more: a young database may have had one before it."""
        now, began = self.clock(), self.store.began()
        young = began is None or began > now - LATELY
        checked = (view.checked_at for view in self.store.account_views())
        lived = max((at for at in checked if at is not None), default=now)
        return min(now - (PAST if young else LATELY), lived - MARGIN)

    def _failed(self, look: _Look, fault: Fault, channel: str) -> Later | None:
        now = self.clock()
        look.in_vain = look.in_vain or InVain(now)
        patience = OUTAGE if fault.passing else HOLD
        if fault.code in _UNREADABLE or look.in_vain.once_more(now) >= patience:
            log.warning("history_not_read", channel=channel, reason=fault.reason)
            look.is_over = True
            return None
        reason = _("cannot look what stands there already: {reason}", reason=fault.reason)
        return Later(now + (fault.wait or AGAIN), reason)

    def _take(self, look: _Look, page: Page, channel: str) -> None:
        look.in_vain, look.waits, look.cursor = None, None, page.cursor
        look.pages.append(page)
        if page.cursor is not None and len(look.pages) < MOST_PAGES:
            return
        look.is_over = True
        if page.cursor is not None:
            log.warning("history_too_long", channel=channel, pages=MOST_PAGES)
        self._compare(page.place, [one for each in look.pages for one in each.found], channel)
        look.pages.clear()

    def _compare(self, place: str, found: Sequence[Standing], channel: str) -> None:
        """Which of the messages are news to us?"""
        known = self.store.remembered(place, [one.token for one in found])
        strange = [one for one in found if one.token not in known.tokens]
        self._posted |= {one.token: one.post for one in found if one.token not in known.sent}
        later = [one for one in found if known.newest and one.latest > known.newest]
        if strange or later:
            stamps = [one.post.ts for one in strange] + [known.newest] * bool(later)
            earliest = datetime.fromtimestamp(min(float(ts) for ts in stamps), UTC)
            self._behind = min(self._behind or earliest, earliest)
            self._caught_up_by = self.clock() + CATCHES_UP
        for one in strange:
            for sign in one.marks:
                self._marked.setdefault(sign, []).append((channel, one))
        if strange:
            log.info("messages_not_remembered", channel=channel, messages=len(strange))
        self._pending += [(channel, one) for one in strange if one.marks]
        self._known, self._try_at = -1, LONG_AGO

    def _take_up(self) -> None:
        """Adopt what was found, each message as soon as all that it shows can be known.

        It would else lose those of its invoices whose account was not checked yet.
        """
        if not self._pending:
            return
        now, checked = self.clock(), [one.baselined for one in self.store.account_views()]
        if now < self._try_at and not all(checked):  # with many accounts each look takes a while
            return
        if sum(checked) != self._known:
            self._known, self._try_at = sum(checked), now + AGAIN
            for channel in {where for where, _ in self._pending}:
                found = [one for where, one in self._pending if where == channel]
                self._adopt(found, channel, partly=all(checked))
        if all(checked):
            self._pending.clear()

    def _adopt(self, found: Sequence[Standing], channel: str, *, partly: bool = True) -> None:
        """Take them for what they show, and have them redrawn with what is true today."""
        now = self.clock()
        adopted = self.store.adopt_standing(found, channel, now, partly=partly)
        if adopted:
            log.info("messages_adopted", messages=len(adopted))
            self.store.enqueue(self._redraws(adopted, now), now)

    def _redraws(self, adopted: Sequence[InvoiceKey], now: datetime) -> Iterator[Draft]:
        for place, key in enumerate(adopted):
            view = self.store.invoice(key)
            if view is not None:
                draft = update(view.account, view.invoice, now)
                yield replace(draft, not_before=now + place * APART)


def _keys(item: OutboxItem) -> tuple[InvoiceKey, ...]:
    """The invoices that a message speaks of."""
    draft = item.draft
    alone = (InvoiceKey(draft.account, draft.number),) if draft.number is not None else ()
    return item.members or alone
