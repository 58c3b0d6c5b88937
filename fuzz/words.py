"""Words that stand in answers: the usual ones, and those that have broken somebody's parser."""

from collections.abc import Mapping, Sequence

NUMBERS = (
    *("0", "1", "7", "10", "11", "70", "8100001", "8100003", "31007", "-1", "007", "+5", " 5 "),
    *("", "5.0", "1e5", "1e999999999", "NaN", "0x10", "1_000", "true", "٣", "9" * 18, "9" * 40),
)
AMOUNTS = (
    *("24.00", "0.00", "0", "12.5", "1.00", "-3.10", "1,234.56", "1.234,56", "1 234", "$5"),
    *("5 USD", "", ".5", "5.", "12.345", "1e9", "1e999999999", "-Infinity", "NaN", "٣", "9" * 40),
)
DATES = (
    *("2026-11-09 03:12:44", "2026-11-23", "2026-11-09T03:12:44Z", "2026-11-09T23:59:59-11:00"),
    *("0000-00-00 00:00:00", "0000-00-00", "2026-02-30", "1794000000", "0", "-1", "9" * 18, ""),
    *("0001-01-01 00:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "today"),
    *("2026-11-09T03:12:44+25:00", "2026-11-09T24:00:00", "2026-W46-1", "20261109", "11/09/2026"),
)
TEXTS = (
    *("KVM Linux, 4 slices", "(Repeat Invoice: 5501) Mail", "Invoice 8100001", "", " ", "false"),
    *("Größe", "GrÃ¶Ã\x9fe", "Ã", "\ufffd", "日本", "\u202eUSD", "<!channel> &amp;", "a\tb\n c"),
    *(
        "USD",
        "JPY",
        "KWD",
        "unknown",
        "XXX",
        "x" * 300,
        "ok",
        "fail",
        "Unpaid",
        "success",
        "\U0010ffff",
    ),
)
ALL = (*NUMBERS, *AMOUNTS, *DATES, *TEXTS)


_SUITING: Mapping[str, Sequence[str]] = {  # a part of the field's name: words that make sense
    "date": DATES[:5],
    "amount": AMOUNTS[:5],
    "total": AMOUNTS[:5],
    "balance": AMOUNTS[:5],
    "price": AMOUNTS[:5],
    "type": ("1", "1", "1", "10", "11", "13"),
    "paid": ("0", "0", "1"),
    "deleted": ("0", "0", "0", "1", ""),
    "currency": ("USD", "USD", "JPY", "KWD", ""),
    "description": TEXTS[:4],
    "label": TEXTS[:4],
    "extra": NUMBERS[:8],
    "id": NUMBERS[1:8],
}


def suiting(name: str) -> Sequence[str]:
    """Words for a field of this name, so that most rows make sense in most of their fields."""
    return next((found for part, found in _SUITING.items() if part in name), NUMBERS)
