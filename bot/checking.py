"""Checks that somebody asks for in Slack: which accounts, how far it is, and how it went."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.answers.lookup import account_named
from bot.answers.narrow import of_accounts
from bot.app import Core
from bot.check import Checked
from bot.slack.commands import Listing, When, nearest
from bot.slack.render.answer_check import Outcome, check_answer, checked_so_far
from bot.slack.render.answer_help import no_such, note
from bot.slack.render.answer_report import Ground
from bot.slack.render.message import Message
from state.log.history import kind

TOLD_EVERY = timedelta(seconds=15)
MOST_TOLD = 2  # a response URL works five times, and the answer needs it too

Say = Callable[[Message], object]


def check(core: Core, account: str | None, say: Say) -> Message:
    """Check one account or all, say how far it is where that takes long, and what came of it."""
    names = list(core.settings.accounts)
    command = core.settings.slack.command
    if account is not None:
        named = account_named(names, account)
        if named is None:
            near = nearest(account, names)
            return no_such("account", account, near, command=command, verb="check")
        names = [named]
    clock = core.engine.clock
    checked = core.engine.check_now(names, Progress(len(names), clock, say).done)
    core.engine.speak()
    now = clock()
    about = of_accounts(Listing(When.OPEN), core.store.account_views(), names, now)
    totals = core.store.search(about.search).totals()
    outcomes = [_outcome(one) for one in checked]
    return check_answer(outcomes, totals, Ground(about.accounts, now, "", command, rich=False))


def _outcome(checked: Checked) -> Outcome:
    changes = Counter(kind(change) for change in checked.changes)
    return Outcome(checked.account, checked.error, checked.skipped, changes)


class Progress:
    """Says now and then how many accounts are done. Safe to use from any thread."""

    def __init__(self, of: int, clock: Callable[[], datetime], say: Say) -> None:
        self._of = of
        self._clock = clock
        self._say = say
        self._lock = threading.Lock()
        self._done = 0
        self._told = 0
        self._since = clock()

    def done(self, _checked: Checked) -> None:
        """One more account was checked."""
        with self._lock:
            self._done += 1
            now = self._clock()
            is_time = now - self._since >= TOLD_EVERY and self._told < MOST_TOLD
            if not is_time or self._done == self._of:
                return
            self._since, self._told = now, self._told + 1
            words = checked_so_far(self._done, self._of)
        self._say(note(words))
