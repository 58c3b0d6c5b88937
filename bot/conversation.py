"""Joins the listeners to what they need: answers, the desk, checks on demand."""

from collections.abc import Callable
from functools import partial

import structlog

from bot.actions import Desk, sheet
from bot.announce import Manner
from bot.answers.answer import Answers
from bot.answers.home import HomeTabs
from bot.answers.reporting import Reports
from bot.answers.unfurls import Links
from bot.app import Core
from bot.checking import check
from bot.clicks import Clicks
from bot.config.settings import Settings
from bot.explaining import Explanations
from bot.rules import Rulebook
from bot.serves import Serving
from bot.slack.listeners import Handlers, Tab
from bot.storms import Storms
from bot.welcome import welcome
from bot.why import Explainer
from state.model import Account, Invoice, InvoiceView
from state.rules.calendar import WorkingTime
from state.rules.suspension import Countdown, countdown

log = structlog.get_logger()


def handlers(core: Core) -> Handlers:
    """Everything that people may ask of this bot."""
    command = core.settings.slack.command
    serving = Serving(core.settings.links, core.store)
    answers = Answers(core.store, core.engine.clock, command, serving)
    reports = Reports(core.store, core.engine.clock, command, core.settings.timezone)
    desk = _desk(core)
    storms = Storms(core.store, core.engine.clock, _manner(core))
    engine = core.engine
    explainer = Explainer(core.store, engine.book, engine.chain, engine.clock)
    told = Explanations(core.store, explainer, core.roster, engine.clock, command)
    clicks = Clicks(
        core.store,
        engine.clock,
        desk,
        storm=lambda asked, user, yes: storms.answer(asked, user, yes=yes),
        speak=engine.speak,
    )
    return Handlers(
        answer=answers.answer,
        take=clicks.take,
        waiting=clicks.waiting,
        carry_out=clicks.carry_out,
        untold=clicks.untold,
        told=core.store.told_clicks,
        reply=reports.reply,
        answered=clicks.answer_only,
        give_up=clicks.give_up,
        redraw=clicks.redraw,
        sheet=partial(sheet, desk),
        check=lambda account, say: check(core, account, say),
        seen=lambda delivery: core.store.seen_delivery(delivery, engine.clock()),
        joined=lambda channel: welcomed(core, channel),
        home=_tab(core),
        unfurl=Links(core.store, engine.clock, core.settings.accounts).show,
        failed=_record,
        now=engine.clock,
        who=told.who,
        why=told.why,
    )


def _tab(core: Core) -> Tab:
    store, clock = core.store, core.engine.clock
    tabs = HomeTabs(store, clock, core.settings.slack.command, core.roles)
    return Tab(
        view=tabs.view,
        opened=tabs.opened,
        choose=tabs.choose,
        put_away=lambda user: store.welcomed(user, clock()),
        watched=tabs.watched,
        news=store.newest_event,
        now=clock,
    )


def welcomed(core: Core, channel: str) -> None:
    """Say what the bot does, where it was just let in."""
    if welcome(core.store, core.engine.clock, core.settings.slack.command, channel):
        core.engine.speak()


def _manner(core: Core) -> Callable[[Account, Invoice], Manner]:
    return lambda account, invoice: core.engine.plans[account.name].manner(invoice)


def _desk(core: Core) -> Desk:
    """Where people decide, by the rules that hold for the reminders too."""
    settings, book = core.settings, Rulebook(core.settings)

    def suspends(view: InvoiceView) -> Countdown:
        return countdown(book.suspension_of(view.invoice, view.account), view.invoice.due)

    return Desk(
        core.store,
        core.engine.clock,
        settings.reminders.ack_expires,
        settings.slack.command,
        hours=_team_hours(settings),
        suspends=suspends,
        home=lambda view: book.home(view.invoice, view.account).channel,
        roles=core.roles,
    )


def _team_hours(settings: Settings) -> WorkingTime:
    chosen = settings.reminders
    opens, closes = chosen.hours
    return WorkingTime(settings.timezone, opens, closes, chosen.business_days, chosen.holidays)


def _record(error: Exception) -> None:
    log.error("listener_failed", error=type(error).__name__, exc_info=error)
