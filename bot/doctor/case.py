"""What an examination is given to look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.clock import Clock
from bot.config.settings import Settings
from bot.config.tokens import TokenError, Tokens, read_tokens
from bot.doctor.clocks import Told
from providers.clients import Clients


@dataclass(frozen=True, slots=True)
class Case:
    """The configuration with its surroundings; `told` fills up while others are asked."""

    settings: Settings
    environ: Mapping[str, str]
    clock: Clock
    clients: Clients
    told: Told = field(default_factory=Told)

    @property
    def tokens(self) -> Tokens | None:
        """What Slack is asked with; None without tokens, or with those of a wrong kind."""
        try:
            return read_tokens(self.environ, self.settings.slack.api_url)
        except TokenError:
            return None
