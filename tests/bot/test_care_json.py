"""What scripts read about decisions: five fields always, and two more where they are set."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.formats import as_json
from state.model import Care, CareState
from tests.builders import NOW

PLAIN = Care(CareState.SNOOZED, "U012", NOW, NOW + timedelta(days=3), "PO 4711")


@pytest.mark.parametrize("state", CareState)
def test_each_decision_has_the_fields_of_the_contract(state: CareState) -> None:
    assert as_json.care(replace(PLAIN, state=state)) == {
        "state": state.value,
        "by": "U012",
        "at": "2026-11-20T12:00:00Z",
        "until": "2026-11-23T12:00:00Z",
        "note": "PO 4711",
    }


def test_what_is_not_known_is_null() -> None:
    told = as_json.care(Care(CareState.ACKNOWLEDGED, "U012", NOW))
    assert told
    assert (told["until"], told["note"]) == (None, None)
    assert as_json.care(None) is None


def test_the_holder_and_the_promised_day_are_told_where_they_are_set() -> None:
    care = replace(PLAIN, state=CareState.PROMISED, holder="U034", day=date(2026, 11, 27))
    told = as_json.care(care)
    assert told
    assert (told["holder"], told["day"]) == ("U034", "2026-11-27")
