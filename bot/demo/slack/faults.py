"""What can be broken on purpose, so that a bot can be seen to survive it."""

from dataclasses import dataclass, field

from bot.manifest import SCOPES

POSTING = frozenset({"chat.postMessage", "chat.update", "chat.postEphemeral", "chat.delete"})
FOREVER = 1_000_000_000


@dataclass(slots=True)
class Faults:
    """Mutable switches; a count is the number of next calls that suffer.

    The counted faults and `slow` strike the methods in `methods` only, so that a health
    probe or a reconnect in the background does not use them up.
    """

    rate_limited: int | None = None  # answer 429
    retry_after: int = 1  # the seconds such an answer asks for
    lose_replies: int = 0  # do it, then drop the connection
    lose_before: int = 0  # drop the connection without doing it
    server_errors: int = 0  # answer 500 without doing it
    slow: float = 0.0  # do it, then answer so many seconds late
    refuse_new_blocks: bool = False  # know neither data_table nor data_visualization
    refuse: dict[str, str] = field(default_factory=dict)  # method -> Slack's error name
    methods: frozenset[str] = POSTING
    scopes: frozenset[str] = frozenset(SCOPES)  # what the token is said to allow

    def spend(self, fault: str, method: str) -> bool:
        """Tell whether this call suffers the fault, and count it."""
        left: int | None = getattr(self, fault)
        if not left or method not in self.methods:
            return False
        setattr(self, fault, left - 1 if left < FOREVER else left)
        return True
