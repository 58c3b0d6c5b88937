"""How Slack says no."""

from collections.abc import Sequence
from typing import Any


class SlackError(Exception):
    """A refusal with Slack's own error name; `messages` tell the developer more."""

    def __init__(self, code: str, messages: Sequence[str] = (), **extra: object) -> None:
        super().__init__(code)
        self.code = code
        self.messages = tuple(messages)
        self.extra = extra

    def body(self) -> dict[str, Any]:
        """Return the answer of the Web API."""
        answer: dict[str, Any] = {"ok": False, "error": self.code, **self.extra}
        if self.messages:
            told = [f"[ERROR] {message}" for message in self.messages]
            answer["response_metadata"] = {"messages": told}
        return answer
