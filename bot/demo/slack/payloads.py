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


def of_attachment(where: Payload, attachment: Mapping[str, Any]) -> Payload:
    """Return where an action was done, when that was in an attachment of a message."""
    more = {"type": "message_attachment", "attachment_id": attachment["id"]}
    container = {**where["container"], **more, "is_app_unfurl": "app_unfurl_url" in attachment}
    if "app_unfurl_url" not in attachment:
        return {**where, "container": container}
    container["app_unfurl_url"] = attachment["app_unfurl_url"]
    # of a person's message the app gets only its own preview
    kept = {key: where[key] for key in where if key != "message"}
    return {**kept, "container": container, "app_unfurl": dict(attachment)}


def of_view(view: Mapping[str, Any]) -> Payload:
    """Return where an action was done, when that was in a modal or on the Home tab."""
    return {"container": {"type": "view", "view_id": view["id"]}, "view": dict(view)}


def shortcut(workspace: Workspace, user: str, callback_id: str, trigger: str) -> Payload:
    """Return what starts a shortcut of the composer's menu."""
    begun = {"callback_id": callback_id, "trigger_id": trigger, "action_ts": workspace.ts()}
    return {**interaction(workspace, "shortcut", user), **begun}


def message_action(
    begun: Payload, channel: Channel, message: Mapping[str, Any], response_url: str
) -> Payload:
    """Return what starts a shortcut of a message's menu."""
    name = "directmessage" if channel.im_user else channel.name
    return {
        **begun,
        "type": "message_action",
        "channel": {"id": channel.id, "name": name},
        "message_ts": message["ts"],
        "message": dict(message),
        "response_url": response_url,
    }


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
