"""WHMCS: pages of 100 rows into invoices; floor: json alone, naive: json and pydantic"""

import datetime as dt
import json
from decimal import Decimal

from pydantic import BaseModel

from benchmarks.decoding import timed
from benchmarks.rows import Goal, Row
from benchmarks.timing import Effort
from benchmarks.wire import whmcs_answer
from providers.base import Answer

ROWS = 100_000
WITH_DETAILS = 5_000


class NaiveRow(BaseModel):
    """The fields that anybody would want of a row."""

    id: int
    userid: int
    companyname: str
    firstname: str
    lastname: str
    invoicenum: str
    date: dt.date
    duedate: dt.date
    total: Decimal
    status: str
    currencycode: str


class NaiveDetail(BaseModel):
    """The same of an answer about one invoice."""

    invoiceid: int
    date: dt.date
    duedate: dt.date
    total: Decimal
    balance: Decimal
    status: str
    items: dict[str, list[dict[str, object]]]


def measure(effort: Effort) -> list[Row]:
    """The lists alone, which is every check; and a first check, with each invoice's details.

    The goal was set with a typed decoder in C, which is no part of this project. `json.loads`
    alone takes nearly half of the naive time, and an `Invoice` with its key 1.8 microseconds,
    so with these two the most that can be reached is about one and a half.
    """
    count, fewer = effort.of(ROWS), effort.of(WITH_DETAILS)
    lists = Goal(below_naive=8)
    return [
        timed(f"{count:,} rows", whmcs_answer(count), floor, naive, lists, effort),
        timed(
            f"{fewer:,} rows with details",
            whmcs_answer(fewer, details=True),
            floor,
            naive,
            Goal(),
            effort,
        ),
    ]


def floor(answer: Answer) -> object:
    """The plain JSON."""
    return [json.loads(part.body) for part in answer.parts]


def naive(answer: Answer) -> object:
    """A pydantic object for each row."""
    found: list[BaseModel] = []
    for part in answer.parts:
        said = json.loads(part.body)
        if "invoices" in said:
            found += [NaiveRow.model_validate(row) for row in said["invoices"]["invoice"]]
        else:
            found.append(NaiveDetail.model_validate(said))
    return found
