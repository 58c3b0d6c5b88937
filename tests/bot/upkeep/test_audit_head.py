"""The bot's own log names the head of the audit log, for whoever collects it elsewhere."""

from structlog.testing import capture_logs

from bot.upkeep.audit import name_head
from state.log.chain import Unbroken
from tests.bot.stock import Stock


def test_the_head_that_is_named_is_the_one_that_is_proved(stock: Stock) -> None:
    proof = stock.store.verify()
    assert isinstance(proof, Unbroken)
    with capture_logs() as logged:
        name_head(stock.store)
    assert logged == [
        {
            "event": "audit_head",
            "log_level": "info",
            "entries": proof.head.entries,
            "head": proof.head.link.hex(),
        }
    ]
    assert isinstance(stock.store.verify(bytes.fromhex(logged[0]["head"])), Unbroken)
