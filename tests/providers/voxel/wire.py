"""How the hAPI of Voxel looks from outside, for the contract kit."""

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from providers import voxel
from providers.conformance.wire import Handler, Request, Response, Row, Wire, as_xml, files

HERE = Path(__file__).parent


def _ok(_: Request) -> Response:
    return 200, {}, (HERE / "payloads/ok/list.xml").read_bytes()


def _invoice(row: Row) -> str:
    amounts = "".join(
        f'<{name} units="USD">{escape(row.amount)}</{name}>' for name in ("amount", "amount_due")
    )
    issued = f"<date_issued>{row.day}T00:41:12-0500</date_issued>"
    return (
        f'<invoice id="{row.number}" date_due="{row.day}T00:00:00-0500">{issued}{amounts}</invoice>'
    )


def _listing(rows: Sequence[Row]) -> Handler:
    invoices = "".join(map(_invoice, rows))
    return lambda _: as_xml(f'<rsp stat="ok"><invoices>{invoices}</invoices></rsp>')


def _fails(code: int, words: str = "") -> Response:
    return as_xml(f'<rsp stat="fail"><err code="{code}" msg={quoteattr(words)}/></rsp>')


WIRE = Wire(
    provider=voxel,
    folder=HERE,
    reads=frozenset({"POST voxel.billing.invoices.list"}),
    operation=lambda request: f"{request.method} {request.form.get('method', request.path)}",
    ok=_ok,
    listing=_listing,
    complaint=lambda words: _fails(114, words),
    refused={
        "a wrong signature": lambda _: _fails(1),
        "a key without permission": lambda _: _fails(9),
        "status 401": lambda _: (401, {}, b""),
    },
    broken=files(HERE / "payloads/broken"),
    empty={"a closed element": lambda _: as_xml('<rsp stat="ok"><invoices/></rsp>')},
    excused={
        "short": "the list reports no total",
        "endless": "one call brings the whole list",
    },
    path="/version/1.0/",
)
