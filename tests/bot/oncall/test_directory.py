"""People and groups as Slack answers, and what is made of its refusals."""

import pytest

from bot.slack.directory import Directory, Group, Person
from bot.slack.messenger import SlackRefused
from tests.bot.oncall.feeds import NOW
from tests.bot.slack.wire import Act, Wire, answer, drop, wire

TOKEN = "xoxb-not-a-real-token"


def directory(said: Wire) -> Directory:
    return Directory(TOKEN, said.url, lambda: NOW)


def person(id_: str, **facts: object) -> dict[str, object]:
    return {"id": id_, "name": id_.lower(), "real_name": f"Real {id_}", "profile": {}, **facts}


def test_everybody_is_read_over_all_pages_without_bots_and_those_who_left():
    first = {
        "ok": True,
        "members": [
            person("U1", profile={"display_name": "One", "real_name": "Number One"}),
            person("U2", deleted=True),
            person("U3", is_bot=True),
        ],
        "response_metadata": {"next_cursor": "two"},
    }
    with wire(answer(first), answer({"ok": True, "members": [person("U4", profile=None)]})) as said:
        people = directory(said).everybody()
    assert people == (
        Person("U1", ("Number One", "One", "Real U1", "u1")),
        Person("U4", ("Real U4", "u4")),
    )
    assert said.methods == ["users.list", "users.list"]


def test_somebody_who_left_has_no_address_any_more():
    with wire(answer({"ok": True, "user": person("U2", deleted=True)})) as said:
        assert directory(said).with_address("two@acme.example") is None


def test_a_group_is_found_by_its_handle_and_its_members_are_asked():
    groups = [{"id": "S9", "handle": "others"}, {"id": "S1", "handle": "finance"}]
    with wire(
        answer({"ok": True, "usergroups": groups}), answer({"ok": True, "users": ["U1", "U2"]})
    ) as said:
        assert directory(said).group("@finance") == Group("S1", "finance", ("U1", "U2"))
    assert said.asked[1] == ("usergroups.users.list", {"usergroup": "S1"})


def refusal(code: str, **facts: str) -> Act:
    return answer({"ok": False, "error": code, **facts})


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (refusal("plan_upgrade_required"), "plan has no user groups, @finance cannot be asked"),
        (refusal("missing_scope", needed="usergroups:read"), "lacks the scope usergroups:read"),
        (refusal("permission_denied"), "does not let the bot see @finance"),
        (refusal("invalid_auth"), "SLACK_BOT_TOKEN"),
        (answer({"ok": False, "error": "ratelimited"}, 429), "asks to wait"),
        (drop, "the connection to Slack broke"),
        (answer({"ok": True, "usergroups": []}), "there is no user group @finance in Slack"),
    ],
)
def test_a_group_that_cannot_be_asked_says_why(act: Act, words: str):
    with wire(act) as said, pytest.raises(SlackRefused, match=words) as caught:
        directory(said).group("@finance")
    assert TOKEN not in f"{caught.value!r} {directory(said)!r}"


def test_a_failure_while_looking_for_people_is_not_taken_for_nobody():
    with wire(refusal("missing_scope", needed="users:read.email")) as said:
        asked = directory(said)
        with pytest.raises(SlackRefused, match=r"lacks the scope users:read\.email"):
            asked.with_address("one@acme.example")
        with pytest.raises(SlackRefused):
            asked.everybody()
