"""A configuration with its surroundings on loopback, to be broken and examined."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from bot.config.load import load
from bot.demo.slack import APP_TOKEN, BOT_TOKEN, LocalSlack
from bot.demo.world import World
from bot.doctor.examine import examine
from bot.doctor.finding import Finding, Grade

SETTINGS = """
timezone = "Europe/Berlin"
database = "d.db"

[slack]
channel = "#billing"
fallback_channel = "#ops"
"""


def right_now() -> datetime:
    return datetime.now(UTC)


def furnish(world: World) -> None:
    vps = world.add_account("acme-vps", "interserver")
    vps.add("100", "12.50", due=date(2026, 11, 27), description="VPS web-1")
    shop = world.add_account("shop", "whmcs", currency="EUR")
    shop.add("4105", "23.80", due=date(2026, 11, 29), description="Hosting")
    shop.add("4106", "5.00", due=date(2026, 11, 30), description="Domain")


@dataclass(slots=True)
class Clinic:
    """Examines the same patient again and again, each time as it is by then."""

    folder: Path
    world: World
    slack: LocalSlack
    providers: str
    text: str = SETTINGS
    clock: Callable[[], datetime] = right_now
    environ: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.environ = {
            **self.world.environment(),
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_API_URL": self.slack.api_url,
        }

    def examine(self) -> list[Finding]:
        path = self.folder / "duewatch.toml"
        path.write_text(f"{self.text}\n{self.world.snapshot_config(self.providers)}")
        found = list(examine(load(path, self.environ), self.environ, self.clock))
        everything = "\n".join(map(str, found))
        secrets = [*self.world.environment().values(), BOT_TOKEN, APP_TOKEN]
        assert [one for one in secrets if one in everything] == [], "a secret was told"
        return found

    def problems(self) -> list[Finding]:
        return [one for one in self.examine() if one.grade is Grade.PROBLEM]

    def about(self, where: str) -> list[Finding]:
        return [one for one in self.examine() if one.looked_at.startswith(where)]
