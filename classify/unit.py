"""The unit of coding: one clause-level passage with its context."""

from __future__ import annotations

from dataclasses import dataclass, replace

from corpus.label import NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A passage to be coded: nothing else may decide its code (codebook 0.1).

    `heading` is the path of headings above it, outermost first; `start` where the text begins in its
    document: evidence spans count from there, so from the unit's own beginning by default.
    """

    id: str
    text: str
    title: str = ""
    heading: tuple[str, ...] = ()
    start: int = 0

    @property
    def context(self) -> str:
        """The heading path and the title, one a line, nearest heading first."""
        return context_of(self.heading, self.title)


def context_of(heading: tuple[str, ...], title: str) -> str:
    """Returns a heading path and a title, one a line, nearest heading first."""
    return "\n".join((*reversed(heading), title))


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedUnit:
    """A unit with the codes a person (or an adjudicated pass) gave it.

    `document` groups the units of one document: folds and intervals never split a document.
    `poverty` is the facet "concerns poverty or rural development", None where it was not coded.
    `phrases` says what single act phrases carry: a character of the phrase in the text, and a category or `none`.
    `sampling`, `agreed`, `level` and `kind` (document kind) only serve to break results down.

    Raises:
        ValueError: the primary category is among the secondary ones, or `none` has any.
    """

    unit: Unit
    document: str
    primary: str
    secondary: tuple[str, ...] = ()
    poverty: bool | None = None
    sampling: str = ""
    agreed: str = ""
    level: str = ""
    kind: str = ""
    phrases: tuple[tuple[int, str], ...] = ()

    def without_phrases(self) -> CodedUnit:
        """Returns the unit as if nothing were known of its phrases."""
        return replace(self, phrases=())

    def __post_init__(self) -> None:
        if self.primary in self.secondary:
            raise ValueError(f"unit {self.unit.id}: {self.primary} is both primary and secondary")
        if self.primary == NONE and self.secondary:
            raise ValueError(f"unit {self.unit.id}: none has no secondary categories")

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories given, primary first; empty for `none`."""
        return () if self.primary == NONE else (self.primary, *self.secondary)
