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

from bot.slack.language import _
from bot.slack.refused import access, refused

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

_BUSY = {"ratelimited", "rate_limited", "message_limit_exceeded", "request_timeout"}
_UNSURE = {
    "duplicate_channel_not_found",
    "duplicate_message_not_found",
    "fatal_error",
    "internal_error",
    "service_unavailable",
}
# a person who cannot be written to
NO_PERSON = ("cannot_dm_bot", "user_disabled", "user_not_found", "user_not_visible")
_CODE = re.compile(r"[a-z][a-z0-9_]{2,79}")


def understand(error: Exception, where: str) -> Fault:
    """Sort one exception out of FAULTS. `where` names the channel for the reason."""
    if isinstance(error, SlackApiError):
        return _answered(error, where)
    if _never_left(error):
        return Fault(Verdict.LATER, "unreachable", _("Slack cannot be reached (no connection)"))
    if isinstance(error, TimeoutError) or _cause(error, TimeoutError):
        return Fault(Verdict.AMBIGUOUS, "timeout", _("Slack did not answer in time"))
    name = type(error).__name__  # never its text: that may quote what was sent
    return Fault(Verdict.AMBIGUOUS, "cut", _("the connection to Slack broke ({name})", name=name))


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
        return Fault(Verdict.LATER, "ratelimited", _("Slack asks to wait"), _retry_after(response))
    if status >= 500 or code in _UNSURE:
        return Fault(
            Verdict.AMBIGUOUS, code or str(status), _("Slack has a fault ({status})", status=status)
        )
    if _CODE.fullmatch(code) is None:
        return _not_slack(status)
    if (told := access(code, str(facts.get("needed") or ""))) is not None:
        return Fault(Verdict.LATER, code, told, _ACCESS)
    return Fault(Verdict.REFUSED, code, _refusal(code, facts, where))


def _not_slack(status: int) -> Fault:
    """An answer that is none of Slack's: a proxy's page, or another server altogether."""
    if status == 200:
        return Fault(Verdict.AMBIGUOUS, "unreadable", _("Slack's answer could not be read"))
    reason = _(
        "the answer ({status}) is none of Slack's; check SLACK_API_URL and the proxy", status=status
    )
    return Fault(Verdict.LATER, "not_slack", reason, _ACCESS)


def _refusal(code: str, facts: Mapping[str, object], where: str) -> str:
    return f"{refused(code.removesuffix('_format'), where, _detail(facts))} ({code})"


def _detail(facts: Mapping[str, object]) -> str:
    """Slack's own hint at what is wrong with the blocks, if it gave one."""
    errors = facts.get("errors")
    return f": {errors[0]!s:.200}" if isinstance(errors, list) and errors else ""


def _retry_after(response: object) -> timedelta:
    headers = getattr(response, "headers", None) or {}
    named = {str(name).lower(): str(value) for name, value in dict(headers).items()}
    seconds = named.get("retry-after", "")
    return timedelta(seconds=int(seconds) if seconds.isdecimal() else 30)
