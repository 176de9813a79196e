"""Labels: codings of segments, levels of documents, and the evidence for both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from corpus.document import Span

NONE = "none"
CATEGORIES = ("strategy", "organization", "policy", "society", "fund", "publicity", "technology", "assistance")


class Level(StrEnum):
    """The administrative tier of the issuing body."""

    CENTRAL = "central"
    PROVINCIAL = "provincial"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWNSHIP = "township"
    UNKNOWN = "unknown"


LEVELS = tuple(Level)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What speaks for a label: the words, where they stand, what they are, how much they weigh.

    `label` is the category or level it speaks for; `source` the kind of evidence (`lexicon`,
    `model`, `issuer`, `number`, ...). `span` counts characters of the text that was judged: for a
    segment of a document those of `Document.text`, for a bare unit those of the unit;
    None where the evidence stands outside it (an issuer field).
    """

    label: str
    text: str
    span: Span | None = None
    source: str = "lexicon"
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """One coder's judgement of one segment.

    `primary` is a category of the codebook or `none`; `probabilities` holds the calibrated
    probability of every category (primary or secondary) and of `none`; `poverty` the probability that the
    segment concerns poverty or rural development, None where nobody said; `coder` is `model@version`
    or a person; `review` says the machine should not be trusted alone. `time` is ISO 8601,
    empty for a machine (same input, same bytes: its run keeps the time).

    Raises:
        ValueError: the primary category is among the secondary ones, or `none` has any.
    """

    address: str
    primary: str
    secondary: tuple[str, ...] = ()
    probabilities: Mapping[str, float] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    poverty: float | None = None
    review: bool = False
    coder: str = ""
    time: str = ""
    comment: str = ""

    def __post_init__(self) -> None:
        if self.primary in self.secondary:
            raise ValueError(f"{self.primary} is both primary and secondary")
        if self.primary == NONE and self.secondary:
            raise ValueError("none has no secondary categories")
        if any(not 0.0 <= p <= 1.0 for p in self.probabilities.values()):
            raise ValueError("probability outside [0, 1]")
        if self.poverty is not None and not 0.0 <= self.poverty <= 1.0:
            raise ValueError("probability outside [0, 1]")
        object.__setattr__(self, "probabilities", dict(self.probabilities))  # ours alone, never written to

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories given, primary first; empty for `none`."""
        return () if self.primary == NONE else (self.primary, *self.secondary)

    @property
    def probability(self) -> float:
        """The probability of the primary code (0 where none was stated)."""
        return self.probabilities.get(self.primary, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """An issuing body: its name, kind (`party`, `government`, `department`, ...) and tier."""

    name: str
    kind: str = ""
    level: Level = Level.UNKNOWN
    province: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelDecision:
    """The level of a document with everything that led to it.

    `province`, `prefecture`, `county` name the issuing jurisdiction (empty for the centre);
    `relation` is `original`, `forward`, `issue`, `reply` or `approve`; `flags` carries
    `sub_provincial`, `dev_zone`, `historic`, `municipality_district`, ... .
    """

    level: Level
    province: str = ""
    prefecture: str = ""
    county: str = ""
    code: str = ""
    code_current: str = ""
    issuers: tuple[Issuer, ...] = ()
    joint: bool = False
    relation: str = "original"
    confidence: float = 0.0
    evidence: tuple[Evidence, ...] = ()
    flags: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence outside [0, 1]: {self.confidence}")
