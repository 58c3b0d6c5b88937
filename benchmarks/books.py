"""Made-up books of simulated accounts, as large as a measurement wants them."""

from datetime import UTC, datetime, timedelta

from bot.demo.billing import BillingAccount

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
FIRST = 1_000_001
CLIENTS = ("Borealis & Sons", "Café Miro", "Delta Print", "Eastgate Clinic", "Fjord Outfitters")
THINGS = ("VPS with 4 slices", "Mail for example.org", "Dedicated server, 64 GB", "Backup space")


def fill(opened: BillingAccount, invoices: int) -> BillingAccount:
    """Write so many unpaid invoices, due around NOW, a tenth of them with two positions."""
    for step in range(invoices):
        due = NOW.date() + timedelta(days=step % 90 - 30)
        opened.add(
            FIRST + step,
            f"{step % 4_000 + 5}.{step % 100:02}",
            due=due,
            issued=due - timedelta(days=30),
            description=THINGS[step % len(THINGS)],
            client=CLIENTS[step % len(CLIENTS)] if opened.provider == "whmcs" else None,
            module="mail",
            service=f"mail{8_000 + step}",
            extras=(("Extra address", "1.50"),) if step % 10 == 0 else (),
        )
    return opened
