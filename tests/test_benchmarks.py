"""The measurements, in a size that takes a moment: they still run and still give figures."""

from io import StringIO

import pytest
from lxml import etree
from rich.console import Console

from benchmarks import machine, registry, table
from benchmarks.__main__ import chosen, main
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
        *("reminders", "why", "accounts", "changed", "delivery", "growth"),
        *("decode-interserver", "decode-whmcs", "decode-voxel", "decode-singlehop"),
    }


def test_what_takes_very_long_is_measured_only_when_it_is_named():
    assert [one for one in registry.names() if registry.load(one).on_request] == ["growth"]
    assert "growth" not in [one.name for one in chosen(())]
    assert [one.name for one in chosen(["growth", "idle"])] == ["growth", "idle"]


def test_growth_is_drawn_with_a_panel_for_each_figure_and_a_curve_for_each_way():
    draw = registry.load("growth").draw
    assert draw is not None
    rows = [
        Row("1,000: first load", "ms", 80, 4),
        Row("10,000: first load", "ms", 900, 41),
        Row("1,000: opened", "ms", 3),
        Row("10,000: opened", "ms", 0.4),
    ]
    drawn = etree.fromstring(draw(rows)["growth.svg"])
    words = [text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert [word for word in words if word and "ms" in word] == ["first load, ms", "opened, ms"]
    assert [words.count(way) for way in ("ours", "floor")] == [2, 1]
    assert len(list(drawn.iter("{http://www.w3.org/2000/svg}circle"))) == 6


def test_an_unknown_name_is_answered_with_the_known_ones(capsys: pytest.CaptureFixture[str]):
    assert main(["idel"]) == 2
    assert "there are accounts, answers, changed" in capsys.readouterr().err


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
