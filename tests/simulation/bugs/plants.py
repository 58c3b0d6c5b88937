"""The mistakes that bots of this kind make, each as the smallest edit of our source."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """One place that is changed."""

    path: str
    old: str
    new: str
    times: int = 1  # how often `old` stands there


@dataclass(frozen=True, slots=True)
class Bug:
    """A mistake, and what it would do to people."""

    name: str
    harm: str
    edits: tuple[Edit, ...]


def _bug(name: str, harm: str, *edits: Edit) -> Bug:
    return Bug(name, harm, edits)


OUTBOX, MESSENGER = "state/queue/outbox.py", "bot/slack/messenger.py"

BUGS = (
    _bug(
        "mark before send",
        "a message that a kill cut off is called sent and never is",
        Edit(OUTBOX, "SET state = 'unsure', attempts", "SET state = 'sent', attempts"),
        Edit(OUTBOX, "AND state = 'unsure'", "AND state = 'sent'", times=2),
    ),
    _bug(
        "retry without reconcile",
        "a message whose reply was lost is posted again",
        Edit(MESSENGER, "if claim.reconcile:", "if claim.reconcile and False:"),
    ),
    _bug(
        "paid by absence",
        "what is missing from a list is called paid",
        Edit(
            "state/changes.py", "standing=Standing.UNKNOWN, their", "standing=Standing.PAID, their"
        ),
        Edit("state/changes.py", "return Vanished(before, after)", "return Settled(before, after)"),
    ),
    _bug(
        "exact-day matching",
        "a step whose day the bot was down is never said",
        Edit(
            "state/rules/ladder.py",
            "return table.steps[past - 1] if past else None",
            "return table.steps[past - 1] if past and table.moments[past - 1].date() == now.date()"
            " else None",
        ),
    ),
    _bug(
        "ack wiped by poll",
        "what somebody took on is open to everybody again when the provider says anything new",
        Edit("state/ledger.py", "for one in stopped if one.is_closed", "for one in [*invoices]"),
    ),
    _bug(
        "float money",
        "a cent is lost",
        Edit(
            "state/rows.py",
            "units = int(amount * sub_unit)",
            "units = int(float(amount) * sub_unit)",
        ),
        Edit("state/rows.py", " and Decimal(units) / sub_unit == amount", ""),
    ),
    _bug(
        "deferred transaction",
        "a write fails as locked when another process wrote in between",
        Edit("state/file/together.py", '"BEGIN IMMEDIATE"', '"BEGIN"'),
    ),
    _bug(
        "grace time default",
        "a tick that comes late is dropped, and with it all that was due",
        Edit("bot/app.py", '"misfire_grace_time": None, ', ""),
    ),
    _bug(
        "no dedupe of clicks",
        "what Slack delivers twice is done twice",
        Edit(
            "state/deliveries.py",
            "VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
            "VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET payload = excluded.payload,"
            " outcome = NULL, done_at = NULL",
        ),
    ),
    _bug(
        "stage key without date",
        "an invoice that gets another due date is never reminded of again",
        Edit("bot/remind.py", "{view.invoice.due}:{channel}", "{channel}"),
    ),
    _bug(
        "dropped on a rate limit",
        "what Slack asks to wait with is never said",
        Edit(
            OUTBOX,
            "return _wait(connection, claim, state, until, reason)",
            "return _finish(connection, claim, OutboxState.DROPPED, reason, now)",
        ),
    ),
    _bug(
        "an unknown channel is a success",
        "what no channel takes is called sent",
        Edit(
            MESSENGER,
            "return Refused(fault.reason)\n            case",
            'return Sent(Post(channel, "1.0"))\n            case',
        ),
    ),
    _bug(
        "acknowledged before it is written down",
        "a click that a kill cut off is lost, and Slack does not deliver it again",
        Edit(
            "bot/slack/listening/pressing.py",
            "answer = self.errands.take(asked)\n        ack()",
            "ack()\n        answer = self.errands.take(asked)",
        ),
    ),
    _bug(
        "rendered early",
        "people are called for what was paid or taken on meanwhile",
        Edit("bot/compose.py", "if stale := _stale(", "if (stale := _stale(", times=1),
        Edit(
            "bot/compose.py",
            "self.clock()):\n            return Dropped(stale)",
            "self.clock())) and not stale:\n            return Dropped(stale)",
        ),
    ),
    _bug(
        "the last one first",
        "what was queued first is said after what came later",
        Edit(OUTBOX, '<= :now ORDER BY coalesce(place, id), id"""', '<= :now ORDER BY id DESC"""'),
    ),
    _bug(
        "a doubt forgotten",
        "what was on its way when the bot was killed is taken for unsent, and said again",
        Edit(
            OUTBOX,
            "SET epoch = epoch + 1, lease_until = NULL, wait_until = tried_at",
            "SET state = 'new', epoch = epoch + 1, lease_until = NULL, wait_until = tried_at",
        ),
    ),
    _bug(
        "a route is not asked",
        "whoever has to hear of what is grave does not",
        Edit("bot/remind.py", "away = route.channel != around.home", "away = False"),
        Edit("bot/announce.py", "if how.route is None or stage is None:", "if True:"),
    ),
    _bug(
        "a suspension is no step",
        "nobody hears that services stop tomorrow",
        Edit(
            "state/rules/ladder.py",
            "if policy is not None:",
            "if policy is not None and not policy:",
        ),
    ),
    _bug(
        "held back to the end",
        "what is about to be switched off waits until another invoice is paid",
        Edit(
            "bot/remind.py",
            "if _severity(view, around, now) < Severity.CRITICAL:\n        if view.mute",
            "if _severity(view, around, now) <= Severity.LAST_CALL:\n        if view.mute",
        ),
    ),
    _bug(
        "digest key without its day",
        "there is one digest, and never another",
        Edit("bot/digests.py", "digest:{channel}:{moment.isoformat()}", "digest:{channel}"),
    ),
    _bug(
        "a digest by the minute at which it is made",
        "a bot that was killed says it again",
        Edit("bot/digests.py", "_draft(channel, moment, told)", "_draft(channel, now, told)"),
    ),
    _bug(
        "a note for nobody",
        "what somebody noted is in the history, and the others never read it",
        Edit(
            "bot/actions/rules.py",
            'drafts=[reply(view.account, view.invoice, "noted", at, told)],',
            "drafts=[],",
        ),
    ),
    _bug(
        "nothing is ever shown to all",
        "that it is overdue stands in a thread that nobody has open",
        Edit("bot/remind.py", "broadcast=rises(", "broadcast=False and rises("),
    ),
    _bug(
        "a form acknowledged before it is written down",
        "what was typed is lost when the bot is killed just then",
        Edit(
            "bot/slack/listening/forms.py",
            "answer = self.errands.take(asked)\n        ack()",
            "ack()\n        answer = self.errands.take(asked)",
        ),
    ),
    _bug(
        "a round-up forgets one",
        "of many new invoices one is in no message, and nobody hears of it",
        Edit(
            "state/queue/grouping.py",
            "for at, key in enumerate(_invoices(crowd))",
            "for at, key in enumerate(_invoices(crowd)[1:])",
        ),
    ),
    _bug(
        "a storm is no question",
        "what only has other numbers is called gone, and announced anew",
        Edit("state/storms.py", "FEW = 5  #", "FEW = 500  #"),
    ),
    _bug(
        "announced beside the question",
        "there is a question, and hundreds of messages as well",
        Edit("bot/announce.py", "hushed = after.key.number in members", "hushed = False"),
    ),
    _bug(
        "a Home tab drawn once",
        "whoever opens it again sees how it stood then",
        Edit(
            "bot/slack/listening/home.py",
            "self.handlers.home.opened(user)\n            self.publisher.show(user)",
            "self.handlers.home.opened(user)",
        ),
    ),
    _bug(
        "no holidays",
        "people are called on a day on which nobody is at work",
        Edit(
            "state/rules/calendar.py",
            "day in _closed(hours.holidays, day.year)",
            "day in _closed(None, day.year)",
        ),
    ),
)
