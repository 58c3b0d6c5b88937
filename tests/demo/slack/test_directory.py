import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.slack import BOT_USER, LocalSlack


def refusal(client: WebClient, method: str, **arguments: object) -> str:
    with pytest.raises(SlackApiError) as caught:
        client.api_call(method, params=arguments)
    return str(caught.value.response["error"])


def names(channels: object) -> list[str]:
    assert isinstance(channels, list)
    return [str(channel["name"]) for channel in channels]


def test_channels_are_listed_page_by_page(client: WebClient) -> None:
    everything = ["billing", "acme", "ops", "finance-leads", "old-billing"]
    assert names(client.conversations_list()["channels"]) == everything
    living = client.conversations_list(exclude_archived=True, types="public_channel")
    assert names(living["channels"]) == everything[:4]
    paged = [names(page["channels"]) for page in client.conversations_list(limit=2)]
    assert paged == [everything[:2], everything[2:4], everything[4:]]
    assert refusal(client, "conversations.list", types="secret") == "invalid_types"
    assert refusal(client, "conversations.list", cursor="x") == "invalid_cursor"
    assert refusal(client, "conversations.list", limit=1001) == "invalid_limit"


def test_the_bot_sees_where_it_is_a_member(client: WebClient) -> None:
    mine = names(client.users_conversations()["channels"])
    assert mine == ["billing", "acme", "ops", "old-billing"]
    leads = client.conversations_info(channel="C04LEADS")["channel"]
    assert leads is not None
    assert leads["is_member"] is False
    assert refusal(client, "conversations.info", channel="C0NONE") == "channel_not_found"


def test_the_bot_joins_a_public_channel(slack: LocalSlack, client: WebClient) -> None:
    client.conversations_join(channel="C04LEADS")
    client.chat_postMessage(channel="#finance-leads", text="here I am")
    assert refusal(client, "conversations.join", channel="C05OLD") == "is_archived"
    slack.kick_bot("#finance-leads")
    out = refusal(client, "chat.postMessage", channel="#finance-leads", text="x")
    assert out == "not_in_channel"
    slack.invite_bot("#finance-leads")
    client.chat_postMessage(channel="#finance-leads", text="back again")


def test_a_private_channel_without_the_bot_does_not_exist_for_it(
    slack: LocalSlack, client: WebClient
) -> None:
    slack.workspace.channels["C04LEADS"].is_private = True
    assert refusal(client, "conversations.info", channel="C04LEADS") == "channel_not_found"
    error = refusal(client, "chat.postMessage", channel="#finance-leads", text="x")
    assert error == "channel_not_found"
    listed = client.conversations_list(types="public_channel,private_channel")["channels"]
    assert "finance-leads" not in names(listed)


def test_members_are_listed(client: WebClient) -> None:
    members = client.conversations_members(channel="C01BILLING")["members"]
    assert members == sorted(["U01ADA", "U02BEN", "U03CLEO", BOT_USER])


def test_direct_messages_are_opened_once(client: WebClient) -> None:
    first = client.conversations_open(users="U02BEN")["channel"]
    again = client.conversations_open(users=["U02BEN"], return_im=True)["channel"]
    assert first is not None
    assert again is not None
    assert first["id"] == again["id"]
    assert (again["is_im"], again["user"]) == (True, "U02BEN")
    listed = client.conversations_list(types="im")["channels"]
    assert listed is not None
    assert first["id"] in [one["id"] for one in listed]
    assert refusal(client, "conversations.open", users="U0") == "user_not_found"
    assert refusal(client, "conversations.open", users=BOT_USER) == "cannot_dm_bot"
    assert refusal(client, "conversations.open") == "not_enough_users"
    assert refusal(client, "conversations.open", users="U01ADA,U02BEN") == "too_many_users"


def test_people_are_listed_and_described(client: WebClient) -> None:
    ada = client.users_info(user="U01ADA")["user"]
    assert ada is not None
    assert (ada["real_name"], ada["tz"], ada["is_bot"]) == ("Ada Ops", "Europe/Berlin", False)
    members = client.users_list()["members"]
    assert members is not None
    assert {"U01ADA", "U02BEN", "U03CLEO", BOT_USER} <= {one["id"] for one in members}
    assert refusal(client, "users.info", user="U0") == "user_not_found"


def test_people_are_found_by_their_mail_address(client: WebClient) -> None:
    ben = client.users_lookupByEmail(email="Ben@acme.example")["user"]
    assert ben is not None
    assert (ben["id"], ben["profile"]["email"]) == ("U02BEN", "ben@acme.example")
    for nobody in ("nobody@acme.example", "duewatch@acme.example"):
        assert refusal(client, "users.lookupByEmail", email=nobody) == "users_not_found"
    assert refusal(client, "users.lookupByEmail") == "invalid_arguments"


def test_user_groups_tell_who_is_in_them(slack: LocalSlack, client: WebClient) -> None:
    (group,) = client.usergroups_list(include_users=True)["usergroups"]
    assert (group["id"], group["handle"]) == ("S01", "finance-oncall")
    assert group["users"] == ["U01ADA", "U02BEN"]
    assert client.usergroups_users_list(usergroup="S01")["users"] == ["U01ADA", "U02BEN"]
    assert refusal(client, "usergroups.users.list", usergroup="S9") == "no_such_subteam"
    slack.faults.refuse["usergroups.users.list"] = "plan_upgrade_required"  # a free workspace
    error = refusal(client, "usergroups.users.list", usergroup="S01")
    assert error == "plan_upgrade_required"
