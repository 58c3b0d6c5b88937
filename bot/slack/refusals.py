"""What a failed call to Slack means: wait, look whether it arrived, or give up.

Three verdicts. LATER: it certainly did not happen and is worth another try. AMBIGUOUS:
it may have happened. REFUSED: this message will never be taken in this place.

A fault of the whole workspace (a revoked token, a missing scope) is LATER and not
REFUSED: nothing is wrong with the message, and once a person has repaired the access
it must still go out. What Slack answers is told apart from what never came back: an
answer with `ok: false` says that nothing was posted, unless Slack itself calls it an
internal error.
"""

import re
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from http.client import HTTPException
from urllib.error import URLError

from slack_sdk.errors import SlackApiError, SlackClientError

# Everything that one call through the SDK may raise: the network, a cut or unreadable
# body (ValueError, LookupError), JSON that is not an object (AttributeError, TypeError).
FAULTS = (
    OSError,
    HTTPException,
    ValueError,
    LookupError,
    AttributeError,
    TypeError,
    SlackClientError,
)


class Verdict(StrEnum):
    """What to do about a failed call."""

    LATER = "later"
    AMBIGUOUS = "ambiguous"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Fault:
    """A failed call understood. `wait` is None where Slack did not say how long."""

    verdict: Verdict
    code: str  # Slack's own, or ours in plain words where Slack gave none
    reason: str  # for people: what happened and what to do
    wait: timedelta | None = None

    @property
    def passing(self) -> bool:
        """Whether it ends by itself, without anybody repairing anything."""
        return self.verdict is Verdict.AMBIGUOUS or self.code in ("ratelimited", "unreachable")


_ACCESS = timedelta(minutes=5)  # between tries while a person has to repair something

_LATER: dict[str, str] = {
    "account_inactive": "Slack switched the bot's account off; install the app again",
    "access_denied": "Slack denies the bot access; ask an administrator of the workspace",
    "ekm_access_denied": "an administrator has suspended posting in the workspace",
    "enterprise_is_restricted": "the organisation does not let the bot in; ask its administrator",
    "invalid_auth": "Slack does not know the token; put the right one in SLACK_BOT_TOKEN",
    "messages_tab_disabled": "the app takes no direct messages; switch on its messages tab in the"
    " app's settings (App Home)",
    "missing_scope": "the app lacks the scope {needed}; add it in Slack and install the app again",
    "no_permission": "the token may not do this; install the app again with `duewatch manifest`",
    "not_allowed_token_type": "SLACK_BOT_TOKEN has to be a bot token, it begins with xoxb-",
    "not_authed": "there is no token; set SLACK_BOT_TOKEN",
    "org_login_required": "the workspace is being moved to an organisation",
    "team_access_not_granted": "the app is not installed in this workspace",
    "team_added_to_org": "the workspace is being moved to an organisation",
    "token_expired": "the token has expired; turn token rotation off and install the app again",
    "token_revoked": "the token was revoked; install the app again and set SLACK_BOT_TOKEN",
    "two_factor_setup_required": "the workspace asks for two-factor authentication",
}
_BUSY = {"ratelimited", "rate_limited", "message_limit_exceeded", "request_timeout"}
_UNSURE = {
    "duplicate_channel_not_found",
    "duplicate_message_not_found",
    "fatal_error",
    "internal_error",
    "service_unavailable",
}
_REFUSED: dict[str, str] = {
    "cannot_dm_bot": "{where} is a bot, and bots get no direct messages",
    "cant_update_message": "the message at {where} is not the bot's own and cannot be changed",
    "channel_not_found": "there is no channel {where} that the bot can see: check its name in "
    "duewatch.toml, and /invite the bot there if it is private",
    "edit_window_closed": "the workspace no longer lets the message at {where} be changed",
    "invalid_blocks": "Slack does not take the blocks of this message{detail}",
    "is_archived": "the channel {where} is archived: unarchive it or name another one",
    "message_not_found": "the message at {where} was deleted",
    "msg_too_long": "the message is too long for Slack",
    "not_in_channel": "the bot is not in {where}: /invite it there",
    "restricted_action": "the workspace does not let the bot post in {where}",
    "no_such_subteam": "there is no user group {where}, or it is switched off",
    "permission_denied": "the workspace does not let the bot see {where}",
    "plan_upgrade_required": "this workspace's plan has no user groups, {where} cannot be asked:"
    " list people by their ids instead",
    "user_disabled": "the account of {where} in Slack is switched off: name somebody else",
    "user_not_found": "there is no person {where} in Slack: check the id",
    "user_not_visible": "the bot may not see {where} in Slack",
    "user_not_in_channel": "that person is not in {where}",
}
# a person who cannot be written to
NO_PERSON = ("cannot_dm_bot", "user_disabled", "user_not_found", "user_not_visible")
_CODE = re.compile(r"[a-z][a-z0-9_]{2,79}")


def understand(error: Exception, where: str) -> Fault:
    """Sort one exception out of FAULTS. `where` names the channel for the reason."""
    if isinstance(error, SlackApiError):
        return _answered(error, where)
    if _never_left(error):
        return Fault(Verdict.LATER, "unreachable", "Slack cannot be reached (no connection)")
    if isinstance(error, TimeoutError) or _cause(error, TimeoutError):
        return Fault(Verdict.AMBIGUOUS, "timeout", "Slack did not answer in time")
    name = type(error).__name__  # never its text: that may quote what was sent
    return Fault(Verdict.AMBIGUOUS, "cut", f"the connection to Slack broke ({name})")


def _never_left(error: Exception) -> bool:
    """True if no connection came about, so that Slack cannot have seen the call.

    urllib wraps what happens up to sending in URLError and lets later errors through.
    """
    before_sending = (ConnectionRefusedError, socket.gaierror, ssl.SSLCertVerificationError)
    return any(_cause(error, kind) for kind in before_sending)


def _cause(error: Exception, kind: type[Exception]) -> bool:
    return isinstance(error, URLError) and isinstance(error.reason, kind)


def _answered(error: SlackApiError, where: str) -> Fault:
    response = error.response
    status = int(getattr(response, "status_code", 0) or 0)
    body = getattr(response, "data", None)
    facts = body if isinstance(body, Mapping) else {}
    code = str(facts.get("error", ""))
    if status == 429 or code in _BUSY:
        return Fault(Verdict.LATER, "ratelimited", "Slack asks to wait", _retry_after(response))
    if status >= 500 or code in _UNSURE:
        return Fault(Verdict.AMBIGUOUS, code or str(status), f"Slack has a fault ({status})")
    if _CODE.fullmatch(code) is None:
        return _not_slack(status)
    if code in _LATER:
        needed = str(facts.get("needed", "it asks for"))
        return Fault(Verdict.LATER, code, _LATER[code].format(needed=needed), _ACCESS)
    return Fault(Verdict.REFUSED, code, _refusal(code, facts, where))


def _not_slack(status: int) -> Fault:
    """An answer that is none of Slack's: a proxy's page, or another server altogether."""
    if status == 200:
        return Fault(Verdict.AMBIGUOUS, "unreadable", "Slack's answer could not be read")
    reason = f"the answer ({status}) is none of Slack's; check SLACK_API_URL and the proxy"
    return Fault(Verdict.LATER, "not_slack", reason, _ACCESS)


def _refusal(code: str, facts: Mapping[str, object], where: str) -> str:
    known = code.removesuffix("_format")
    words = _REFUSED.get(known) or next(
        (text for start, text in _REFUSED.items() if known.startswith(start)),
        "Slack refuses the message for {where}",
    )
    return f"{words.format(where=where, detail=_detail(facts))} ({code})"


def _detail(facts: Mapping[str, object]) -> str:
    """Slack's own hint at what is wrong with the blocks, if it gave one."""
    errors = facts.get("errors")
    return f": {errors[0]!s:.200}" if isinstance(errors, list) and errors else ""


def _retry_after(response: object) -> timedelta:
    headers = getattr(response, "headers", None) or {}
    named = {str(name).lower(): str(value) for name, value in dict(headers).items()}
    seconds = named.get("retry-after", "")
    return timedelta(seconds=int(seconds) if seconds.isdecimal() else 30)
