"""What `[oncall] who` may be, and what is said where it is something else."""

from collections.abc import Iterator
from datetime import time

import pytest

from bot.oncall.configured import address, roster
from bot.oncall.roster import Roster, nobody_named
from bot.slack.directory import Directory
from providers.clients import Clients
from tests.bot.oncall.feeds import NOW


@pytest.fixture(scope="module")
def clients() -> Iterator[Clients]:
    made = Clients()
    yield made
    made.close()


def made(who: str | tuple[str, ...] | None, clients: Clients) -> Roster:
    return roster(
        who,
        "weekly",
        opens=time(9),
        zone="Europe/Berlin",
        directory=Directory("xoxb-not-a-real-token", "http://127.0.0.1:9/api/", lambda: NOW),
        clients=clients,
        clock=lambda: NOW,
    )


@pytest.mark.parametrize(
    ("who", "source"),
    [
        ("@finance-oncall", "the user group @finance-oncall"),
        ("S012ABC", "the user group S012ABC"),
        ("<!subteam^S012ABC|@finance-oncall>", "the user group S012ABC"),
        ("https://cal.example/private/8c1ffeed", "the on-call calendar at cal.example"),
        ("webcal://cal.example/private/8c1ffeed", "the on-call calendar at cal.example"),
        ("http://127.0.0.1:8080/feed", "the on-call calendar at 127.0.0.1"),
    ],
)
def test_a_source_that_was_not_asked_yet_says_so(who: str, source: str, clients: Clients):
    found = made(who, clients).now_on_call()
    assert (found.people, found.mention, found.source) == ((), "", source)
    assert found.trouble == "it was not asked yet"


def test_people_are_known_without_asking(clients: Clients):
    assert made("U012ABC", clients).now_on_call().people == ("U012ABC",)
    assert made("<@U012ABC>", clients).now_on_call().mention == "<@U012ABC>"
    listed = made(("U012ABC", "@U034DEF"), clients).now_on_call()
    assert listed.people in (("U012ABC",), ("U034DEF",))
    assert listed.next is not None


@pytest.mark.parametrize("who", [None, ()])
def test_without_anybody_configured_nobody_is_on_call(
    who: tuple[str, ...] | None, clients: Clients
):
    nobody = made(who, clients)
    nobody.refresh()
    assert nobody.now_on_call() == nobody_named()


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("finance on call", "neither a user group"),
        ("", "neither a user group"),
        (("U012ABC", "ada"), "'ada' is no Slack user id"),
        (("@finance-oncall",), "'@finance-oncall' is no Slack user id"),
        ("ftp://cal.example/8c1ffeed", "begins with https:// or webcal://"),
        ("http://cal.example/8c1ffeed", "has to begin with https://"),
        ("https:///8c1ffeed", "names a host"),
        ("https://[::1/8c1ffeed", "names a host"),
        ("https://cal.example:port/8c1ffeed", "names a host"),
    ],
)
def test_anything_else_is_refused_with_what_it_may_be(
    who: str | tuple[str, ...], words: str, clients: Clients
):
    with pytest.raises(ValueError, match=words.replace("[", r"\[")) as caught:
        made(who, clients)
    assert "8c1ffeed" not in str(caught.value)


def test_webcal_is_asked_over_https():
    assert address("WEBCAL://cal.example/feed") == "https://cal.example/feed"
