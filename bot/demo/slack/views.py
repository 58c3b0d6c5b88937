"""Modals and Home tabs: what each person has open, stacked up to three high."""

from typing import Any

from bot.demo.slack import seed
from bot.demo.slack.blocks import complete, view_faults
from bot.demo.slack.errors import SlackError
from bot.demo.slack.faults import Faults
from bot.demo.slack.feed import Feed
from bot.demo.slack.workspace import Workspace

View = dict[str, Any]
MOST_IN_STACK = 3
_REMEMBERED = 300  # blocks; some versions of a long tab


class Views:
    """Keeps the open views of every person and tells their pages."""

    def __init__(self, workspace: Workspace, feed: Feed, faults: Faults) -> None:
        self._workspace = workspace
        self._faults = faults
        self._feed = feed
        self._stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self._earlier: dict[str, list[View]] = {}  # blocks of Home tabs that were drawn anew

    def stack(self, user: str) -> list[View]:
        """Return the modals a person has open, the topmost last."""
        return self._stacks.setdefault(user, [])

    def find(self, user: str, view_id: str) -> View:
        """Return a view this person has before them, or refuse."""
        home = [self.homes[user]] if user in self.homes else []
        for view in (*self.stack(user), *home):
            if view["id"] == view_id:
                return view
        raise SlackError("not_found")

    def open(self, user: str, view: object) -> View:
        """Open a modal in place of whatever was open."""
        made = self._made(view, "modal")
        self._stacks[user] = [made]
        self._tell("view_open", user, made)
        return made

    def push(self, user: str, view: object) -> View:
        """Put a modal on top of the open ones."""
        stack = self.stack(user)
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= MOST_IN_STACK:
            raise SlackError("push_limit_reached")
        made = self._made(view, "modal")
        made |= {"root_view_id": stack[0]["id"], "previous_view_id": stack[-1]["id"]}
        stack.append(made)
        self._tell("view_push", user, made)
        return made

    def update(self, view_id: str, external_id: str, seen_hash: str, view: object) -> View:
        """Give an open view another content, unless it changed since it was seen."""
        user, old = self._anywhere(view_id, external_id)
        if seen_hash and seen_hash != old["hash"]:
            raise SlackError("hash_conflict")
        surface = old["type"]
        made = self._made(view, surface, old)
        same = ("id", "root_view_id", "previous_view_id", "state")
        old_values = {key: old[key] for key in same}
        old.clear()
        old.update(made | old_values)
        self._tell("home" if surface == "home" else "view_update", user, old)
        return old

    def publish(self, user: str, seen_hash: str, view: object) -> View:
        """Set what a person sees on the Home tab."""
        self._workspace.user(user)
        old = self.homes.get(user)
        if old is not None and seen_hash and seen_hash != old["hash"]:
            raise SlackError("hash_conflict")
        made = self._made(view, "home", old)
        if old is not None:
            # what people chose stays chosen when the app draws the tab anew
            made |= {"id": old["id"], "root_view_id": old["id"], "state": old["state"]}
            self._earlier[user] = [*old["blocks"], *self._earlier.get(user, [])][:_REMEMBERED]
        self.homes[user] = made
        self._tell("home", user, made)
        return made

    def earlier(self, user: str) -> list[View]:
        """Blocks that stood on a person's Home tab before it was drawn anew, the newest first."""
        return self._earlier.get(user, [])

    def close(self, user: str, view_id: str) -> View:
        """Close a modal; the one beneath it shows again."""
        view = self.find(user, view_id)
        self._stacks[user] = [one for one in self.stack(user) if one is not view]
        self._tell("view_close", user, view)
        return view

    def clear(self, user: str) -> None:
        """Close all modals of a person."""
        for view in reversed(tuple(self.stack(user))):
            self.close(user, view["id"])

    def _anywhere(self, view_id: str, external_id: str) -> tuple[str, View]:
        everywhere = [*self._stacks.items(), *((user, [one]) for user, one in self.homes.items())]
        for user, views in everywhere:
            for view in views:
                if view["id"] == view_id or (external_id and view["external_id"] == external_id):
                    return user, view
        raise SlackError("not_found")

    def _made(self, view: object, surface: str, old: View | None = None) -> View:
        """Check a view and complete it the way Slack hands it back."""
        faults = view_faults(view, surface, older=self._faults.refuse_new_blocks)
        if faults or not isinstance(view, dict):
            raise SlackError("invalid_arguments", faults)
        if len(repr(view)) > 250_000:
            raise SlackError("view_too_large")
        self._refuse_double(view.get("external_id", ""), old)
        made = self._workspace.number("V")
        nothing = {"title": None, "submit": None, "close": None} if surface == "modal" else {}
        return {
            **nothing,
            "private_metadata": "",
            "callback_id": "",
            "external_id": "",
            "clear_on_close": False,
            "notify_on_close": False,
            **view,
            "blocks": complete(
                view["blocks"], self._workspace.number, [] if old is None else old["blocks"]
            ),
            "id": made,
            "team_id": seed.TEAM_ID,
            "app_id": seed.APP_ID,
            "bot_id": seed.BOT_ID,
            "app_installed_team_id": seed.TEAM_ID,
            "state": {"values": {}},
            "hash": f"{int(self._workspace.now())}.{self._workspace.secret()[:8]}",
            "root_view_id": made,
            "previous_view_id": None,
        }

    def _refuse_double(self, external_id: str, old: View | None) -> None:
        if not external_id or (old is not None and old["external_id"] == external_id):
            return
        everything = (one for stack in self._stacks.values() for one in stack)
        if any(one["external_id"] == external_id for one in everything):
            raise SlackError("duplicate_external_id")

    def _tell(self, what: str, user: str, view: View) -> None:
        self._feed.tell({"type": what, "view": dict(view)}, {user})
