"""users.* and usergroups.*: who is there, and who is in which group."""

from typing import Any

from bot.demo.slack import seed
from bot.demo.slack.errors import SlackError
from bot.demo.slack.methods.call import Answer, Call, method, page
from bot.demo.slack.seed import Group, User


def _shown(user: User) -> dict[str, Any]:
    return {
        "id": user.id,
        "team_id": seed.TEAM_ID,
        "name": user.name,
        "deleted": False,
        "color": user.color,
        "real_name": user.real_name,
        "tz": user.tz,
        "is_bot": user.is_bot,
        "is_admin": user.is_admin,
        "is_app_user": False,
        "profile": {
            "real_name": user.real_name,
            "display_name": user.name,
            "email": _address(user),
        },
    }


def _address(user: User) -> str:
    return f"{user.name}@acme.example"


@method("users.info")
def users_info(call: Call) -> Answer:
    """Describe one person."""
    (user,) = call.arguments.required("user")
    return {"user": _shown(call.parts.workspace.user(user))}


@method("users.list")
def users_list(call: Call) -> Answer:
    """List everybody."""
    users, cursor = page(list(call.parts.workspace.users.values()), call.arguments, 1000)
    members = [_shown(user) for user in users]
    return {
        "members": members,
        "cache_ts": int(call.parts.workspace.now()),
        "response_metadata": {"next_cursor": cursor},
    }


@method("users.lookupByEmail")
def users_lookup_by_email(call: Call) -> Answer:
    """Describe the person with a mail address; bots have none."""
    (wanted,) = call.arguments.required("email")
    for user in call.parts.workspace.users.values():
        if not user.is_bot and _address(user) == wanted.strip().lower():
            return {"user": _shown(user)}
    raise SlackError("users_not_found")


def _group(group: Group, *, users: bool) -> dict[str, Any]:
    shown = {
        "id": group.id,
        "team_id": seed.TEAM_ID,
        "is_usergroup": True,
        "name": group.name,
        "handle": group.handle,
        "user_count": len(group.users),
    }
    return {**shown, "users": list(group.users)} if users else shown


@method("usergroups.list")
def usergroups_list(call: Call) -> Answer:
    """List the user groups."""
    users = call.arguments.flag("include_users")
    return {"usergroups": [_group(group, users=users) for group in call.parts.workspace.groups]}


@method("usergroups.users.list")
def usergroups_users_list(call: Call) -> Answer:
    """List who is in a user group."""
    (wanted,) = call.arguments.required("usergroup")
    for group in call.parts.workspace.groups:
        if group.id == wanted:
            return {"users": list(group.users)}
    raise SlackError("no_such_subteam")
