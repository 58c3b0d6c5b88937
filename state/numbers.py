"""Invoices by what people type of their numbers: any case, printed or not, nearly right."""

import difflib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from string import digits

from state.model import InvoiceKey
from state.tallies import OWED

_FEW = 100  # invoices of one number that are told apart
_LONGEST = 40  # characters of a number whose near misses are tried
_GUESSES = 3

# SQLite's own folding knows ASCII alone, so the spellings of other letters are given as well.
_CALLED = """
SELECT found.account, found.number FROM (
    SELECT account, number FROM invoices INDEXED BY invoices_number
    WHERE number COLLATE NOCASE IN (SELECT value FROM json_each(:spelt))
    UNION SELECT account, number FROM invoices INDEXED BY invoices_label
    WHERE label COLLATE NOCASE IN (SELECT value FROM json_each(:spelt)) AND label IS NOT NULL
) AS found JOIN accounts AS a ON a.name = found.account AND a.watched = 1
WHERE :account IS NULL OR found.account = :account
ORDER BY found.account, found.number LIMIT :limit
"""
_NEAR = f"""
SELECT found.account, found.number FROM (
    SELECT account, number FROM invoices INDEXED BY invoices_number
    WHERE number COLLATE NOCASE IN (SELECT value FROM json_each(:spelt)) AND {OWED}
) AS found JOIN accounts AS a ON a.name = found.account AND a.watched = 1
WHERE :account IS NULL OR found.account = :account
ORDER BY found.account, found.number LIMIT :limit
"""  # noqa: S608 -- our own words


def called(
    connection: sqlite3.Connection, reference: str, accounts: Sequence[str]
) -> list[InvoiceKey]:
    """Invoices with that number or printed number; those written exactly so if there are any."""
    account, number = _parted(reference, accounts)
    found = _asked(connection, _CALLED, [reference], None)
    if account is not None:
        found += _asked(connection, _CALLED, [number], account)
    exact = [key for key in found if key.number in (reference, number)]
    return sorted(set(exact or found))


def nearly(
    connection: sqlite3.Connection, reference: str, accounts: Sequence[str]
) -> list[InvoiceKey]:
    """Owed invoices with a number one slip of the finger away, the most alike first."""
    typed, slash, number = reference.partition("/")
    found = _asked(connection, _NEAR, _slips(reference), None)
    names = {name.casefold(): name for name in accounts} if slash else {}
    for near in difflib.get_close_matches(typed.casefold(), names, n=_GUESSES):
        found += _asked(connection, _NEAR, [number, *_slips(number)], names[near])
    spelt = {name: key for key in found for name in (key.number, str(key))}
    alike = difflib.get_close_matches(reference, spelt, n=_GUESSES, cutoff=0.75)
    return list(dict.fromkeys(spelt[name] for name in alike))


def _parted(reference: str, accounts: Sequence[str]) -> tuple[str | None, str]:
    """The account that a full key names, in any case, and the number behind it."""
    typed, slash, number = reference.partition("/")
    named = (name for name in accounts if slash and name.casefold() == typed.casefold())
    return next(named, None), number


def _asked(
    connection: sqlite3.Connection, sql: str, numbers: Iterable[str], account: str | None
) -> list[InvoiceKey]:
    spelt = {each for one in numbers for each in (one, one.lower(), one.upper())}
    values = {"spelt": json.dumps(sorted(spelt)), "account": account, "limit": _FEW}
    return [InvoiceKey(*row) for row in connection.execute(sql, values)]


def _slips(number: str) -> Iterator[str]:
    """The number with a character too few, too many, wrong, or in the place of the next."""
    if not number or len(number) > _LONGEST:
        return
    letters = sorted({*digits, *number})
    for place in range(len(number) + 1):
        before, after = number[:place], number[place:]
        yield from (before + letter + after for letter in letters)
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in letters)
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
