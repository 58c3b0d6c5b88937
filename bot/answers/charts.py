"""A chart as a picture, for a Slack that does not draw charts itself.

Bars lie on their side: on a phone each label stands in full before its bar and the amount behind
it, and no axis is needed. The ground is white, so it reads the same in light and dark.
"""

import io
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from bot.slack.render.chart import Bar, Chart
from bot.slack.render.text import amount
from state.model import Direction

if TYPE_CHECKING:  # 15 ms and 5 MB that only somebody who asks for a picture spends
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

WIDTH = 1200  # about three times a phone's, so that it stays sharp
_MARGIN, _GAP = 56, 24
_TITLE_TOP, _BARS_TOP = 44, 148
_ROW, _BAR, _FOOT = 76, 48, 88
_ROOM = 300  # that the longest bar should have
_SHORTEST = 6  # an amount above zero can be seen
_GROUND, _INK, _QUIET, _AXIS = "#ffffff", "#1d1c1d", "#616061", "#c9c7c9"
_COLOURS = {Direction.PAYABLE: "#2c6fbb", Direction.RECEIVABLE: "#1f8a6d"}
_LATE = "#c8452d"


def png(chart: Chart) -> bytes:
    """The picture of a chart, 1200 points wide, as a PNG file."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 -- see above

    height = _BARS_TOP + _ROW * len(chart.bars) + _FOOT
    picture = Image.new("RGB", (WIDTH, height), _GROUND)
    _paint(chart, picture, ImageDraw.Draw(picture))
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def _paint(chart: Chart, picture: "Image", draw: "ImageDraw") -> None:
    draw.text((_MARGIN, _TITLE_TOP), chart.title, _INK, _title_font(chart.title))
    letters = _letters(chart)
    longest = max(
        [bar.amount.amount for bar in chart.bars if bar.amount.amount > 0], default=Decimal(1)
    )
    for number, bar in enumerate(chart.bars):
        middle = _BARS_TOP + _ROW * number + _ROW // 2
        length = 0
        if bar.amount.amount > 0:
            length = max(_SHORTEST, int(letters.room * bar.amount.amount / longest))
            _bar(picture, (letters.left, middle - _BAR // 2), length, _colour(chart, bar))
        draw.text((letters.left - _GAP, middle), bar.label, _QUIET, letters.label, anchor="rm")
        at = (letters.left + length + _GAP, middle)
        ink = _INK if bar.amount else _QUIET
        draw.text(at, amount(bar.amount), ink, letters.figure, anchor="lm")
    bottom = _BARS_TOP + _ROW * len(chart.bars)
    draw.line((letters.left, _BARS_TOP, letters.left, bottom), _AXIS, 2)
    draw.text((_MARGIN, bottom + _GAP), chart.note, _QUIET, _font("Regular", 28))


@dataclass(frozen=True, slots=True)
class _Letters:
    """The letters of labels and amounts, and what they leave for the bars."""

    label: "FreeTypeFont"
    figure: "FreeTypeFont"
    left: int  # where the bars begin
    room: int  # how long the longest may be


def _letters(chart: Chart) -> _Letters:
    """The largest letters that leave enough room for the bars."""
    return next(
        (fit for size in (38, 34, 30) if (fit := _sized(chart, size)).room >= _ROOM),
        _sized(chart, 26),
    )


def _sized(chart: Chart, size: int) -> _Letters:
    label, figure = _font("Regular", size), _font("Semibold", size)
    left = _MARGIN + _GAP + max(int(label.getlength(bar.label)) for bar in chart.bars)
    widest = max(int(figure.getlength(amount(bar.amount))) for bar in chart.bars)
    return _Letters(label, figure, left, WIDTH - _MARGIN - widest - _GAP - left)


def _colour(chart: Chart, bar: Bar) -> str:
    return _LATE if bar.is_late else _COLOURS[chart.direction]


def _bar(picture: "Image", place: tuple[int, int], length: int, colour: str) -> None:
    """A bar with a rounded far end; drawn four times as large, as Pillow's edges are rough."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 -- see above

    size = (length * 4, _BAR * 4)
    mask = Image.new("L", size)
    corners = (False, True, True, False)
    radius = min(32, length * 2)
    ImageDraw.Draw(mask).rounded_rectangle(
        (0, 0, size[0] - 1, size[1] - 1), radius, 255, corners=corners
    )
    picture.paste(colour, place, mask.resize((length, _BAR), Image.Resampling.LANCZOS))


def _title_font(title: str) -> "FreeTypeFont":
    """The headline's letters, smaller where it is long."""
    fonts = (_font("Semibold", size) for size in (54, 48, 42, 36))
    space = WIDTH - 2 * _MARGIN
    return next((font for font in fonts if font.getlength(title) <= space), _font("Semibold", 30))


@lru_cache(maxsize=16)
def _font(weight: str, size: int) -> "FreeTypeFont":
    """Source Sans, which comes as a package: a server has no fonts, and Pillow's lacks umlauts."""
    from PIL import ImageFont  # noqa: PLC0415 -- see above

    file = resources.files("font_source_sans_pro") / "files" / f"SourceSansPro-{weight}.ttf"
    return ImageFont.truetype(io.BytesIO(file.read_bytes()), size)
