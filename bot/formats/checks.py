"""The results of checks, for people and for programs."""

from collections.abc import Iterator, Mapping, Sequence

from bot.check import Checked
from bot.formats import as_json
from bot.formats.as_text import amount, safe
from state.log.history import kind
from state.model import Appeared, Change
from state.store import Question, Reader


def open_counts(store: Reader) -> dict[str, int]:
    """Count the open invoices of every account."""
    counts: dict[str, int] = {}
    for view in store.invoices(Question()):
        counts[view.account.name] = counts.get(view.account.name, 0) + 1
    return counts


def as_data(checked: Checked, counts: Mapping[str, int]) -> as_json.Json:
    """Give the result of one check for programs."""
    return {
        "name": checked.account,
        "ok": checked.ok,
        "error": checked.error or checked.skipped,
        "invoices": counts.get(checked.account, 0),
        "changes": [as_json.change(change) for change in checked.changes],
    }


def as_lines(results: Sequence[Checked], counts: Mapping[str, int]) -> Iterator[str]:
    """Give a line for each account and one for each change."""
    for checked in results:
        open_ = counts.get(checked.account, 0)
        if checked.ok:
            yield f"{checked.account}: {_changes(len(checked.changes))}, {open_} open"
        else:
            yield f"{checked.account}: FAILED: {safe(_reason(checked))}"
        for change in checked.changes:
            yield safe(f"  {_change_line(change)}")


def _reason(checked: Checked) -> str:
    """Why there is no result; errors that name their account need not do so twice."""
    return (checked.error or checked.skipped or "").removeprefix(f"{checked.account}: ")


def _changes(count: int) -> str:
    return "no change" if count == 0 else "1 change" if count == 1 else f"{count} changes"


def _change_line(change: Change) -> str:
    after = change.invoice if isinstance(change, Appeared) else change.after
    due = f", due {after.due}" if after.due else ", no due date"
    return f"{kind(change):<9} {after.key}  {amount(after.open)}{due}  {after.description}"
