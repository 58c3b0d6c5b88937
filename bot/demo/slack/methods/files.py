"""files.*: the three steps of an upload, and asking about a file."""

from typing import Any

from bot.demo.slack.errors import SlackError
from bot.demo.slack.files import MOST_BYTES, StoredFile
from bot.demo.slack.methods.call import Answer, Call, method
from bot.demo.slack.posting import by_bot


@method("files.getUploadURLExternal")
def get_upload_url(call: Call) -> Answer:
    """Make room for a file and tell where to send it."""
    name, _ = call.arguments.required("filename", "length")
    length = call.arguments.whole("length", 0)
    if length < 1:
        raise SlackError("invalid_arguments", ["length must be greater than 0"])
    if length > MOST_BYTES:
        raise SlackError("file_upload_size_restricted")
    file = call.parts.files.announce(name)
    return {"upload_url": f"{call.parts.url}/upload/{file.id}/{file.secret}", "file_id": file.id}


@method("files.completeUploadExternal")
def complete_upload(call: Call) -> Answer:
    """Finish uploads and share them in a channel, if one is named."""
    call.arguments.required("files")
    wanted = call.arguments.structure("files")
    if not isinstance(wanted, list) or not all(isinstance(one, dict) for one in wanted):
        raise SlackError("invalid_arguments", ["files must be a list of id and title"])
    files = [_titled(call, one) for one in wanted]
    channel_id = call.arguments.text("channel_id")
    if channel_id:
        _share(call, channel_id, files)
    return {"files": [file.shown(call.parts.url) for file in files]}


def _titled(call: Call, wanted: dict[str, Any]) -> StoredFile:
    file = call.parts.files.find(str(wanted.get("id")))
    file.title = str(wanted.get("title") or file.name)
    return file


def _share(call: Call, channel_id: str, files: list[StoredFile]) -> None:
    channel = call.parts.workspace.channel(channel_id)
    call.parts.workspace.open_for_bot(channel)
    for file in files:
        file.channels.append(channel.id)
    said = {
        "text": call.arguments.text("initial_comment"),
        "files": [file.shown(call.parts.url) for file in files],
    }
    thread_ts = call.arguments.text("thread_ts") or None
    call.parts.timeline.add(channel, by_bot(said, thread_ts))


@method("files.info")
def files_info(call: Call) -> Answer:
    """Describe one file."""
    (file_id,) = call.arguments.required("file")
    return {"file": call.parts.files.find(file_id).shown(call.parts.url)}
