"""What becomes of text that a person types: Slack escapes it and links the names in it."""

import re

from bot.demo.slack.workspace import Workspace

_NAME = re.compile(r"(?<![\w@#/])([@#])([\w.-]*\w)")


def typed(workspace: Workspace, text: str) -> str:
    """Return the text as apps get it: `@ada` becomes `<@U01ADA|ada>`."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    people = {user.name: f"<@{user.id}|{user.name}>" for user in workspace.users.values()}
    groups = {one.handle: f"<!subteam^{one.id}|@{one.handle}>" for one in workspace.groups}
    places = {
        one.name: f"<#{one.id}|{one.name}>"
        for one in workspace.channels.values()
        if one.im_user is None
    }
    known = {"@": {**people, **groups}, "#": places}
    return _NAME.sub(lambda found: known[found[1]].get(found[2], found[0]), escaped)
