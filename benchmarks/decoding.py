"""Reading an answer into invoices, beside parsing it alone and beside the usual way."""

from collections.abc import Callable

from benchmarks.lines import line
from benchmarks.rows import Goal, Row
from benchmarks.timing import Effort, ready, side_by_side
from bot.demo.billing import ProviderName
from providers.base import Answer

Way = Callable[[Answer], object]


def read(answer: Answer) -> int:
    """Our way; how many invoices came of it. A row that was put aside spoils the figure."""
    provider: ProviderName = answer.provider  # type: ignore[assignment]
    snapshot = line(provider).read(answer)
    if snapshot.unread:
        raise ValueError(f"the sample has odd rows: {snapshot.unread[0].reason}")
    return len(snapshot.invoices)


def timed(
    what: str,
    answer: Answer,
    floor: Way,
    naive: Way,
    goal: Goal,
    effort: Effort,
    *,
    ours: Way = read,
) -> Row:
    """Processor time of the three ways."""
    took = side_by_side(
        {
            "ours": ready(lambda: ours(answer)),
            "floor": ready(lambda: floor(answer)),
            "naive": ready(lambda: naive(answer)),
        },
        effort.rounds,
    )
    size = sum(len(part.body) for part in answer.parts) / 1e6
    return Row(
        what=what,
        unit="ms",
        ours=took["ours"].cpu,
        floor=took["floor"].cpu,
        naive=took["naive"].cpu,
        goal=goal,
        note=f"{size:.0f} MB on the wire, {size / took['ours'].cpu * 1000:.0f} MB/s",
    )
