"""The Slack app manifest: exactly what the code uses, nothing more.

Reference: docs.slack.dev/reference/app-manifest.
"""

from collections.abc import Sequence
from typing import Any

from bot.slack.language import _

SCOPES = (
    "channels:history",  # find a message again whose reply was lost
    "channels:read",  # the id behind #billing
    "chat:write",
    "commands",
    "files:write",  # an export, and charts where Slack draws none
    "groups:history",
    "groups:read",
    "im:history",  # the same in direct messages
    "im:write",  # direct messages to whoever is on call
    "links:read",  # links to invoices that people paste
    "links:write",  # their state below them
    "usergroups:read",  # who is in @finance-oncall
    "users:read",  # names in an on-call calendar
    "users:read.email",  # mail addresses in an on-call calendar
)
EVENTS = ("app_home_opened", "link_shared", "member_joined_channel")


def manifest(command: str, http: str | None = None, links: Sequence[str] = ()) -> dict[str, Any]:
    """Build the manifest for Socket Mode, or for HTTP at a public address.

    `links` are the hosts whose links are told to the bot, Slack's `unfurl_domains`. A manifest
    has one language, the one that is spoken when it is made.
    """
    request_url = f"{http.rstrip('/')}/slack/events" if http else None
    slash: dict[str, Any] = {
        "command": command,
        "description": _("Invoices that are due, overdue or new"),
        "usage_hint": "[overdue | due 7d | open | show KEY | ack KEY | help]",
        "should_escape": True,
    }
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Duewatch",
            "description": _("Watches hosting invoices and says what is due before it hurts"),
            "background_color": "#1f4e5f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,  # without it Slack takes no direct message
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": "duewatch", "always_online": True},
            "slash_commands": [_with_url(slash, "url", request_url)],
            "shortcuts": _shortcuts(),
            **({"unfurl_domains": list(links)} if links else {}),
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": _with_url(
                {"bot_events": list(EVENTS)}, "request_url", request_url
            ),
            "interactivity": _with_url({"is_enabled": True}, "request_url", request_url),
            "org_deploy_enabled": False,
            "socket_mode_enabled": http is None,
            "token_rotation_enabled": False,
        },
    }


def _shortcuts() -> list[dict[str, str]]:
    """The entries in Slack's own menus; a name has at most 24 characters."""
    return [
        {
            "name": _("Care for this invoice"),
            "type": "message",
            "callback_id": "care_for_invoice",
            "description": _("Acknowledge, snooze, promise, assign or note it"),
        },
        {
            "name": _("Find an invoice"),
            "type": "global",
            "callback_id": "find_invoice",
            "description": _("By its number, and see what can be done about it"),
        },
    ]


def _with_url(table: dict[str, Any], name: str, url: str | None) -> dict[str, Any]:
    return table if url is None else {**table, name: url}
