"""chat.*: saying, changing and taking back."""

from typing import Any

from bot.demo.slack import seed
from bot.demo.slack.errors import SlackError
from bot.demo.slack.methods.call import Answer, Call, method
from bot.demo.slack.posting import LONGEST_UPDATE, by_bot, content
from bot.demo.slack.seed import Channel


@method("chat.postMessage")
def post_message(call: Call) -> Answer:
    """Say something in a channel or thread."""
    (reference,) = call.arguments.required("channel")
    workspace = call.parts.workspace
    channel = workspace.channel_named(reference)
    workspace.open_for_bot(channel)
    said = content(call.parts, call.arguments)
    message = by_bot(said, _thread(call, channel))
    if call.arguments.has("username"):
        message["username"] = call.arguments.text("username")
    if "thread_ts" in message and call.arguments.flag("reply_broadcast"):
        message["subtype"] = "thread_broadcast"
    posted = call.parts.timeline.add(channel, message)
    return {"channel": channel.id, "ts": posted["ts"], "message": dict(posted)}


def _thread(call: Call, channel: Channel) -> str | None:
    """Return the parent's time; a reply to a reply belongs to the same thread."""
    thread_ts = call.arguments.text("thread_ts")
    if not thread_ts:
        return None
    parent = call.parts.timeline.find(channel, thread_ts, "thread_not_found")
    return str(parent.get("thread_ts", thread_ts))


def _own(call: Call, channel: Channel, ts: str, error: str) -> dict[str, Any]:
    message = call.parts.timeline.find(channel, ts)
    if message.get("bot_id") != seed.BOT_ID:
        raise SlackError(error)
    return message


@method("chat.update")
def update(call: Call) -> Answer:
    """Change a message of the app; text alone removes its blocks."""
    channel_id, ts = call.arguments.required("channel", "ts")
    channel = call.parts.workspace.channel(channel_id)
    old = _own(call, channel, ts, "cant_update_message")
    if channel.is_archived:
        raise SlackError("is_inactive")
    said = content(call.parts, call.arguments, LONGEST_UPDATE, old)
    kept = {key: value for key, value in old.items() if key != "blocks"}
    changed = {**kept, **said}
    if "blocks" not in said:
        changed["edited"] = {"user": seed.BOT_USER, "ts": call.parts.workspace.ts()}
    call.parts.timeline.change(channel, ts, changed)
    return {"channel": channel.id, "ts": ts, "text": changed["text"], "message": dict(changed)}


@method("chat.delete")
def delete(call: Call) -> Answer:
    """Take a message of the app away."""
    channel_id, ts = call.arguments.required("channel", "ts")
    channel = call.parts.workspace.channel(channel_id)
    _own(call, channel, ts, "cant_delete_message")
    call.parts.timeline.remove(channel, ts)
    return {"channel": channel.id, "ts": ts}


@method("chat.postEphemeral")
def post_ephemeral(call: Call) -> Answer:
    """Show something to one person in a channel."""
    reference, user = call.arguments.required("channel", "user")
    workspace = call.parts.workspace
    channel = workspace.channel_named(reference)
    workspace.open_for_bot(channel)
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    said = content(call.parts, call.arguments)
    thread_ts = call.arguments.text("thread_ts") or None
    message = call.parts.timeline.whisper(user, channel, by_bot(said, thread_ts))
    return {"message_ts": message["ts"]}


@method("chat.getPermalink")
def get_permalink(call: Call) -> Answer:
    """Give the address of a message."""
    channel_id, ts = call.arguments.required("channel", "message_ts")
    channel = call.parts.workspace.channel(channel_id)
    message = call.parts.timeline.find(channel, ts)
    link = f"{call.parts.url}/archives/{channel.id}/p{ts.replace('.', '')}"
    if message.get("thread_ts", ts) != ts:
        link += f"?thread_ts={message['thread_ts']}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}
