"""Links that people paste -> the invoices they lead to, as they stand now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from urllib.parse import SplitResult, parse_qs, urlsplit

from bot.clock import Clock
from bot.config.settings import Watched
from bot.listing import today_in
from bot.slack.render.message import Block
from bot.slack.render.unfurl import unfurl
from state.model import InvoiceKey, InvoiceView
from state.store import Question, Reader

MOST_DOMAINS = 5  # that an app may register at Slack
_PAGE = "invoice"  # stands in the path of every page about one; `id` means other things elsewhere


def domains(accounts: Iterable[Watched]) -> list[str]:
    """The hosts of the pages that show invoices, as far as they are known and Slack takes them."""
    return list(dict.fromkeys(host for one in accounts if (host := _host(one))))[:MOST_DOMAINS]


def _host(watched: Watched) -> str | None:
    """Where people look at the invoices of an account; a provider's API is not that place."""
    own = watched.url if watched.spec.url is None else None
    return watched.spec.site or (_parted(own).hostname if own else None)


@dataclass(frozen=True, slots=True)
class Links:
    """Knows which link leads to which invoice."""

    store: Reader
    now: Clock
    accounts: Mapping[str, Watched]

    def show(self, url: str) -> list[Block] | None:
        """What stands below a link; None where it leads to no invoice, or to nobody knows which."""
        found = self._exactly(unescape(url)) or self._by_number(_parted(unescape(url)))
        if len(found) != 1:
            return None
        return unfurl(found[0], today_in(found[0].account, self.now()))

    def _exactly(self, url: str) -> list[InvoiceView]:
        return self.store.linked(url)

    def _by_number(self, page: SplitResult) -> list[InvoiceView]:
        """The same page by another address: a client sees an invoice elsewhere than we do."""
        number = _number(page)
        there = [name for name, one in self.accounts.items() if _host(one) == page.hostname]
        if not there or not number:
            return []
        keys = tuple(InvoiceKey(name, number) for name in there)
        return self.store.invoices(Question(keys=keys, owed_only=False))


def _parted(url: str) -> SplitResult:
    """The parts of an address; none of them where it is not one."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 -- it is looked at to see whether it can be read
    except ValueError:
        return SplitResult("", "", "", "", "")
    return parts


def _number(page: SplitResult) -> str | None:
    """The number in `viewinvoice.php?id=7`, or at the end of `/billing/invoices/7`."""
    if _PAGE not in page.path.casefold():
        return None
    given = parse_qs(page.query).get("id")
    last = page.path.rstrip("/").rpartition("/")[2]
    return given[0] if given else (last if last.isdecimal() else None)
