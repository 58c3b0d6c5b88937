"""When an unchanged answer may be taken for the whole truth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.check import examine
from providers.base import Answer, Part
from state.model import Coverage, Invoice, Settled, Snapshot, Standing
from tests.builders import NOW, invoice


@dataclass
class Line:
    """A provider whose list stays empty while its look-up changes its mind."""

    says: Invoice = field(default_factory=lambda: invoice(standing=Standing.UNKNOWN))

    def fetch(self) -> Answer:
        return Answer("whmcs", 1, (Part("list", b"nothing"),))

    def read(self, answer: Answer) -> Snapshot:  # noqa: ARG002 -- says the same of all
        return Snapshot("acme", (), Coverage.OPEN_ONLY, (), NOW)

    def lookup(self, invoices: Sequence[Invoice]) -> Mapping[str, Invoice | None]:  # noqa: ARG002 -- as above
        return {"7": self.says}


def test_an_invoice_that_is_absent_and_not_closed_is_asked_for_each_time():
    """Found by the soak, SEED=1 WORLD=19 STEP=159: the second answer was never looked at."""
    line = Line()
    first = examine(line, lambda: {"7": invoice()}, None)
    known = {"7": line.says}
    line.says = replace(line.says, standing=Standing.PAID)
    second = examine(line, lambda: known, first.digest)
    assert [type(change) for change in second.changes] == [Settled]
    third = examine(line, lambda: {"7": line.says}, second.digest)
    assert third.snapshot is None or third.changes == []


def test_an_answer_under_other_numbers_is_read_and_named_a_storm():
    line = Listed([invoice(f"acme/9{at}", f"{at}.00 USD") for at in range(1, 9)])
    known = {str(at): invoice(f"acme/{at}", f"{at}.00 USD") for at in range(1, 9)}
    examined = examine(line, lambda: known, None)
    assert examined.storm is not None
    assert examined.storm.twins == {str(at): f"9{at}" for at in range(1, 9)}
    same = examine(Listed(list(known.values())), lambda: known, None)
    assert same.storm is None


@dataclass
class Listed:
    """A provider that lists these and has never heard of any other."""

    invoices: list[Invoice]

    def fetch(self) -> Answer:
        return Answer("whmcs", 1, (Part("list", b"some"),))

    def read(self, answer: Answer) -> Snapshot:  # noqa: ARG002 -- says the same of all
        return Snapshot("acme", tuple(self.invoices), Coverage.OPEN_ONLY, (), NOW)

    def lookup(self, invoices: Sequence[Invoice]) -> Mapping[str, Invoice | None]:
        return dict.fromkeys(one.key.number for one in invoices)
