import json

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.slack import LocalSlack
from tests.demo.slack.raw import send


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
    status, headers, content = send(str(told["url_private"]))
    assert (status, content) == (200, b"number;amount\n7;12.50\n")
    assert "attachment" in headers["content-disposition"]


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
    status, _, _ = send(f"{slack.url}/files/{empty}/guessed")
    assert status == 404
