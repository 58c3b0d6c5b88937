"""Where an invoice is spoken of, and when its services stop, from what was configured."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.simulation.flavours import Flavour

# how grave it is, in order; the words of [[routes]]
CALM, DUE, OVERDUE, CRITICAL, SUSPENDED, LAST_CALL = range(6)
GRADES = ("calm", "due", "overdue", "critical", "suspended", "last_call")
BILLING, ACME, FALLBACK, LEADS = "C01BILLING", "C02ACME", "C03OPS", "C04LEADS"
IDS = {"#billing": BILLING, "#acme": ACME, "#ops": FALLBACK, "#finance-leads": LEADS}
HOME = {"acme": "#billing", "york": "#billing", "shop": "#acme"}


@dataclass(frozen=True, slots=True)
class Stop:
    """What becomes of services that are not paid for, in days after the due date."""

    account: str
    suspends: int | None = None
    ends: int | None = None
    hour: str | None = None
    zone: str | None = None  # None: the account's

    @property
    def text(self) -> str:
        """Its part of the configuration."""
        given = {
            "suspend_after": self.suspends,
            "terminate_after": self.ends,
            "hour": self.hour and f'"{self.hour}"',
            "timezone": self.zone and f'"{self.zone}"',
        }
        lines = [f"{name} = {value}" for name, value in given.items() if value is not None]
        return "\n".join(("[[suspension]]", f'account = "{self.account}"', *lines, ""))


@dataclass(frozen=True, slots=True)
class Way:
    """A route: which invoices are spoken of elsewhere."""

    channel: str | None  # None: it only calls somebody
    severity: int | None = None  # None: it moves the living message as well
    account: str | None = None
    over: str | None = None  # dollars
    mention: str | None = None

    @property
    def text(self) -> str:
        """Its part of the configuration."""
        given = {
            "severity": None if self.severity is None else GRADES[self.severity],
            "account": self.account,
            "over": self.over and f"{self.over} USD",
            "channel": self.channel,
            "mention": self.mention,
        }
        lines = [f'{name} = "{value}"' for name, value in given.items() if value is not None]
        return "\n".join(("[[routes]]", *lines, ""))

    def takes(self, account: str, cents: int, grade: int | None) -> bool:
        """Whether it leads an invoice of so much, this grave; None: where its message stands."""
        if self.severity is not None and (grade is None or grade < self.severity):
            return False
        if self.account not in (None, account):
            return False
        return self.over is None or cents > Decimal(self.over) * 100


STOPS: tuple[tuple[Stop, ...], ...] = (
    (Stop("acme", 3, 6, "01:00", "America/New_York"),),
    (Stop("york", 1, 9), Stop("shop", None, 5)),
    (Stop("acme", 0), Stop("york", 5, 7, "16:00")),
)
WAYS: tuple[tuple[Way, ...], ...] = (
    (Way("#finance-leads", CRITICAL), Way(None, OVERDUE, mention="S01DESK01")),
    (Way("#acme", OVERDUE, account="york"), Way("#finance-leads", over="500.00")),
    (Way("#finance-leads", DUE), Way("#billing", account="shop")),
)


def home(flavour: "Flavour", account: str, cents: int) -> str:
    """The channel of its living message."""
    return _led(flavour, account, cents, None) or HOME[account]


def called(flavour: "Flavour", account: str, cents: int, grade: int) -> str:
    """The channel where a step is said that is this grave."""
    return _led(flavour, account, cents, grade) or home(flavour, account, cents)


def _led(flavour: "Flavour", account: str, cents: int, grade: int | None) -> str | None:
    ways = (way for way in flavour.ways if way.takes(account, cents, grade))
    return next((way.channel for way in ways), None)
