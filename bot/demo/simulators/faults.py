"""The ways a provider can fail that have nothing to do with its own protocol."""

from dataclasses import replace

from bot.demo.billing import Fault
from bot.demo.simulators.exchange import Said, page

RETRY_AFTER = "30"


def outage(fault: Fault | None) -> Said | None:
    """Return what is said in place of an answer; None when the simulator itself is asked."""
    match fault:
        case "down":
            return Said(b"Service Unavailable\n", "text/plain; charset=utf-8", 503)
        case "maintenance":
            text = "We are upgrading our systems and will be back shortly."
            return page("Scheduled maintenance", text, 503)
        case "rate_limited":
            headers = {"Retry-After": RETRY_AFTER}
            return Said(b"Too Many Requests\n", "text/plain; charset=utf-8", 429, headers)
        case "html":
            return page("Checking your browser", "Please enable JavaScript and reload this page.")
        case _:
            return None


def cut(said: Said) -> Said:
    """Return the first half of an answer, as if the program behind it had died."""
    return replace(said, body=said.body[: len(said.body) // 2])
