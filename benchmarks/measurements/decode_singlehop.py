"""SingleHop: pages of 100 rows into invoices; floor: json alone, naive: json and pydantic"""

import json
from datetime import UTC, datetime
from decimal import Decimal

from pydantic import BaseModel, field_validator

from benchmarks.decoding import timed
from benchmarks.rows import Goal, Row
from benchmarks.timing import Effort
from benchmarks.wire import singlehop_answer
from providers.base import Answer

ROWS = 20_000


class NaiveRow(BaseModel):
    """The fields that anybody would want of a row."""

    id: str
    created: datetime
    due: datetime
    paid: bool
    amount: Decimal
    amount_unpaid: Decimal

    @field_validator("amount", "amount_unpaid", mode="before")
    @classmethod
    def _without_commas(cls, value: str) -> str:
        return value.replace(",", "")

    @field_validator("created", "due", mode="before")
    @classmethod
    def _unix(cls, value: str) -> datetime:
        return datetime.fromtimestamp(int(value), UTC)


def measure(effort: Effort) -> list[Row]:
    """The lists alone, which is every check."""
    count = effort.of(ROWS)
    return [timed(f"{count:,} rows", singlehop_answer(count), floor, naive, Goal(), effort)]


def floor(answer: Answer) -> object:
    """The plain JSON."""
    return [json.loads(part.body) for part in answer.parts]


def naive(answer: Answer) -> object:
    """A pydantic object for each row."""
    return [
        NaiveRow.model_validate(row)
        for part in answer.parts
        for row in json.loads(part.body)["data"]["invoices"]
    ]
