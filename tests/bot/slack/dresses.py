"""What providers may write: the same invoices in other words, to see that a message bears it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from state.model import Invoice, InvoiceView, Line
from state.store import AccountView
from tests.bot.slack.samples import money

LONG = "Virtual server with backups, monitoring & <extras> in Secaucus, New Jersey; " * 7
RIGHT_TO_LEFT = "\u202eשלום עולם\u202c فاتورة استضافة \u2067٣\u2069"  # noqa: RUF001 -- letters of others
FOREIGN = ("error", "example")  # what of the details of a message a provider wrote


@dataclass(frozen=True, slots=True)
class Dress:
    """Words for every field that a provider fills; None leaves them as they are."""

    words: str | None = None
    lines: int = 0

    def view(self, shown: InvoiceView) -> InvoiceView:
        """The same invoice, told in other words."""
        return replace(shown, invoice=self.invoice(shown.invoice))

    def invoice(self, told: Invoice) -> Invoice:
        """The same, its number too; amounts, dates and standing are as before."""
        if self.lines:
            return replace(told, lines=self._lines())
        if self.words is None:
            return told
        key = replace(told.key, number=f"{told.key.number} {self.words}"[:60])
        return replace(self.told(told), key=key, lines=(Line(self.words, told.open),))

    def told(self, told: Invoice) -> Invoice:
        """The same under its number, as it can still be asked for."""
        if self.words is None:
            return replace(told, lines=self._lines()) if self.lines else told
        client = self.words if told.client else None
        return replace(
            told,
            description=self.words,
            service=self.words,
            label=self.words,
            their_status=self.words,
            client=client,
            url=f"https://pay.example/{self.words}",
        )

    def details(self, details: Mapping[str, str]) -> dict[str, str]:
        """What goes with a message, where a provider wrote it."""
        told = dict(details)
        foreign = [name for name in FOREIGN if name in told and self.words is not None]
        return told | dict.fromkeys(foreign, self.words or "")

    def health(self, shown: AccountView) -> AccountView:
        """The same account, its error in other words."""
        return replace(shown, error=self.words) if self.words and shown.error else shown

    def text(self, text: str) -> str:
        """A sentence about an invoice, with the words behind it."""
        return f"{text} {self.words}" if self.words else text

    def _lines(self) -> tuple[Line, ...]:
        each = [Line(f"Position {n}: {LONG[:60]}", money(f"{n}.00 USD")) for n in range(self.lines)]
        return tuple(each)


PLAIN = Dress()
DRESSES = {
    "of 500 characters": Dress(LONG[:500]),
    "of 40 lines": Dress(lines=40),
    "from right to left": Dress(RIGHT_TO_LEFT),
    "in emoji": Dress("👩‍👩‍👧‍👦💸🇩🇪 :white_check_mark: " * 12),
    "that call the channel": Dress(
        "<!channel> <!here|here> @everyone *x* `y` <https://evil.example|z>"
    ),
}
