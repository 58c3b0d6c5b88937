"""`why`: the words for each reason of silence, and each kind of message that comes next."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.formats import reasons
from bot.why import Explained
from state.model import InvoiceKey, Mute, Standing
from tests.bot.test_command_line import Shell
from tests.bot.test_command_line import checked as checked  # noqa: PLC0414 -- a fixture
from tests.bot.test_command_line import first_check as first_check  # noqa: PLC0414 -- a fixture
from tests.bot.test_command_line import shell as shell  # noqa: PLC0414 -- a fixture
from tests.replay.company import START, Company
from tests.replay.house import in_memory
from tests.soak.quiet import quiet

# acme: services stop 6 days after the due date, which is Wed 25 Nov; york: nobody knows
ACME, YORK = InvoiceKey("acme", "1"), InvoiceKey("york", "1")
Deed = Callable[[Company], object]


@pytest.fixture
def company() -> Iterator[Company]:
    with in_memory() as folder, quiet():
        made = Company(folder)
        yield made
        made.house.stop()


def explained(company: Company, key: InvoiceKey) -> Explained:
    return company.explainer().explain(company.view(key))


def coming(company: Company, key: InvoiceKey) -> str:
    """`Mon 23 Nov 08:00 before-3 #billing`."""
    found = explained(company, key).coming
    return (
        f"{found.at:%a %d %b %H:%M} {found.draft.occasion} {found.draft.channel}" if found else ""
    )


def until(day: str) -> Deed:
    end = datetime.fromisoformat(day).replace(tzinfo=UTC)
    return lambda company: company.live_until(end)


def settle(standing: Standing) -> Deed:
    def act(company: Company) -> None:
        company.relist(YORK, standing)
        company.poll()

    return act


def unlist(company: Company) -> None:
    company.unlist(YORK)
    company.poll()


def fail(company: Company) -> None:
    company.books["york"].down = True
    company.poll()


def mute(company: Company) -> None:
    now = company.clock.now
    company.house.core.store.mute("york", Mute(START + timedelta(days=1), "U01ADA", now), now)


def suspend(company: Company) -> None:
    """Another invoice of the account has stopped the services."""
    company.amend(InvoiceKey("acme", "2"), due=date(2026, 11, 9))
    company.poll()


FAILING = (
    "its account has been failing since 2026-11-19 10:02 UTC; "
    "until it answers only what is critical is said"
)
SILENCES: list[tuple[Deed, InvoiceKey, str]] = [
    (settle(Standing.PAID), YORK, "it is paid"),
    (settle(Standing.VOID), YORK, "it is void"),
    (settle(Standing.PENDING), YORK, "a payment is under way"),
    (unlist, YORK, "its provider does not list it any more, so nobody is reminded of it"),
    (
        lambda company: company.desk.acknowledge("york/1", "U01ADA", None, "button"),
        YORK,
        "it is acknowledged until 2026-11-22 10:01 UTC",
    ),
    (
        lambda company: company.desk.dispute("york/1", "U01ADA", None, "button"),
        YORK,
        "it is disputed until 2026-12-03 10:01 UTC",
    ),
    (mute, YORK, "its account is muted until 2026-11-20 10:00 UTC"),
    (
        fail,
        YORK,
        FAILING,
    ),
    (suspend, ACME, "the reminders of its account wait until acme/2 is paid"),
    (
        lambda _: None,
        InvoiceKey("acme", "9"),
        "it has no due date, so no step can be counted from it",
    ),
]


@pytest.mark.parametrize(("deed", "key", "words"), SILENCES)
def test_each_reason_of_silence_has_its_words(
    company: Company, deed: Deed, key: InvoiceKey, words: str
) -> None:
    deed(company)
    assert list(explained(company, key).silence) == [words]


def test_where_nothing_keeps_us_silent_there_is_no_reason(company: Company) -> None:
    assert explained(company, YORK).silence == ()


def test_what_is_critical_is_not_called_silent(company: Company) -> None:
    company.books["acme"].down = True
    company.poll()
    assert len(explained(company, ACME).silence) == 1
    company.live_until(datetime(2026, 11, 30, 12, tzinfo=UTC))
    assert explained(company, ACME).silence == ()


COMING: list[tuple[list[Deed], InvoiceKey, str]] = [
    ([], YORK, "Mon 23 Nov 08:00 before-3 #billing"),
    ([until("2026-11-24T12:00")], YORK, "Wed 25 Nov 08:00 due #billing"),
    ([until("2026-11-26T12:00")], YORK, "Fri 27 Nov 08:00 escalated-1 #billing"),
    ([until("2026-11-27T12:00")], YORK, "Mon 30 Nov 08:00 after-4 #billing"),
    ([until("2026-11-30T12:00")], YORK, "Tue 01 Dec 08:00 escalated-3 #finance"),
    ([until("2026-12-21T12:00")], YORK, ""),
    (
        [lambda company: company.desk.acknowledge("york/1", "U01ADA", None, "button")],
        YORK,
        "Mon 23 Nov 08:00 woke #billing",
    ),
    (
        [
            lambda company: company.desk.promise(
                "york/1", "U01ADA", date(2026, 11, 26), None, "button"
            )
        ],
        YORK,
        "Fri 27 Nov 08:00 promise_broken #billing",
    ),
    ([settle(Standing.PAID)], YORK, ""),
    ([settle(Standing.PENDING)], YORK, ""),
    ([unlist], YORK, ""),
    ([fail], YORK, ""),
    ([mute, until("2026-11-19T12:00")], YORK, "Mon 23 Nov 08:00 before-3 #billing"),
]


@pytest.mark.parametrize(("deeds", "key", "words"), COMING)
def test_each_kind_of_next_message_is_foretold(
    company: Company, deeds: list[Deed], key: InvoiceKey, words: str
) -> None:
    for deed in deeds:
        deed(company)
    assert coming(company, key) == words


def test_what_is_held_comes_when_it_gets_critical_and_not_before(company: Company) -> None:
    """However often it is looked at in vain until then."""
    company.amend(ACME, due=date(2026, 12, 14))
    company.books["acme"].down = False
    company.poll()
    company.books["acme"].down = True
    company.poll()
    foretold = coming(company, ACME)
    assert foretold == "Fri 18 Dec 08:00 after-5 #billing", (
        "Saturday's, since services stop on Sunday"
    )
    before = len(company.news(ACME))
    company.live_until(datetime(2026, 12, 18, 9, tzinfo=UTC))
    assert company.news(ACME)[before].created_at == datetime(2026, 12, 18, 8, tzinfo=UTC)


def test_the_end_of_a_mute_brings_back_what_was_reached_meanwhile(company: Company) -> None:
    now, end = company.clock.now, datetime(2026, 12, 18, 12, tzinfo=UTC)
    company.house.core.store.mute("york", Mute(end, "U01ADA", now), now)
    company.live_until(end - timedelta(days=1))
    assert coming(company, YORK) == "Fri 18 Dec 12:00 after-18 #billing"


def test_what_is_overdue_since_its_date_was_moved_is_called_for(company: Company) -> None:
    company.live_until(datetime(2026, 12, 17, 12, tzinfo=UTC))
    company.amend(YORK, due=date(2026, 11, 20))  # all its steps have passed
    company.poll()
    assert coming(company, YORK) == "Fri 18 Dec 12:01 escalated-1 #billing"


def test_the_text_has_a_part_for_each_question(company: Company) -> None:
    company.desk.acknowledge("york/1", "U01ADA", None, "button")
    text = reasons.as_text(explained(company, YORK))
    assert text.splitlines()[:6] == [
        "york/1  open, calm",
        "",
        "Next message",
        "  2026-11-23T08:00:00Z  woke in #billing",
        "",
        "Nothing is said now because",
    ]
    assert "Rules that hold\n  [reminders]: 3 days before the due date" in text
    assert "Said so far\n  2026-11-19T10:01:00Z  new  " in text


def test_on_the_command_line(checked: Shell) -> None:
    done = checked.run("why", "acme-vps/100")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("acme-vps/100  open, overdue\n\nNext message\n  2")
    found = checked.json("why", "acme-vps/100")
    assert set(found) == {"key", "severity", "next", "silence", "rules", "said"}
    assert (found["key"], found["severity"], found["silence"]) == ("acme-vps/100", "overdue", [])
    assert set(found["next"]) == {"at", "what", "channel"}
    assert any("nobody knows when its services stop" in rule for rule in found["rules"])


def test_an_invoice_that_is_not_known_is_named_and_the_exit_code_is_1(checked: Shell) -> None:
    done = checked.run("why", "acme-vps/404")
    assert (done.returncode, done.stdout) == (1, "")
    assert "acme-vps/404 is not known; `duewatch list all`" in done.stderr


def test_what_is_no_key_is_a_wrong_use(shell: Shell) -> None:
    done = shell.run("why", "404")
    assert (done.returncode, done.stdout) == (2, "")
    assert "looks like acme-vps/7514880" in done.stderr


def test_without_a_database_it_says_how_to_make_one(shell: Shell) -> None:
    done = shell.run("why", "acme-vps/100")
    assert done.returncode == 2
    assert "`duewatch check` makes it" in done.stderr
