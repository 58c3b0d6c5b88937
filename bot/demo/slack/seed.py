"""The people, channels and secrets a local Slack starts with."""

from dataclasses import dataclass, field

BOT_TOKEN = "xoxb-local"  # noqa: S105 -- opens nothing but this local server
APP_TOKEN = "xapp-local"  # noqa: S105 -- the same
SIGNING_SECRET = "local-signing-secret"  # noqa: S105 -- the same

TEAM_ID = "T01ACME"
TEAM_NAME = "Acme Hosting"
TEAM_DOMAIN = "acme-hosting"
APP_ID = "A01DUEWATCH"
BOT_ID = "B01DUEWATCH"
BOT_USER = "U01DUEWATCH"
BOT_NAME = "duewatch"
SLACKBOT = "USLACKBOT"


@dataclass(frozen=True, slots=True)
class User:
    """Somebody in the workspace."""

    id: str
    name: str
    real_name: str
    tz: str = "UTC"
    color: str = "4a154b"
    is_bot: bool = False
    is_admin: bool = False

    @property
    def initials(self) -> str:
        """One or two letters for the avatar."""
        return "".join(word[0] for word in self.real_name.split()[:2]).upper()


@dataclass(slots=True)
class Channel:
    """A place to talk: a channel, or the direct messages of one person with the bot."""

    id: str
    name: str
    topic: str = ""
    members: set[str] = field(default_factory=set)
    is_private: bool = False
    is_archived: bool = False
    im_user: str | None = None  # the person, in a direct-message channel


@dataclass(frozen=True, slots=True)
class Group:
    """A user group, mentioned as `<!subteam^S...>`."""

    id: str
    handle: str
    name: str
    users: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SlashCommand:
    """A command as the app's manifest declares it."""

    command: str
    description: str
    usage_hint: str = ""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut as the app's manifest declares it."""

    callback_id: str
    name: str
    description: str
    on_message: bool  # in a message's menu, else in the composer's


USERS = (
    User("U01ADA", "ada", "Ada Ops", "Europe/Berlin", "2bac76", is_admin=True),
    User("U02BEN", "ben", "Ben Finance", "America/New_York", "e0a729"),
    User("U03CLEO", "cleo", "Cleo Lead", "Europe/London", "8d4b9f"),
    User(BOT_USER, BOT_NAME, "Duewatch", "UTC", "1264a3", is_bot=True),
    User(SLACKBOT, "slackbot", "Slackbot", "UTC", "757575", is_bot=True),
)
GROUPS = (Group("S01", "finance-oncall", "Finance on call", ("U01ADA", "U02BEN")),)


def channels() -> list[Channel]:
    """Fresh channels; the bot is in all but #finance-leads."""
    people = {user.id for user in USERS if not user.is_bot}
    everyone = people | {BOT_USER}
    return [
        Channel("C01BILLING", "billing", "Invoices of every provider", set(everyone)),
        Channel("C02ACME", "acme", "Everything about acme-vps", set(everyone)),
        Channel("C03OPS", "ops", "Operations", set(everyone)),
        Channel("C04LEADS", "finance-leads", "Escalations", set(people)),
        Channel("C05OLD", "old-billing", "Moved to #billing", set(everyone), is_archived=True),
    ]
