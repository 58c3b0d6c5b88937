"""files.*: the three steps of an upload, and asking about a file."""

from typing import Any

from bot.demo.slack.errors import SlackError
from bot.demo.slack.files import MOST_BYTES, StoredFile
from bot.demo.slack.methods.call import Answer, Call, method
from bot.demo.slack.posting import by_bot, read_blocks
from bot.demo.slack.seed import Channel


@method("files.getUploadURLExternal")
def get_upload_url(call: Call) -> Answer:
    """Make room for a file and tell where to send it."""
    name, _ = call.arguments.required("filename", "length")
    length = call.arguments.whole("length", 0)
    if length < 1:
        raise SlackError("invalid_arguments", ["length must be greater than 0"])
    if length > MOST_BYTES:
        raise SlackError("file_upload_size_restricted")
    file = call.parts.files.announce(name, call.arguments.text("alt_txt"))
    return {"upload_url": f"{call.parts.url}/upload/{file.id}/{file.secret}", "file_id": file.id}


@method("files.completeUploadExternal")
def complete_upload(call: Call) -> Answer:
    """Finish uploads and share them in the channels that are named, if any."""
    call.arguments.required("files")
    wanted = call.arguments.structure("files")
    if not isinstance(wanted, list) or not all(isinstance(one, dict) for one in wanted):
        raise SlackError("invalid_arguments", ["files must be a list of id and title"])
    files = [call.parts.files.find(str(one.get("id"))) for one in wanted]
    places = [_place(call, one) for one in _named(call)]
    thread_ts = _thread(call, places)
    said = _said(call)
    for file, one in zip(files, wanted, strict=True):
        file.title = str(one.get("title") or file.name)
    for place in places:
        _share(call, place, files, by_bot(said, thread_ts))
    return {"files": [file.shown(call.parts.url) for file in files]}


def _named(call: Call) -> list[str]:
    one = call.arguments.text("channel_id")
    return [one] if one else call.arguments.words("channels")


def _place(call: Call, reference: str) -> Channel:
    workspace = call.parts.workspace
    if reference in workspace.users:
        return workspace.direct(reference)
    channel = workspace.channel(reference)
    workspace.open_for_bot(channel)
    return channel


def _thread(call: Call, places: list[Channel]) -> str | None:
    """Return the parent a file is a reply to; that can be in one channel only."""
    thread_ts = call.arguments.text("thread_ts")
    if not thread_ts:
        return None
    if len(places) != 1:
        raise SlackError("invalid_arguments", ["thread_ts needs exactly one channel"])
    parent = call.parts.timeline.find(places[0], thread_ts, "thread_not_found")
    return str(parent.get("thread_ts", thread_ts))


def _said(call: Call) -> dict[str, Any]:
    """Return the words above the files; blocks count only without a comment, as in Slack."""
    comment = call.arguments.text("initial_comment")
    blocks = None if comment else read_blocks(call.parts, call.arguments)
    return {"text": comment} if blocks is None else {"text": "", "blocks": blocks}


def _share(call: Call, place: Channel, files: list[StoredFile], message: dict[str, Any]) -> None:
    posted = call.parts.timeline.add(place, message)
    for file in files:
        share: dict[str, str] = {key: posted[key] for key in ("ts", "thread_ts") if key in posted}
        file.shares.setdefault(place.id, []).append(share)
    shown = [file.shown(call.parts.url) for file in files]
    call.parts.timeline.change(place, posted["ts"], {**posted, "files": shown})


@method("files.info")
def files_info(call: Call) -> Answer:
    """Describe one file."""
    (file_id,) = call.arguments.required("file")
    return {"file": call.parts.files.find(file_id).shown(call.parts.url)}
