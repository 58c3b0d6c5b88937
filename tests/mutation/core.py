"""The pure core, and which tests have to notice a fault in which of its modules."""

CORE: dict[str, tuple[str, ...]] = {
    "providers/values.py": (
        "tests/providers/test_values.py",
        "tests/providers/test_values_exactly.py",
        "tests/providers/test_values_quick.py",
    ),
    "state/changes.py": (
        "tests/state/test_changes.py",
        "tests/state/test_changes_exactly.py",
        "tests/state/test_changes_laws.py",
        "tests/state/test_changes_renumbered.py",
    ),
    "providers/paging.py": (
        "tests/providers/test_paging.py",
        "tests/providers/test_paging_exactly.py",
    ),
    "state/rules/ladder.py": (
        "tests/state/rules/test_ladder.py",
        "tests/state/rules/test_ladder_exactly.py",
    ),
    "state/rules/suspension.py": ("tests/state/rules/test_suspension.py",),
    "state/rules/severity.py": ("tests/state/rules/test_severity.py",),
    "state/rules/calendar.py": (
        "tests/state/rules/test_calendar.py",
        "tests/state/rules/test_calendar_exactly.py",
    ),
    "state/totals.py": ("tests/state/test_totals.py",),
    "state/figures/aging.py": ("tests/state/figures/test_aging.py",),
    "state/figures/cash.py": ("tests/state/figures/test_cash.py",),
    "state/log/chain.py": ("tests/state/log/test_chain.py",),
    "bot/backoff.py": ("tests/bot/test_backoff.py",),
    "bot/escalate.py": ("tests/bot/test_escalate.py", "tests/bot/test_escalate_exactly.py"),
}
