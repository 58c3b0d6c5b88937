import json

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.slack import APP_TOKEN, BOT_TOKEN, LocalSlack
from bot.demo.slack.methods import REGISTRY
from tests.demo.slack.raw import get, post_form, post_json, send


def refusal(client: WebClient, method: str, **arguments: object) -> str:
    with pytest.raises(SlackApiError) as caught:
        client.api_call(method, json=arguments)
    return str(caught.value.response["error"])


def test_every_encoding_says_the_same(slack: LocalSlack) -> None:
    url = f"{slack.api_url}chat.postMessage"
    blocks = json.dumps([{"type": "divider"}])
    words = {"channel": "#billing", "text": "a & b", "blocks": blocks}

    by_query = get(
        f"{url}?token={BOT_TOKEN}&channel=%23billing&text=a+%26+b&blocks=%5B%7B%22type%22%3A%22divider%22%7D%5D"
    )
    by_form = post_form(url, words)
    _, by_json = post_json(url, words, BOT_TOKEN)
    _, with_structure = post_json(url, {**words, "blocks": [{"type": "divider"}]}, BOT_TOKEN)

    for answer in (by_query, by_form, by_json, with_structure):
        assert answer["ok"], answer
        assert answer["channel"] == "C01BILLING"
    said = [(one["text"], one["blocks"][0]["type"]) for one in slack.history("#billing")]
    assert said == [("a & b", "divider")] * 4


CLAIMED = """
api.test apps.connections.open auth.test bots.info chat.delete chat.getPermalink
chat.postEphemeral chat.postMessage chat.unfurl chat.update conversations.history conversations.info
conversations.join conversations.list conversations.members conversations.open
conversations.replies files.completeUploadExternal files.getUploadURLExternal files.info
reactions.add reactions.remove team.info usergroups.list usergroups.users.list
users.conversations users.info users.list users.lookupByEmail views.open views.publish
views.push views.update
"""
READ = {
    "auth.test": {},
    "bots.info": {"bot": "B01DUEWATCH"},
    "chat.getPermalink": {"channel": "C01BILLING", "message_ts": "TS"},
    "conversations.history": {"channel": "C01BILLING", "limit": 1, "inclusive": True},
    "conversations.info": {"channel": "C01BILLING"},
    "conversations.list": {"types": "public_channel,im", "exclude_archived": True},
    "conversations.members": {"channel": "C01BILLING"},
    "conversations.replies": {"channel": "C01BILLING", "ts": "TS"},
    "files.info": {"file": "FILE"},
    "team.info": {},
    "usergroups.list": {"include_users": True},
    "usergroups.users.list": {"usergroup": "S01"},
    "users.conversations": {"user": "U01ADA"},
    "users.info": {"user": "U01ADA"},
    "users.list": {},
    "users.lookupByEmail": {"email": "ada@acme.example"},
}


def test_nothing_more_and_nothing_less_is_claimed() -> None:
    assert sorted(REGISTRY) == sorted(CLAIMED.split())


@pytest.mark.parametrize(("method", "arguments"), READ.items(), ids=READ)
def test_reading_answers_the_same_to_get_form_and_json(
    client: WebClient, method: str, arguments: dict[str, object]
) -> None:
    ts = client.chat_postMessage(channel="#billing", text="x")["ts"]
    file = client.files_getUploadURLExternal(filename="a.txt", length=1)
    send(str(file["upload_url"]), "POST", b"x")
    known = {"TS": ts, "FILE": file["file_id"]}
    asked = {name: known.get(str(value), value) for name, value in arguments.items()}

    by_get = client.api_call(method, http_verb="GET", params=asked).data
    by_form = client.api_call(method, data=dict(asked)).data
    by_json = client.api_call(method, json=dict(asked)).data

    assert isinstance(by_get, dict)
    assert by_get["ok"]
    for answer in (by_get, by_form, by_json):
        assert isinstance(answer, dict)
        answer.pop("cache_ts", None)
    assert by_get == by_form == by_json


def test_a_form_with_parts_is_read_too(slack: LocalSlack) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="channel"\r\n\r\nC01BILLING\r\n'
        b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nh\xc3\xa9llo\r\n--x--\r\n'
    )
    headers = {
        "Content-Type": "multipart/form-data; boundary=x",
        "Authorization": f"Bearer {BOT_TOKEN}",
    }
    _, _, content = send(f"{slack.api_url}chat.postMessage", "POST", body, headers)
    assert json.loads(content)["message"]["text"] == "h\xe9llo"


def test_tokens_are_looked_at(slack: LocalSlack, client: WebClient) -> None:
    url = f"{slack.api_url}auth.test"
    assert get(url)["error"] == "not_authed"
    assert get(f"{url}?token=xoxb-wrong")["error"] == "invalid_auth"
    assert get(f"{url}?token={APP_TOKEN}")["error"] == "not_allowed_token_type"
    assert post_json(url, {"token": BOT_TOKEN})[1]["error"] == "not_authed"  # not inside JSON
    assert refusal(client, "apps.connections.open") == "not_allowed_token_type"


def test_what_slack_does_not_know_is_refused(slack: LocalSlack, client: WebClient) -> None:
    assert refusal(client, "invoices.pay") == "unknown_method"
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {BOT_TOKEN}"}
    for body, error in ((b"{", "invalid_json"), (b"[]", "json_not_object")):
        _, _, content = send(f"{slack.api_url}auth.test", "POST", body, headers)
        assert json.loads(content)["error"] == error


def test_missing_arguments_are_named(client: WebClient) -> None:
    with pytest.raises(SlackApiError) as caught:
        client.api_call("chat.update", json={"text": "x"})
    answer = caught.value.response
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] missing required field: channel",
        "[ERROR] missing required field: ts",
    ]


def test_the_bot_learns_who_it_is(slack: LocalSlack, client: WebClient) -> None:
    assert client.api_test(foo="bar")["args"] == {"foo": "bar"}
    assert refusal(client, "api.test", error="my_error") == "my_error"
    me = client.auth_test()
    assert (me["team"], me["team_id"], me["user"]) == ("Acme Hosting", "T01ACME", "duewatch")
    assert (me["user_id"], me["bot_id"]) == ("U01DUEWATCH", "B01DUEWATCH")
    assert client.team_info()["team"]["name"] == "Acme Hosting"
    assert client.bots_info(bot=me["bot_id"])["bot"]["user_id"] == me["user_id"]
    assert refusal(client, "bots.info", bot="B0") == "bot_not_found"
    opened = client.apps_connections_open(app_token=APP_TOKEN)
    assert str(opened["url"]).startswith(slack.url.replace("http", "ws"))


def test_calls_are_counted_by_method(slack: LocalSlack, client: WebClient) -> None:
    client.auth_test()
    client.auth_test()
    assert slack.calls["auth.test"] == 2
    assert slack.calls["chat.postMessage"] == 0
