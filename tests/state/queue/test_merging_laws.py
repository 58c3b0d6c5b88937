"""Merging only what stands next says the same as looking at the whole backlog each time."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

import pytest

from state.database import SqliteStore, open_store
from state.messages import Draft, Kind, Post, Sent
from tests.state.builders import MINUTE, NOON, draft

ACCOUNTS = ("acme", "shop")
Invoice = tuple[str, str]  # account and number
Told = list[tuple[str, bool]]  # keys, and whether they are shown in the channel


def announced(store: SqliteStore, chance: Random) -> Mapping[Invoice, str]:
    """Some invoices have a message, some share one; what shows each of them."""
    shown: dict[Invoice, str] = {}
    for account in ACCOUNTS:
        for crowd in (chance.sample("123456", chance.randint(1, 3)), chance.sample("456", 1)):
            fresh = [number for number in crowd if (account, number) not in shown]
            keys = [f"{account}/{number}:new:{len(shown)}" for number in fresh]
            news = [
                draft(key, each, account=account) for key, each in zip(keys, fresh, strict=True)
            ]
            store.enqueue(news, NOON)
            shown |= {(account, number): ",".join(keys) for number in fresh}
            drained(store)
    return shown


def drained(store: SqliteStore) -> Told:
    told = Told()
    while claims := store.claim_outbox(NOON, MINUTE):
        for claim in claims:
            told.append((claim.item.draft.key, claim.item.draft.broadcast))
            assert store.settle(claim, Sent(Post("C1", f"{claim.item.id}.0")), NOON)
    return told


def waiting(chance: Random) -> list[Draft]:
    """Redraws, steps of the ladder, other lines and notes, in any order."""
    return [_one(chance, turn) for turn in range(chance.randint(1, 40))]


def _one(chance: Random, turn: int) -> Draft:
    account, number = chance.choice(ACCOUNTS), chance.choice("123456")
    kind = chance.choice((Kind.UPDATE, Kind.UPDATE, Kind.REPLY, Kind.REPLY, Kind.NOTE))
    if kind is Kind.NOTE:
        return draft(f"note:{turn}", None, account=account, kind=kind)
    what = "update" if kind is Kind.UPDATE else chance.choice(("stage", "stage", "amended"))
    is_loud = kind is Kind.REPLY and chance.random() < 0.5
    return draft(f"{turn}:{what}", number, account=account, kind=kind, what=what, broadcast=is_loud)


def in_plain(drafts: Sequence[Draft], shown: Mapping[Invoice, str]) -> Told:
    """The whole backlog at once, one message after the other."""
    told = {turn: [(one.key, one.broadcast)] for turn, one in enumerate(drafts)}
    for turn, one in enumerate(drafts):
        if any(_replaces(later, one, shown) for later in drafts[turn + 1 :]):
            del told[turn]
    for account in ACCOUNTS:
        crowd = [turn for turn, one in enumerate(drafts) if _rises(one, account, shown)]
        if len({drafts[turn].number for turn in crowd}) > 1:
            for turn in crowd:
                one = drafts[turn]
                is_all = (account, one.number) not in shown and one.what == "stage"
                told[turn] = [] if is_all else [(one.key, False)]
            first = drafts[crowd[0]]
            told[crowd[0]].insert(0, (f"roundup:{first.key}:{len(crowd)}", False))
    return [each for turn in sorted(told) for each in told[turn]]


def _replaces(later: Draft, one: Draft, shown: Mapping[Invoice, str]) -> bool:
    if not later.kind is one.kind is Kind.UPDATE:
        return False
    both = [(each.account, each.number or "") for each in (later, one)]
    return both[0] == both[1] or shown.get(both[0], "-") == shown.get(both[1], "+")


def _rises(one: Draft, account: str, shown: Mapping[Invoice, str]) -> bool:
    if one.kind is not Kind.REPLY or one.account != account:
        return False
    return one.broadcast or (one.what == "stage" and (account, one.number) not in shown)


@pytest.mark.parametrize("seed", range(60))
def test_what_goes_out_is_what_the_whole_backlog_comes_to(tmp_path: Path, seed: int) -> None:
    chance = Random(seed)
    with open_store(tmp_path / "duewatch.db", lasting=False) as store:
        shown = announced(store, chance)
        drafts = waiting(chance)
        store.enqueue(drafts, NOON)
        assert drained(store) == in_plain(drafts, shown)
