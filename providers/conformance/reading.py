"""Laws 2, 3, 6 and 8: what is there is read, all of it and exactly."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from moneyed import Money

from providers.base import Unreadable
from providers.conformance.bench import Bench, Outcome
from providers.conformance.report import Case
from providers.conformance.transcript import transcript
from providers.conformance.wire import Row
from state.model import Invoice, Snapshot

DAY = date(2026, 11, 15)
COUNTS = (1, 2, 25, 100, 101, 260)  # around the sizes that pages usually have
AMOUNTS = ("0.01", "0.10", "7", "10.10", "19.99", "1234.56", "100000.05", "9999999.99")
DAYS = (
    date(2026, 1, 1),
    date(2026, 3, 8),  # clocks go forward in America
    date(2026, 3, 29),  # and in Europe
    date(2026, 11, 1),  # and back
    date(2026, 12, 31),
    date(2028, 2, 29),
)
ODD_AMOUNTS = ("a lot", "", "NaN", "1e999999999", "--5", "1.2.3", "٣٤")


def the_payloads_say_what_is_expected(bench: Bench) -> None:
    """Law 2. The same answer must also be recognized as the same, with nothing read anew."""
    case = Case(2, "payloads/ok")
    outcome = bench.check(case, bench.wire.ok)
    bench.report.tried[2] += len(outcome.served.requests)
    snapshot = bench.require(case, outcome)
    if snapshot is None:
        return
    written = transcript(snapshot).replace(outcome.served.url, bench.wire.shown_as)
    file = bench.wire.folder / "expected" / "ok.txt"
    if not file.is_file():
        bench.violated(case, f"{file} is missing; write it with --write and read it with care")
    elif written != (expected := file.read_text(encoding="utf-8")):
        bench.violated(case, f"differs from {file}: {_first_difference(written, expected)}")


def _first_difference(written: str, expected: str) -> str:
    pairs = zip(written.splitlines(), expected.splitlines(), strict=False)
    for number, (line, wanted) in enumerate(pairs, 1):
        if line != wanted:
            return f"line {number} is {line!r} instead of {wanted!r}"
    return f"{len(written.splitlines())} lines instead of {len(expected.splitlines())}"


def lists_are_read_whole(bench: Bench) -> None:
    """Law 3."""
    wire = bench.wire
    for name, handler in {"an account without invoices": wire.listing(()), **wire.empty}.items():
        case = bench.tried(Case(3, f"empty: {name}"))
        snapshot = bench.require(case, bench.check(case, handler))
        if snapshot and (snapshot.invoices or snapshot.unread):
            bench.violated(case, "nothing was listed, but the snapshot is not empty")
    for count in COUNTS:
        case = bench.tried(Case(3, f"a list of {count}"))
        rows = [Row(str(1000 + number), "10.00", DAY) for number in range(count)]
        _require_numbers(bench, case, bench.check(case, wire.listing(rows)), rows)
    for kind, handlers in (("short", wire.short), ("endless", wire.endless)):
        for name, handler in handlers.items():
            case = bench.tried(Case(3, f"{kind}: {name}"))
            bench.expect(case, bench.check(case, handler), Unreadable)
        if not handlers and kind not in wire.excused:
            bench.violated(Case(3, kind), f"the wire has no case and no excuse for {kind!r}")


def _require_numbers(bench: Bench, case: Case, outcome: Outcome, rows: Sequence[Row]) -> None:
    snapshot = bench.require(case, outcome)
    if snapshot is None:
        return
    found = [invoice.key.number for invoice in snapshot.invoices]
    lost, doubled = {row.number for row in rows} - set(found), len(found) - len(set(found))
    if lost or doubled or len(found) != len(rows):
        bench.violated(
            case,
            f"{len(rows)} invoices were listed, {len(found)} came,"
            f" {len(lost)} of them are lost and {doubled} doubled",
        )
    if any(invoice.key.account != bench.wire.account for invoice in snapshot.invoices):
        bench.violated(case, "an invoice bears the name of another account")


def odd_rows_are_put_aside(bench: Bench) -> None:
    """Law 6. A row may be put aside whole, or read without the figure that makes no sense."""
    wire = bench.wire
    made_up = {
        f"the amount {amount!r}": wire.listing(
            [Row("101", "10.00", DAY), Row("102", amount, DAY), Row("103", "30.00", DAY)]
        )
        for amount in ODD_AMOUNTS
    }
    for name, handler in {**made_up, **wire.odd}.items():
        case = bench.tried(Case(6, name))
        snapshot = bench.require(case, bench.check(case, handler))
        if snapshot:
            _require_put_aside(bench, case, snapshot)


def _require_put_aside(bench: Bench, case: Case, snapshot: Snapshot) -> None:
    read = {invoice.key.number: invoice for invoice in snapshot.invoices}
    if not snapshot.unread:
        bench.violated(case, "the odd row is not kept in `unread`")
    if missing := {"101", "103"} - set(read):
        bench.violated(case, f"the good rows {sorted(missing)} beside the odd one are lost")
    odd = read.get("102")
    if odd is not None and odd.is_closed:
        bench.violated(case, f"the odd row became an invoice that is {odd.standing}")
    if any(not row.row or not row.reason for row in snapshot.unread):
        bench.violated(case, "a row in `unread` has no name or no reason")


def amounts_and_dates_are_exact(bench: Bench) -> None:
    """Law 8."""
    rows = {
        str(1000 + position): Row(str(1000 + position), amount, day)
        for position, (amount, day) in enumerate(
            [(amount, DAY) for amount in AMOUNTS] + [("10.00", day) for day in DAYS]
        )
    }
    together = Case(8, "a list of amounts and dates")
    snapshot = bench.require(together, bench.check(together, bench.wire.listing([*rows.values()])))
    found = {invoice.key.number: invoice for invoice in snapshot.invoices} if snapshot else {}
    for number, row in rows.items():
        case = bench.tried(Case(8, f"{row.amount} due {row.day}"))
        if number not in found:
            bench.violated(case, "the invoice is not there")
        else:
            _require_exact(bench, case, found[number], row)


def _require_exact(bench: Bench, case: Case, invoice: Invoice, row: Row) -> None:
    for name, amount in (("total", invoice.total), ("open", invoice.open)):
        if not isinstance(amount, Money) or amount.amount != Decimal(row.amount):
            bench.violated(case, f"`{name}` is {amount!r}")
    if isinstance(invoice.due, datetime) or invoice.due != row.day:
        bench.violated(case, f"`due` is {invoice.due!r}")
    if isinstance(invoice.issued, datetime) or invoice.issued not in (None, row.day):
        bench.violated(case, f"`issued` is {invoice.issued!r}")
