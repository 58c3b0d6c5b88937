"""What goes wrong on the way of a request, decided by a seed and repeatable."""

from dataclasses import dataclass
from random import Random
from typing import Literal

from bot.demo.billing import FAULTS
from bot.demo.simulators.interserver_wsdl import MODULES
from tests.soak import linode
from tests.soak.books import IN_PAGES

Way = Literal["whole", "dropped", "late"]

WIRE = (
    "truncated",  # the body ends at a random byte, in an answer that is complete for HTTP
    "list_empty",  # one list is empty, or one number unknown, for once
    "session_lost",  # from some request on, InterServer's session is no longer known
    "login_empty",  # InterServer's login answers with nothing
    "short_page",  # the server gives fewer rows a page than before
    "repeated_page",  # the next page is the one before it once more
    "status_500",
    "status_502",
    "status_429",
    "wrong_type",  # the right body under the content type of a web page
    "wrong_page",  # a web page under the content type of an answer
    "mojibake",  # texts in a wrong encoding, some of them broken
    "late",  # no answer in time
    "stale",  # every answer is the one of the check before: something on the way kept it
)
KINDS = (*FAULTS, *WIRE, *linode.FAULTS)
PAGED = ("short_page", "repeated_page")
LIES = frozenset({"empty", "list_empty", "session_lost", "odd_row"})
"""Complete, well-formed answers that are not true: what they hide cannot be known."""

SECOND_LOGIN = 100  # how far a look-up's requests lie behind a check's, at InterServer


@dataclass(frozen=True, slots=True)
class Plan:
    """One fault of one check: at which request it strikes, and whether it stays."""

    kind: str
    at: int
    stays: bool

    def strikes(self, place: int, tries: int) -> bool:
        """Say whether the request at this place of the check is hit; `tries` went before it."""
        if self.kind in FAULTS or self.kind == "stale":
            return True  # the whole provider has a bad day
        return place >= self.at if self.stays else place == self.at and not tries


def plan(provider: linode.Name, rng: Random, modules: tuple[str, ...]) -> Plan:
    """Choose what goes wrong in one check."""
    pages = PAGED * 3 if provider in IN_PAGES else ()
    own = linode.FAULTS * 2 if provider == "linode" else ()
    kind = rng.choice((*FAULTS, *WIRE, *pages, *own))
    if kind in FAULTS:
        return Plan(kind, 0, stays=True)
    if kind == "login_empty":
        return Plan(kind, rng.choice((0, SECOND_LOGIN)), stays=False)
    if kind == "session_lost":
        return Plan(kind, rng.randint(1, 2 * len(MODULES)), stays=True)
    at = rng.randint(1, 5) if kind in linode.FAULTS else place(provider, rng, modules)
    return Plan(kind, at, stays=rng.random() < 0.4)


def place(provider: linode.Name, rng: Random, modules: tuple[str, ...]) -> int:
    """Choose a request of a check; whether the check gets that far is another matter."""
    if provider == "voxel":
        return 0
    if provider == "interserver":
        unpaid, full = (listing(rng.choice(modules), which) for which in (True, False))
        return rng.choice((0, unpaid, unpaid, full, SECOND_LOGIN, SECOND_LOGIN + full))
    return rng.choice((0, 0, 1, 1, 2, 3, 4, 5, 7, 11))


def listing(module: str, unpaid: object) -> int:
    """Return the place of a list of InterServer after its login: the unpaid ones come first."""
    return 1 + MODULES.index(module) + (0 if unpaid else len(MODULES))


def truncated(body: bytes, rng: Random) -> bytes:
    """Return the body up to a random byte; nothing but blanks are never all that is missing."""
    whole = len(body.rstrip())
    return body[: rng.randrange(whole)] if whole else body


def mojibake(body: bytes, rng: Random) -> bytes:
    """Return the body with the texts of the invoices spoilt, and nothing else."""
    spoilt = (b"H\xf6sting", b"H\xc3\x83\xc2\xb6sting", b"\xef\xbf\xbdosting", b"Ho\x00sting")
    return body.replace(b"Hosting", rng.choice(spoilt))
