"""Turns what an app wants to say into a message, or refuses it as Slack does."""

from collections.abc import Sequence
from typing import Any

from bot.demo.slack import seed
from bot.demo.slack.arguments import Arguments
from bot.demo.slack.blocks import complete, message_faults
from bot.demo.slack.errors import SlackError
from bot.demo.slack.parts import Parts

Message = dict[str, Any]
LONGEST_POST = 40_000
LONGEST_UPDATE = 4_000
MOST_ATTACHMENTS = 100
NO_WORDS = "This content can't be displayed."


def content(
    parts: Parts,
    arguments: Arguments,
    longest: int = LONGEST_POST,
    before: Message | None = None,
) -> Message:
    """Read text, blocks, attachments and metadata; only what was given is in the result.

    `before` is the message that is to be changed.
    """
    blocks = read_blocks(parts, arguments, (before or {}).get("blocks", ()))
    attachments = _attachments(parts, arguments)
    text = _text(arguments)
    if not text and not blocks and not attachments:
        raise SlackError("no_text")
    if len(text) > longest:
        raise SlackError("msg_too_long")
    said: Message = {"text": text or (NO_WORDS if blocks else "")}
    if blocks:
        said["blocks"] = blocks
    if attachments is not None:
        said["attachments"] = attachments
    metadata = _metadata(arguments)
    if metadata is not None:
        said["metadata"] = metadata
    return said


def read_blocks(
    parts: Parts, arguments: Arguments, before: Sequence[dict[str, Any]] = ()
) -> list[dict[str, Any]] | None:
    """Read and check the blocks that take the place of those `before`; None: none were given."""
    blocks = arguments.structure("blocks", "invalid_blocks_format")
    if blocks is None:
        return None
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    faults = message_faults(blocks, older=parts.faults.refuse_new_blocks)
    faults = faults or _missing_files(parts, blocks)
    if faults:
        raise SlackError("invalid_blocks", faults, errors=faults)
    return complete(blocks, parts.workspace.number, before)


def _missing_files(parts: Parts, blocks: list[dict[str, Any]]) -> list[str]:
    """Say which pictures are to come from a file that is not there."""
    missing = []
    for number, block in enumerate(blocks):
        for picture in (block, block.get("accessory", {})):
            try:
                if "slack_file" in picture:
                    parts.files.named(picture["slack_file"])
            except SlackError:
                missing.append(f"invalid slack file [json-pointer:/blocks/{number}/slack_file]")
    return missing


def _text(arguments: Arguments) -> str:
    if not arguments.has("markdown_text"):
        return arguments.text("text")
    if arguments.has("text") or arguments.has("blocks"):
        raise SlackError("markdown_text_conflict")
    text = arguments.text("markdown_text")
    if len(text) > 12_000:
        raise SlackError("msg_too_long")
    return text


def _attachments(parts: Parts, arguments: Arguments) -> list[dict[str, Any]] | None:
    attachments = arguments.structure("attachments", "invalid_attachments")
    if attachments is None:
        return None
    if not isinstance(attachments, list) or not all(isinstance(one, dict) for one in attachments):
        raise SlackError("invalid_attachments")
    if len(attachments) > MOST_ATTACHMENTS:
        raise SlackError("too_many_attachments")
    return [attachment(parts, one, number) for number, one in enumerate(attachments, start=1)]


def attachment(parts: Parts, given: dict[str, Any], number: int) -> dict[str, Any]:
    """Check one attachment and give it and its blocks their identifiers."""
    if "blocks" not in given:
        return {"id": number, **given}
    faults = message_faults(given["blocks"], older=parts.faults.refuse_new_blocks)
    if faults:
        raise SlackError("invalid_attachments", faults)
    return {"id": number, **given, "blocks": complete(given["blocks"], parts.workspace.number)}


def _metadata(arguments: Arguments) -> dict[str, Any] | None:
    metadata = arguments.structure("metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    if not isinstance(metadata, dict):
        raise SlackError("invalid_metadata_format")
    named = isinstance(metadata.get("event_type"), str) and metadata["event_type"]
    if not named or not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_schema")
    return {key: metadata[key] for key in ("event_type", "event_payload")}


def by_bot(said: Message, thread_ts: str | None = None) -> Message:
    """Return a message of the app itself."""
    profile = {
        "id": seed.BOT_ID,
        "app_id": seed.APP_ID,
        "name": seed.BOT_NAME,
        "team_id": seed.TEAM_ID,
    }
    message = {
        "type": "message",
        "user": seed.BOT_USER,
        "bot_id": seed.BOT_ID,
        "app_id": seed.APP_ID,
        "team": seed.TEAM_ID,
        "bot_profile": profile,
        **said,
    }
    return message if thread_ts is None else {**message, "thread_ts": thread_ts}


def by_person(user: str, text: str, thread_ts: str | None = None) -> Message:
    """Return a message somebody typed."""
    message = {"type": "message", "user": user, "team": seed.TEAM_ID, "text": text}
    return message if thread_ts is None else {**message, "thread_ts": thread_ts}


def by_slackbot(text: str) -> Message:
    """Return a message of Slack itself, as people get it when something failed."""
    return {"type": "message", "user": seed.SLACKBOT, "username": "Slackbot", "text": text}
