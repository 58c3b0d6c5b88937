"""What Slack's names for a refusal mean, and what to do about each, in words for people."""

from bot.slack.language import _


def access(code: str, needed: str) -> str | None:
    """A fault of the whole workspace, which somebody has to repair; None for any other.

    `needed` is the scope that Slack asks for, where it names one.
    """
    return _token(code) or {
        "access_denied": _("Slack denies the bot access; ask an administrator of the workspace"),
        "ekm_access_denied": _("an administrator has suspended posting in the workspace"),
        "enterprise_is_restricted": _(
            "the organisation does not let the bot in; ask its administrator"
        ),
        "messages_tab_disabled": _(
            "the app takes no direct messages; switch on its messages tab in the app's settings "
            "(App Home)"
        ),
        "missing_scope": _scope(needed),
        "org_login_required": _("the workspace is being moved to an organisation"),
        "team_access_not_granted": _("the app is not installed in this workspace"),
        "team_added_to_org": _("the workspace is being moved to an organisation"),
        "two_factor_setup_required": _("the workspace asks for two-factor authentication"),
    }.get(code)


def _scope(needed: str) -> str:
    if not needed:
        return _("the app lacks a scope that is needed; add it in Slack and install the app again")
    return _(
        "the app lacks the scope {needed}; add it in Slack and install the app again", needed=needed
    )


def _token(code: str) -> str | None:
    """What is wrong with the token or with the app behind it."""
    return {
        "account_inactive": _("Slack switched the bot's account off; install the app again"),
        "invalid_auth": _("Slack does not know the token; put the right one in SLACK_BOT_TOKEN"),
        "no_permission": _(
            "the token may not do this; install the app again with `duewatch manifest`"
        ),
        "not_allowed_token_type": _("SLACK_BOT_TOKEN has to be a bot token, it begins with xoxb-"),
        "not_authed": _("there is no token; set SLACK_BOT_TOKEN"),
        "token_expired": _(
            "the token has expired; turn token rotation off and install the app again"
        ),
        "token_revoked": _("the token was revoked; install the app again and set SLACK_BOT_TOKEN"),
    }.get(code)


def refused(code: str, where: str, detail: str) -> str:
    """Why Slack will never take it in this place; `detail` is its own hint, if it gave one."""
    known = _place(where) | _message(where, detail) | _people(where)
    starts = (words for name, words in known.items() if code.startswith(name))
    usual = _("Slack refuses the message for {where}", where=where)
    return known.get(code) or next(starts, usual)


def _place(where: str) -> dict[str, str]:
    return {
        "channel_not_found": _(
            "there is no channel {where} that the bot can see: check its name in duewatch.toml, "
            "and /invite the bot there if it is private",
            where=where,
        ),
        "is_archived": _(
            "the channel {where} is archived: unarchive it or name another one", where=where
        ),
        "not_in_channel": _("the bot is not in {where}: /invite it there", where=where),
        "restricted_action": _("the workspace does not let the bot post in {where}", where=where),
    }


def _message(where: str, detail: str) -> dict[str, str]:
    return {
        "cant_update_message": _(
            "the message at {where} is not the bot's own and cannot be changed", where=where
        ),
        "edit_window_closed": _(
            "the workspace no longer lets the message at {where} be changed", where=where
        ),
        "invalid_blocks": _(
            "Slack does not take the blocks of this message{detail}", detail=detail
        ),
        "message_not_found": _("the message at {where} was deleted", where=where),
        "msg_too_long": _("the message is too long for Slack"),
    }


def _people(where: str) -> dict[str, str]:
    return {
        "cannot_dm_bot": _("{where} is a bot, and bots get no direct messages", where=where),
        "no_such_subteam": _("there is no user group {where}, or it is switched off", where=where),
        "permission_denied": _("the workspace does not let the bot see {where}", where=where),
        "plan_upgrade_required": _(
            "this workspace's plan has no user groups, {where} cannot be asked: list people by "
            "their ids instead",
            where=where,
        ),
        "user_disabled": _(
            "the account of {where} in Slack is switched off: name somebody else", where=where
        ),
        "user_not_found": _("there is no person {where} in Slack: check the id", where=where),
        "user_not_visible": _("the bot may not see {where} in Slack", where=where),
        "user_not_in_channel": _("that person is not in {where}", where=where),
    }
