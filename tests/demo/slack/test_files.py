import json

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.slack import BOT_TOKEN, LocalSlack
from tests.demo.slack.raw import send
from tests.demo.slack.shapes import Json, section


def refusal(client: WebClient, method: str, **arguments: object) -> str:
    with pytest.raises(SlackApiError) as caught:
        client.api_call(method, params=arguments)
    return str(caught.value.response["error"])


def test_the_sdk_uploads_a_file_into_a_thread(slack: LocalSlack, client: WebClient) -> None:
    parent = str(client.chat_postMessage(channel="#billing", text="export?")["ts"])
    answer = client.files_upload_v2(
        channel="C01BILLING",
        thread_ts=parent,
        filename="invoices.csv",
        title="Open invoices",
        content="number;amount\n7;12.50\n",
        initial_comment="Here you are",
    )
    file = answer["file"]
    assert file is not None
    reply = slack.thread("#billing", parent)[1]
    assert reply["text"] == "Here you are"
    assert reply["files"][0]["title"] == "Open invoices"
    told = client.files_info(file=file["id"])["file"]
    assert told is not None
    assert (told["size"], told["channels"]) == (22, ["C01BILLING"])
    assert told["shares"] == {"public": {"C01BILLING": [{"ts": reply["ts"], "thread_ts": parent}]}}


def upload(client: WebClient, name: str, content: bytes, **more: object) -> Json:
    """Announce and send a file without sharing it."""
    asked = {"filename": name, "length": len(content), **more}
    place = client.api_call("files.getUploadURLExternal", params=asked)
    send(str(place["upload_url"]), "POST", content)
    wanted = json.dumps([{"id": place["file_id"]}])
    done = client.api_call("files.completeUploadExternal", params={"files": wanted})
    return dict(done["files"][0])


def test_a_file_is_downloaded_with_the_bots_token_only(client: WebClient) -> None:
    file = upload(client, "invoices open.csv", b"7;12.50")
    for url in (str(file["url_private"]), str(file["url_private_download"])):
        status, headers, content = send(url, headers={"Authorization": f"Bearer {BOT_TOKEN}"})
        assert (status, content) == (200, b"7;12.50")
        assert headers["content-disposition"] == 'attachment; filename="invoices_open.csv"'
        assert headers["content-type"].startswith("text/csv")
        for token in ("", "Bearer xoxb-other"):
            status, headers, content = send(url, headers={"Authorization": token})
            assert (status, headers["location"], content) == (302, "/", b"")


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [
        ("a.png", "image/png", "inline"),
        ("a.csv", "text/csv", "attachment"),
        ("a.svg", "application/octet-stream", "attachment"),  # it could carry a script
        ("a.html", "application/octet-stream", "attachment"),
    ],
)
def test_the_page_shows_pictures_and_saves_the_rest(
    slack: LocalSlack, client: WebClient, name: str, kind: str, shown: str
) -> None:
    file = upload(client, name, b"content")
    status, headers, content = send(f"{slack.url}/page/files/{file['id']}")
    assert (status, content) == (200, b"content")
    assert headers["content-type"].partition(";")[0] == kind
    assert headers["content-disposition"].partition(";")[0] == shown
    assert headers["x-content-type-options"] == "nosniff"
    assert send(f"{slack.url}/page/files/F0")[0] == 404


def test_a_file_is_shared_in_several_channels_with_blocks_above_it(
    slack: LocalSlack, client: WebClient
) -> None:
    file = upload(client, "a.png", b"x", alt_txt="Cash by week")
    wanted = {"files": json.dumps([{"id": file["id"], "title": "Cash"}])}
    blocks = json.dumps([section("*Cash*")])
    client.api_call(
        "files.completeUploadExternal",
        params={**wanted, "channels": "C01BILLING,U01ADA", "blocks": blocks},
    )
    for place in ("#billing", "D01ADA"):
        message = slack.history(place)[-1]
        assert message["blocks"][0]["text"]["text"] == "*Cash*"
        assert message["files"][0]["alt_txt"] == "Cash by week"
        assert message["files"][0]["title"] == "Cash"


def test_an_image_block_shows_an_uploaded_file(slack: LocalSlack, client: WebClient) -> None:
    file = upload(client, "a.png", b"x")
    for reference in ({"id": file["id"]}, {"url": file["url_private"]}):
        image = {"type": "image", "slack_file": reference, "alt_text": "a chart"}
        client.chat_postMessage(channel="#billing", text="x", blocks=[image])
    assert len(slack.history("#billing")) == 2
    missing = {"type": "image", "slack_file": {"id": "F0"}, "alt_text": "a chart"}
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="#billing", text="x", blocks=[missing])
    assert caught.value.response["error"] == "invalid_blocks"
    assert caught.value.response["errors"] == [
        "invalid slack file [json-pointer:/blocks/0/slack_file]"
    ]


def test_a_file_may_come_as_a_form(client: WebClient) -> None:
    place = client.files_getUploadURLExternal(filename="a.txt", length=5)
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n'
        b"Content-Type: text/plain\r\n\r\nhello\r\n--x--\r\n"
    )
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    status, _, content = send(str(place["upload_url"]), "POST", body, headers)
    assert (status, content) == (200, b"OK - 5")
    wanted = [{"id": place["file_id"]}]
    done = client.api_call("files.completeUploadExternal", params={"files": json.dumps(wanted)})
    assert done["files"][0]["title"] == "a.txt"


def test_uploads_are_refused_with_slacks_words(slack: LocalSlack, client: WebClient) -> None:
    asked = refusal(client, "files.getUploadURLExternal", filename="a", length=0)
    assert asked == "invalid_arguments"
    large = refusal(client, "files.getUploadURLExternal", filename="a", length=10**9)
    assert large == "file_upload_size_restricted"
    assert refusal(client, "files.info", file="F0") == "file_not_found"
    assert refusal(client, "files.completeUploadExternal", files="7") == "invalid_arguments"
    empty = client.files_getUploadURLExternal(filename="a", length=1)["file_id"]
    never_sent = json.dumps([{"id": empty}])
    assert refusal(client, "files.completeUploadExternal", files=never_sent) == "file_not_found"
    status, _, _ = send(f"{slack.url}/upload/{empty}/guessed", "POST", b"x")
    assert status == 404
    token = {"Authorization": f"Bearer {BOT_TOKEN}"}
    status, _, _ = send(f"{slack.url}/files-pri/T0-{empty}/a", headers=token)
    assert status == 404


@pytest.mark.parametrize(
    ("where", "error"),
    [
        ({"channel_id": "C0"}, "channel_not_found"),
        ({"channel_id": "C04LEADS"}, "not_in_channel"),
        ({"channel_id": "C05OLD"}, "is_archived"),
        ({"channels": "C01BILLING,C0"}, "channel_not_found"),
        ({"channel_id": "C01BILLING", "thread_ts": "1.0"}, "thread_not_found"),
        ({"channels": "C01BILLING,C03OPS", "thread_ts": "1.0"}, "invalid_arguments"),
        ({"channel_id": "C01BILLING", "blocks": '[{"type": "poem"}]'}, "invalid_blocks"),
    ],
)
def test_a_file_that_cannot_be_shared_is_shared_nowhere(
    slack: LocalSlack, client: WebClient, where: Json, error: str
) -> None:
    file = upload(client, "a.csv", b"x")
    wanted = json.dumps([{"id": file["id"]}])
    assert refusal(client, "files.completeUploadExternal", files=wanted, **where) == error
    assert slack.history("#billing") == []
    told = client.files_info(file=file["id"])["file"]
    assert told is not None
    assert told["channels"] == []
