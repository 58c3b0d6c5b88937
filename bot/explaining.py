"""Answers to `why` and `who`: the rules behind the messages, and the people behind the rules."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.answers.answer import unknown_invoice
from bot.answers.lookup import Unclear, find
from bot.answers.narrow import of_accounts
from bot.listing import today_in
from bot.oncall.handover import holder, holdings
from bot.oncall.roster import Roster, nobody_named
from bot.slack.commands import Listing, When
from bot.slack.render.answer_freshness import freshness_said
from bot.slack.render.answer_help import note, which
from bot.slack.render.answer_report import Ground
from bot.slack.render.answer_who import who
from bot.slack.render.answer_why import Reasons, why
from bot.slack.render.message import Message
from bot.slack.render.occasions import occasion
from bot.why import Explained, Explainer
from state.figures.sums import per_side
from state.model import Account
from state.search import Held
from state.store import AccountView, Reader


@dataclass(frozen=True, slots=True)
class Explanations:
    """Explains to people in Slack; reads only."""

    store: Reader
    explainer: Explainer
    roster: Roster | None
    now: Callable[[], datetime]
    command: str = "/invoices"

    def why(self, reference: str) -> Message:
        """Which rules hold for an invoice, why nothing is said, what comes next."""
        found = find(self.store, reference)
        if not isinstance(found, Unclear):
            return self._told(self.explainer.explain(found))
        if found.exact:
            keys = [str(key) for key in found.keys]
            return which(reference, keys, command=self.command, verb="why")
        trust = freshness_said(self.store.account_views(), self.now())
        said = trust.replace("/invoices", self.command)
        return note(f"{unknown_invoice(found, self.command)} {said}")

    def who(self) -> Message:
        """Who is on call, and who has taken on what."""
        now = self.now()
        on_call = self.roster.now_on_call() if self.roster else nobody_named()
        everything = of_accounts(Listing(When.OPEN), self.store.account_views(), None, now)
        taken_on = self.store.all_found(replace(everything.search, held=Held()))
        taken_on = [view for view in taken_on if holder(view, now)]
        held = holdings(taken_on, lambda account: today_in(account, now), now)
        ground = Ground(everything.accounts, now, command=self.command)
        return who(on_call, held, per_side(taken_on), ground)

    def _told(self, found: Explained) -> Message:
        coming = None
        if found.coming is not None:
            draft = found.coming.draft
            coming = (found.coming.at, occasion(draft), draft.channel)
        reasons = Reasons(
            view=found.view,
            today=today_in(found.view.account, self.now()),
            rules=found.rules.lines,
            silence=found.silence,
            coming=coming,
            said=found.said,
            ground=Ground(self._watched(found.view.account), self.now(), command=self.command),
        )
        return why(reasons)

    def _watched(self, account: Account) -> list[AccountView]:
        return [view for view in self.store.account_views() if view.account.name == account.name]
