"""The four providers, played on loopback in their real wire formats.

Written from the same published material as `providers/`, but without any of its code: a
mistake in the one should not be repeated by the other. A simulator is a plain function
from an account's books and a request to an answer; `bot.demo.world` serves them.
"""

from collections.abc import Callable, Mapping

from bot.demo.billing import BillingAccount, ProviderName
from bot.demo.simulators import interserver, singlehop, voxel, whmcs
from bot.demo.simulators.exchange import Ask, Said

Simulator = Callable[[BillingAccount, Ask], Said]

SIMULATORS: Mapping[ProviderName, Simulator] = {
    "interserver": interserver.answer,
    "whmcs": whmcs.answer,
    "voxel": voxel.answer,
    "singlehop": singlehop.answer,
}
