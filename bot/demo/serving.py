"""From a simulator's answer to bytes on a socket, with the bad days in between."""

import asyncio
from collections.abc import Callable

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot.demo.billing import BillingAccount
from bot.demo.loopback import HANG_UP, STOPPING
from bot.demo.simulators import SIMULATORS
from bot.demo.simulators.exchange import Ask
from bot.demo.simulators.faults import cut, outage

GLANCE = 0.1  # seconds between two looks at whether the server stops


class Dropped(Response):
    """Promises a body and hangs up in the middle of it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send half of the body and close the line."""
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        await send(start)
        half = bytes(self.body)[: len(self.body) // 2]
        await send({"type": "http.response.body", "body": half, "more_body": True})
        if hang_up := scope.get(HANG_UP):
            hang_up()
            while (await receive())["type"] != "http.disconnect":
                pass


async def linger(seconds: float, scope: Scope) -> None:
    """Wait so long, but not longer than the server wants to run."""
    stopping: Callable[[], bool] = scope.get(STOPPING, lambda: False)
    while seconds > 0 and not stopping():
        await asyncio.sleep(min(seconds, GLANCE))
        seconds -= GLANCE


def respond(account: BillingAccount, ask: Ask) -> Response:
    """Return what the provider sends back today."""
    instead = outage(account.fault)
    if instead is not None:
        account.note_call(account.fault or "")
        said = instead
    else:
        said = SIMULATORS[account.provider](account, ask)
    if account.fault == "cut":
        said = cut(said)
    kind = Dropped if account.fault == "dropped" else Response
    headers = {**said.headers, "Content-Type": said.media}
    return kind(said.body, said.status, headers)
