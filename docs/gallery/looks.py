"""The ways in which each sample is looked at."""

from dataclasses import dataclass

HEIGHT = 3_400  # so that whatever is shown can be seen without scrolling


@dataclass(frozen=True, slots=True)
class Look:
    """A theme and a width."""

    theme: str
    width: str

    @property
    def name(self) -> str:
        """`dark-narrow`, part of the names of files."""
        return f"{self.theme}-{self.width}"

    @property
    def pixels(self) -> int:
        """How wide the window is."""
        return {"wide": 1_180, "narrow": 400}[self.width]


LOOKS = tuple(Look(theme, width) for theme in ("light", "dark") for width in ("wide", "narrow"))
