"""Laws of the rulebook, held against many configurations at once."""

import tempfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from moneyed import Money

from bot.config.load import load
from bot.rules import Rulebook
from state.model import Direction
from state.rules.severity import Severity
from tests.builders import account, invoice

CODES = ("USD", "EUR", "JPY")
CHANNELS = ("#a", "#b", "#c")
AMOUNTS = st.builds(Money, st.integers(0, 1000).map(Decimal), st.sampled_from(CODES))
PAYER, SHOP = account("acme"), account("shop", "whmcs", Direction.RECEIVABLE, "#shop")


def book(text: str) -> Rulebook:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "duewatch.toml"
        path.write_text(text, encoding="utf-8")
        return Rulebook(load(path, {}))


def written(money: Money) -> str:
    return f"{money.amount} {money.currency.code}"


@st.composite
def routes(draw: st.DrawFn) -> list[tuple[Money, Severity | None, str]]:
    grades = st.none() | st.sampled_from(Severity)
    return draw(
        st.lists(st.tuples(AMOUNTS, grades, st.sampled_from(CHANNELS)), min_size=1, max_size=5)
    )


def toml(found: list[tuple[Money, Severity | None, str]]) -> str:
    lines = []
    for over, severity, channel in found:
        lines += ["[[routes]]", f'over = "{written(over)}"', f'channel = "{channel}"']
        lines += [f'severity = "{severity.name.lower()}"'] if severity is not None else []
    return "\n".join(lines)


@settings(max_examples=150, deadline=None)
@given(routes(), AMOUNTS, st.sampled_from(Severity))
def test_the_first_route_in_the_amounts_own_currency_that_is_grave_enough_wins(
    found: list[tuple[Money, Severity | None, str]], owed: Money, severity: Severity
):
    rulebook, about = book(toml(found)), invoice("shop/7", written(owed))
    same = [one for one in found if one[0].currency == owed.currency and one[0] < owed]
    calm = [channel for _, grade, channel in same if grade is None]
    grave = [channel for _, grade, channel in same if grade is None or grade <= severity]
    assert rulebook.home(about, SHOP).channel == next(iter(calm), "#shop")
    assert rulebook.route(about, SHOP, severity).channel == next(iter(grave), "#shop")


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(CODES), st.integers(0, 1000)), AMOUNTS)
def test_quiet_is_below_the_threshold_of_the_amounts_own_currency(
    below: dict[str, int], owed: Money
):
    table = ", ".join(f'{code} = "{amount}"' for code, amount in below.items())
    rulebook = book(f"[reminders]\nquiet_below = {{ {table} }}")
    threshold = below.get(owed.currency.code)
    quiet = threshold is not None and owed.amount < threshold
    assert rulebook.rules(invoice("shop/7", written(owed)), SHOP).quiet is quiet


POLICIES = st.dictionaries(
    st.sampled_from(
        [
            ('account = "acme"', 'module = "vps"'),
            ('account = "acme"', ""),
            ('provider = "interserver"', 'module = "vps"'),
            ('provider = "interserver"', ""),
        ]
    ),
    st.integers(0, 60),
)
ACME = """
[[accounts]]
name = "acme"
provider = "interserver"
username = "a@b.example"
password = { env = "KEY" }
"""


@settings(max_examples=100, deadline=None)
@given(policies=POLICIES, mixed=st.data())
def test_the_order_of_the_policies_does_not_matter(
    policies: dict[tuple[str, str], int], mixed: st.DataObject
):
    tables = [
        f"[[suspension]]\n{whose}\n{module}\nsuspend_after = {days}"
        for (whose, module), days in policies.items()
    ]
    orders = (tables, mixed.draw(st.permutations(tables)))
    first, second = (book("\n".join([*each, ACME])) for each in orders)
    for module in ("vps", "mail", None):
        about = replace(invoice("acme/7"), module=module)
        assert first.suspension_of(about, PAYER) == second.suspension_of(about, PAYER)
