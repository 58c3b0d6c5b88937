"""Where the state learns when services stop: the seam to what was configured."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from state.model import Account, Invoice
from state.rules.severity import LOSS_NEARS
from state.rules.suspension import Suspension

Policy = Callable[[Invoice, Account], Suspension | None]
Hurry = Callable[[Account], int | None]


def always(_account: Account) -> int | None:
    """Look as far ahead as anything can be grave: for who does not know the policies."""
    return LOSS_NEARS


class CountsDown(Protocol):
    """The part of the state that says when services stop."""

    def count_down(
        self, policy: Policy, clock: Callable[[], datetime], hurry: Hurry = always
    ) -> None:
        """Have every view carry when its services stop, by the rules that were configured.

        `hurry` says how many days ahead an account's invoices may be grave already, if at all.
        """

    def hurry(self, account: Account) -> int | None:
        """How many days before they are due its invoices may be grave; None: they never are."""
