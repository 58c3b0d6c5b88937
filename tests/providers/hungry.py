"""A process that checks one account and tells how much memory it took at its worst.

    python -m tests.providers.hungry linode http://127.0.0.1:PORT/good http://127.0.0.1:PORT/bad

Of its own, because a peak is a process's. From /proc: `ru_maxrss` of a child begins with
what its parent had.
"""

import gc
import json
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from time import monotonic

from providers import load
from providers.base import Connection, Provider, ProviderError, Secret
from providers.budget import Bounded
from providers.clients import Clients
from providers.conformance.credentials import made_up
from providers.conformance.wire import Wire
from state.model import Account

DEADLINE = 2.0


def main(name: str, good: str, bad: str) -> None:
    wire: Wire = import_module(f"tests.providers.{name}.wire").WIRE
    clients = Clients()
    usual = _line(wire, name, good + wire.path, clients)
    usual.read(usual.fetch())
    hostile = Bounded(_line(wire, name, bad + wire.path, clients), fetch_seconds=2 * DEADLINE)
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")
    before, begun = _kib("VmRSS"), monotonic()
    kind, error = "none", ""
    try:
        hostile.read(hostile.fetch())
    except ProviderError as raised:
        kind, error = raised.kind, str(raised)
    spent = {"seconds": monotonic() - begun, "mib": (_kib("VmHWM") - before) / 1024}
    sys.stdout.write(json.dumps({"kind": kind, "error": error, **spent}))
    clients.close()


def _line(wire: Wire, name: str, url: str, clients: Clients) -> Provider:
    spec = load(name)
    secrets = made_up(spec)
    return spec.connect(
        Connection(
            account=Account(
                "acme",
                name,
                spec.direction,
                "#billing",
                spec.timezone,
                wire.currency or spec.currency,
            ),
            url=url,
            texts={"username": "somebody", **wire.texts},
            lists=wire.lists,
            secrets={key: Secret(lambda value=value: value) for key, value in secrets.items()},  # type: ignore[misc]
            clients=clients,
            now=lambda: datetime(2026, 11, 20, 9, 0, tzinfo=UTC),
            deadline=DEADLINE,
        )
    )


def _kib(field: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(field)).split()[1])


if __name__ == "__main__":
    main(*sys.argv[1:])
