"""Curves over the size of the books, on two logarithmic scales, as one SVG of small panels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

Point = tuple[float, float]  # (size, figure); both above 0

_WIDE, _HIGH = 300, 220  # of a panel, in pixels
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 14, 34, 34  # of its margins
_ACROSS = 3  # panels in a row
_COLOURS = ("#1264a3", "#a0a0a0", "#c76b1e")
_STYLE = (
    "text{font:11px sans-serif;fill:#333}.title{font-weight:bold;font-size:12px}"
    ".end{text-anchor:end}.middle{text-anchor:middle}"
)


@dataclass(frozen=True, slots=True)
class Panel:
    """One figure: a curve for each way of getting it."""

    title: str
    unit: str
    curves: Mapping[str, Sequence[Point]]


@dataclass(frozen=True, slots=True)
class _Scale:
    """Whole powers of ten on so many pixels."""

    low: int
    high: int
    begin: float
    end: float

    def __call__(self, value: float) -> float:
        share = (log10(value) - self.low) / (self.high - self.low)
        return self.begin + share * (self.end - self.begin)


def svg(panels: Sequence[Panel]) -> str:
    """All panels, three in a row."""
    rows = -(-len(panels) // _ACROSS)
    wide, high = min(len(panels), _ACROSS) * _WIDE, rows * _HIGH
    drawn = [
        f'<g transform="translate({place % _ACROSS * _WIDE},{place // _ACROSS * _HIGH})">'
        f"{_panel(panel)}</g>"
        for place, panel in enumerate(panels)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" '
        f'height="{high}"><style>{_STYLE}</style><rect width="100%" height="100%" fill="#fff"/>'
        + "\n".join(drawn)
        + "</svg>\n"
    )


def _panel(panel: Panel) -> str:
    points = [point for curve in panel.curves.values() for point in curve]
    across = _scale([x for x, _ in points], _LEFT, _WIDE - _RIGHT)
    up = _scale([y for _, y in points], _HIGH - _BOTTOM, _TOP)
    parts = [f'<text class="title" x="8" y="16">{escape(f"{panel.title}, {panel.unit}")}</text>']
    parts += _grid(across, up)
    for colour, (name, curve) in zip(_COLOURS, panel.curves.items(), strict=False):
        parts += _curve(name, [(across(x), up(y)) for x, y in curve], colour)
    return "".join(parts)


def _scale(values: Sequence[float], begin: float, end: float) -> _Scale:
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    return _Scale(low, max(high, low + 1), begin, end)


def _grid(across: _Scale, up: _Scale) -> list[str]:
    lines = []
    for power in range(up.low, up.high + 1):
        y = up(10.0**power)
        lines.append(_line(_LEFT, y, _WIDE - _RIGHT, y))
        lines.append(f'<text class="end" x="{_LEFT - 5}" y="{y + 4:.1f}">{_round(power)}</text>')
    for power in range(across.low, across.high + 1):
        x = across(10.0**power)
        lines.append(_line(x, _TOP, x, _HIGH - _BOTTOM))
        place = f'x="{x:.1f}" y="{_HIGH - _BOTTOM + 15}"'
        lines.append(f'<text class="middle" {place}>{_round(power)}</text>')
    return lines


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="#ddd" fill="none"/>'


def _curve(name: str, points: Sequence[Point], colour: str) -> list[str]:
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    dots = [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{colour}"/>' for x, y in points]
    x, y = points[-1]
    label = f'<text class="end" x="{x:.1f}" y="{y - 6:.1f}" style="fill:{colour}">{escape(name)}'
    drawn = f'<path d="M{path}" stroke="{colour}" fill="none" stroke-width="1.5"/>'
    return [drawn, *dots, f"{label}</text>"]


def _round(power: int) -> str:
    """`0.1`, `10`, `1k`, `1M`."""
    for zeros, sign in ((6, "M"), (3, "k")):
        if power >= zeros:
            return f"{10 ** (power - zeros)}{sign}"
    return f"{10.0**power:g}"
