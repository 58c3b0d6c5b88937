"""What a measurement gives: figures side by side, and the goal they are held against."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Goal:
    """What we want of a figure; None means nothing is wanted there. Smaller is better."""

    at_most: float | None = None  # ours, in the row's unit
    above_floor: float | None = None  # ours minus the floor, in the row's unit
    of_floor: float | None = None  # ours divided by the floor
    below_naive: float | None = None  # the naive way divided by ours, at least

    def words(self, unit: str) -> str:
        """The goal as a person writes it."""
        wanted = (
            (self.at_most, f"<= {self.at_most:g} {unit}" if self.at_most is not None else ""),
            (self.above_floor, f"floor + {self.above_floor or 0:g} {unit}"),
            (self.of_floor, f"<= {self.of_floor or 0:g}x floor"),
            (self.below_naive, f"naive >= {self.below_naive or 0:g}x"),
        )
        return ", ".join(words for limit, words in wanted if limit is not None)


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of ours; `floor` is what cannot be beaten, `naive` the usual way."""

    what: str
    unit: str
    ours: float
    floor: float | None = None
    naive: float | None = None
    goal: Goal = Goal()
    note: str = ""  # what the figure hides, for people

    @property
    def against_floor(self) -> float | None:
        """Ours divided by the floor; None where there is no floor to speak of."""
        return self.ours / self.floor if self.floor else None

    @property
    def against_naive(self) -> float | None:
        """How many times the naive way costs as much as ours."""
        return self.naive / self.ours if self.naive is not None and self.ours else None

    @property
    def is_reached(self) -> bool | None:
        """Whether every part of the goal is met; None without a goal."""
        goal, parts = self.goal, list[bool]()
        if goal.at_most is not None:
            parts.append(self.ours <= goal.at_most)
        if goal.above_floor is not None and self.floor is not None:
            parts.append(self.ours - self.floor <= goal.above_floor)
        if goal.of_floor is not None and self.against_floor is not None:
            parts.append(self.against_floor <= goal.of_floor)
        if goal.below_naive is not None and self.against_naive is not None:
            parts.append(self.against_naive >= goal.below_naive)
        return all(parts) if parts else None
