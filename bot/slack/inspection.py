"""What Slack says about our access to it: who we are, what we may do, which channels there are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from slack_sdk.web import SlackResponse

from bot.slack.calls import Answer, Calls
from bot.slack.messenger import SlackRefused
from bot.slack.refusals import Fault

_KINDS = "public_channel,private_channel"
_PAGE = 200
_WRONG_APP_TOKEN = ("invalid_auth", "not_allowed_token_type", "token_revoked", "missing_scope")


@dataclass(frozen=True, slots=True)
class Introduction:
    """Who the bot is in Slack, by the token it was given."""

    team: str
    user: str
    scopes: frozenset[str] | None  # None: Slack did not say
    date: str | None  # Slack's own time, as it stands in the answer's head


@dataclass(frozen=True, slots=True)
class Place:
    """A channel that the bot can see."""

    id: str
    name: str
    is_member: bool
    is_archived: bool


class Inspection:
    """Asks, and changes nothing. Methods raise SlackRefused with what to do."""

    def __init__(self, token: str, base_url: str, timeout: int = 15) -> None:
        self._calls = Calls(token, base_url, timeout)

    def __repr__(self) -> str:
        return f"Inspection({self._calls!r})"

    def introduce(self) -> Introduction:
        """Who we are, with the scopes of the token."""
        head: dict[str, str] = {}

        def auth_test() -> SlackResponse:
            response = self._calls.web.auth_test()
            head.update(_lower(response.headers))
            return response

        answer = _need(self._calls.ask(auth_test, "Slack"))
        scopes = head.get("x-oauth-scopes")
        return Introduction(
            team=str(answer.get("team") or "a workspace without a name"),
            user=str(answer.get("user") or answer.get("user_id") or "the bot"),
            scopes=None if scopes is None else frozenset(_words(scopes)),
            date=head.get("date"),
        )

    def places(self) -> list[Place]:
        """Every channel that the bot can see, archived ones too."""
        web, found = self._calls.web, []
        listed = self._calls.pages(
            web.conversations_list, "the channels of Slack", types=_KINDS, limit=_PAGE
        )
        for page in listed:
            found += [_place(one) for one in _need(page).get("channels", ())]
        return found


def try_socket(app_token: str, base_url: str, timeout: int = 15) -> None:
    """Ask for an address of Socket Mode, which opens nothing yet. Raises SlackRefused."""
    calls = Calls(app_token, base_url, timeout)
    answer = calls.ask(calls.web.apps_connections_open, "Slack", app_token=app_token)
    if isinstance(answer, Fault) and answer.code in _WRONG_APP_TOKEN:
        raise SlackRefused(
            f"Slack does not take SLACK_APP_TOKEN ({answer.code}); make one with the scope"
            " connections:write at api.slack.com/apps, your app, Basic Information"
        )
    _need(answer)


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {str(name).lower(): str(value) for name, value in headers.items()}


def _words(text: str) -> Iterator[str]:
    return (word.strip() for word in text.split(",") if word.strip())


def _place(facts: Answer) -> Place:
    return Place(
        id=str(facts.get("id")),
        name=str(facts.get("name") or ""),
        is_member=bool(facts.get("is_member")),
        is_archived=bool(facts.get("is_archived")),
    )


def _need(answer: Answer | Fault) -> Answer:
    if isinstance(answer, Fault):
        raise SlackRefused(answer.reason)
    return answer
