"""The measurements, in a size that takes a moment: they still run and still give figures."""

from io import StringIO

import pytest
from rich.console import Console

from benchmarks import machine, registry, table
from benchmarks.__main__ import main
from benchmarks.measurements.decode_voxel import as_dictionary
from benchmarks.rows import Goal, Row
from benchmarks.timing import Effort, Run, side_by_side

TINY = Effort(rounds=1, share=0.001)


@pytest.mark.parametrize("name", registry.names())
def test_a_measurement_gives_rows_with_figures(name: str):
    measurement = registry.load(name)
    rows = measurement.measure(TINY)
    assert rows
    assert all(row.what and row.unit and row.ours >= 0 for row in rows)
    assert not measurement.title.endswith(".")


def test_there_is_a_measurement_of_each_thing_that_was_asked_for():
    assert set(registry.names()) >= {
        *("answers", "idle", "listing", "unchanged", "first-load", "outbox", "start"),
        *("reminders", "why"),
        *("decode-interserver", "decode-whmcs", "decode-voxel", "decode-singlehop"),
    }


def test_an_unknown_name_is_answered_with_the_known_ones(capsys: pytest.CaptureFixture[str]):
    assert main(["idel"]) == 2
    assert "there are answers, decode-interserver" in capsys.readouterr().err


def test_a_row_is_held_against_each_part_of_its_goal():
    goal = Goal(at_most=50, above_floor=15, of_floor=1.5, below_naive=4)
    assert Row("", "ms", 30, 20, 120, goal).is_reached
    assert not Row("", "ms", 30, 20, 119, goal).is_reached
    assert not Row("", "ms", 31, 20, 200, goal).is_reached
    assert not Row("", "ms", 60, 50, 300, goal).is_reached
    assert Row("", "ms", 30, 20, 120).is_reached is None
    assert goal.words("ms") == "<= 50 ms, floor + 15 ms, <= 1.5x floor, naive >= 4x"


def test_a_figure_that_misses_its_goal_is_printed_as_missed():
    missed = Row("10 rows", "ms", 30, 10, 1_500, Goal(of_floor=1.5), note="on a busy machine")
    written = StringIO()
    table.show("Reading", [missed], Console(file=written, width=120))
    assert "NO" in written.getvalue()
    assert "10 rows: on a busy machine" in written.getvalue()
    assert table.markdown([missed]).splitlines()[2:] == [
        "| 10 rows | 30 ms | 10 ms | 1,500 ms | 3.00 | 50 | <= 1.5x floor | NO |",
        "",
        "- 10 rows: on a busy machine",
    ]


def test_the_ways_take_turns_in_going_first():
    order = []

    def way(name: str) -> Run:
        return lambda: order.append(name)

    ways = {"ours": lambda: way("ours"), "floor": lambda: way("floor")}
    took = side_by_side(ways, 2)
    assert order == ["ours", "floor", "floor", "ours"]
    assert set(took) == {"ours", "floor"}


def test_the_machine_is_named_by_cores_and_versions_and_nothing_else():
    words = machine.described()
    assert "cores" in words
    assert "SQLite 3." in words
    assert "/" not in words


def test_the_naive_xml_reader_gives_what_xmltodict_gives():
    body = b'<r><a id="1">x</a><a/><b units="USD">2</b></r>'
    found = as_dictionary(body)
    assert found == {
        "r": {"a": [{"@id": "1", "#text": "x"}, None], "b": {"@units": "USD", "#text": "2"}}
    }
