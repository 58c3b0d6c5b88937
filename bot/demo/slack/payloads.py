"""What Slack sends to the app: commands, actions, submissions, events."""

from collections.abc import Mapping
from typing import Any

from bot.demo.slack import seed
from bot.demo.slack.seed import Channel
from bot.demo.slack.workspace import Workspace

Payload = dict[str, Any]
_VERIFICATION = "local-verification-token"


def slash_command(
    workspace: Workspace,
    user: str,
    channel: Channel,
    command: str,
    text: str,
    answers: Mapping[str, str],
) -> Payload:
    """Return the form of a slash command; `answers` are trigger and response address."""
    return {
        "token": _VERIFICATION,
        "team_id": seed.TEAM_ID,
        "team_domain": seed.TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": "directmessage" if channel.im_user else channel.name,
        "user_id": user,
        "user_name": workspace.user(user).name,
        "command": command,
        "text": text,
        "api_app_id": seed.APP_ID,
        "is_enterprise_install": "false",
        **answers,
    }


def interaction(workspace: Workspace, kind: str, user: str) -> Payload:
    """Return what every interactive payload begins with."""
    name = workspace.user(user).name
    return {
        "type": kind,
        "user": {"id": user, "username": name, "name": name, "team_id": seed.TEAM_ID},
        "api_app_id": seed.APP_ID,
        "token": _VERIFICATION,
        "team": {"id": seed.TEAM_ID, "domain": seed.TEAM_DOMAIN},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def of_message(channel: Channel, message: Mapping[str, Any]) -> Payload:
    """Return where an action was done, when that was in a message."""
    ephemeral = bool(message.get("is_ephemeral"))
    container = {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": channel.id,
        "is_ephemeral": ephemeral,
    }
    name = "directmessage" if channel.im_user else channel.name
    where: Payload = {"container": container, "channel": {"id": channel.id, "name": name}}
    if "thread_ts" in message:
        container["thread_ts"] = message["thread_ts"]
    return where if ephemeral else {**where, "message": dict(message)}


def of_view(view: Mapping[str, Any]) -> Payload:
    """Return where an action was done, when that was in a modal or on the Home tab."""
    return {"container": {"type": "view", "view_id": view["id"]}, "view": dict(view)}


def event_callback(workspace: Workspace, event: Mapping[str, Any]) -> Payload:
    """Return the wrapping in which an event travels."""
    authorization = {
        "enterprise_id": None,
        "team_id": seed.TEAM_ID,
        "user_id": seed.BOT_USER,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": _VERIFICATION,
        "team_id": seed.TEAM_ID,
        "api_app_id": seed.APP_ID,
        "event": dict(event),
        "type": "event_callback",
        "event_id": workspace.number("Ev"),
        "event_time": int(workspace.now()),
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
    }
