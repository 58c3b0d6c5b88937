"""The picture of a chart: bars as long as their amounts, words that can be read, no state kept."""

import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from moneyed import Money
from PIL import Image

from bot.answers.charts import WIDTH, png
from bot.slack.render.chart import Bar, Chart
from state.model import Direction

BLUE, GREEN, RED, WHITE = (44, 111, 187), (31, 138, 109), (200, 69, 45), (255, 255, 255)


def chart(*amounts: str, late: int = 0, direction: Direction = Direction.PAYABLE) -> Chart:
    """So many bars in US dollars, the first of them overdue."""
    bars = [
        Bar(f"Week {number}", Money(amount, "USD"), is_late=number < late)
        for number, amount in enumerate(amounts)
    ]
    return Chart("We owe USD, by week", direction, bars, "As of 20 Nov 2026 14:00 UTC")


def drawn(asked: Chart) -> Image.Image:
    return Image.open(io.BytesIO(png(asked))).convert("RGB")


def longest_run(picture: Image.Image, colour: tuple[int, int, int], top: int, bottom: int) -> int:
    """How many points of a row have the colour, in the row that has the most."""
    part = picture.crop((0, top, picture.width, bottom))
    rows = [part.crop((0, y, part.width, y + 1)) for y in range(part.height)]
    return max(dict(_colours(row)).get(colour, 0) for row in rows)


def _colours(picture: Image.Image) -> list[tuple[object, int]]:
    found = picture.getcolors(picture.width * picture.height) or []
    return [(colour, count) for count, colour in found]


def bars(picture: Image.Image, colour: tuple[int, int, int], number: int) -> list[int]:
    """The lengths of that many bars, from the top."""
    return [longest_run(picture, colour, 148 + 76 * n, 148 + 76 * (n + 1)) for n in range(number)]


def test_bars_are_as_long_as_their_amounts():
    first, second, third = bars(drawn(chart("100.00", "50.00", "25.00")), BLUE, 3)
    assert first > 600
    assert second == pytest.approx(first / 2, abs=12)  # a rounded end blurs a few points
    assert third == pytest.approx(first / 4, abs=12)


def test_a_small_amount_can_be_seen_and_nothing_has_no_bar():
    _, small, nothing = bars(drawn(chart("1000000.00", "0.01", "0.00")), BLUE, 3)
    assert small > 0
    assert nothing == 0


def test_what_is_overdue_and_who_owes_whom_have_their_colours():
    ours = drawn(chart("9.00", "9.00", late=1))
    assert bars(ours, RED, 2)[0] > 300
    assert bars(ours, BLUE, 2)[1] > 300
    assert bars(drawn(chart("9.00", direction=Direction.RECEIVABLE)), GREEN, 1)[0] > 300


def test_a_credit_is_told_and_has_no_bar():
    picture = drawn(chart("-5.00", "-7.00"))
    assert bars(picture, BLUE, 2) == [0, 0]


@pytest.mark.parametrize("amount", ["0.01", "1.00", "99999999999999.99"])
@pytest.mark.parametrize("title", ["We owe USD", "Owed to us USD, by days past due, and more yet"])
def test_nothing_is_cut_off_at_the_edges(amount: str, title: str):
    wide = replace(chart(amount, "1.00"), title=title)
    wide = replace(wide, bars=[replace(bar, label="30 Nov – 31 Dec 2026") for bar in wide.bars])  # noqa: RUF001
    picture = drawn(wide)
    margins = [picture.crop((0, 0, 40, picture.height)), picture.crop((WIDTH - 40, 0, WIDTH, 700))]
    assert [_colours(margin)[0][0] for margin in margins] == [WHITE, WHITE]
    assert all(len(_colours(margin)) <= 2 for margin in margins)


def test_the_ground_is_white_so_that_it_can_be_read_in_light_and_dark():
    picture = Image.open(io.BytesIO(png(chart("1.00"))))
    assert picture.mode == "RGB"
    assert picture.getpixel((0, 0)) == WHITE


def test_the_letters_know_german_and_dashes():
    letters = {sign: png(replace(chart("1.00"), title=sign)) for sign in "äöüß€–?"}  # noqa: RUF001
    assert len(set(letters.values())) == len(letters)  # a missing letter is drawn as a box


def test_the_same_chart_gives_the_same_file_from_any_thread():
    asked = [chart(f"{number}.00", "5.00") for number in range(1, 9)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(png, asked)) == [png(each) for each in asked]


def test_nothing_is_loaded_until_a_picture_is_asked_for():
    asks = "import sys, bot.answers.charts; print('PIL' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"


def test_a_picture_of_twenty_bars_is_small():
    assert len(png(chart(*(f"{n * 1234}.56" for n in range(20))))) < 200_000
