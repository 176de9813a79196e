"""The machine coder: units in, codings out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from classify.artefact import SHIPPED, Artefact, read_artefact
from classify.calibrate import Verdicts, decide
from classify.encoder import Encoder, load_encoder
from classify.evidence import find_evidence
from classify.features import language_of
from classify.unit import Unit
from corpus.errors import XietongError
from corpus.label import NONE, Coding, Evidence

if TYPE_CHECKING:
    from classify.arrays import Floats

ENCODED = "zh"  # the language whose units the encoder was tuned on
CHUNK = 2000  # units scored at once: bounds memory to some 200 MB


@dataclass(frozen=True, slots=True, kw_only=True)
class Coder:
    """Codes units with the models of an artefact, each unit with that of its language.

    With an encoder it codes carefully: the encoder's scores join those of the Chinese model.
    """

    artefact: Artefact
    encoder: Encoder | None = None

    @property
    def version(self) -> str:
        """The coder as codings name it: `model@version`, with the encoder's where it takes part."""
        return self.artefact.version if self.encoder is None else f"{self.artefact.version}+{self.encoder.version}"

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories of the codebook, in order."""
        return self.artefact.categories

    def code(self, units: Sequence[Unit]) -> list[Coding]:
        """Returns one coding for each unit, in order; spans count within the unit's text."""
        groups: dict[str, list[int]] = {}
        for place, unit in enumerate(units):
            groups.setdefault(self._language(unit), []).append(place)
        codings: dict[int, Coding] = {}
        for language, places in groups.items():
            for start in range(0, len(places), CHUNK):
                some = places[start : start + CHUNK]
                codings.update(zip(some, self._code(language, [units[place] for place in some]), strict=True))
        return [codings[place] for place in range(len(units))]

    def warm_up(self) -> None:
        """Makes now what is made on first use: tables, automata, the vocabulary of the word cutter."""
        for language in self.artefact.models:
            self._code(language, [Unit(id="", text="。")])

    def _language(self, unit: Unit) -> str:
        """Returns the language whose model codes the unit: its own, else the first there is."""
        language = language_of(unit.text)
        return language if language in self.artefact.models else next(iter(self.artefact.models))

    def _code(self, language: str, units: Sequence[Unit]) -> list[Coding]:
        model = self.artefact.models[language]
        if self.encoder is None or language != ENCODED:
            verdicts, scores = model.decide(units)
        else:
            scores = model.score(units)
            scores = replace(scores, blended=scores.blended + self.encoder.weight * self.encoder.score(units))
            verdicts = decide(scores.blended, self.encoder.rule)
        evidence = find_evidence(units, verdicts, scores, self.categories, model)
        return make_codings(units, verdicts, evidence, self.categories, self.version, poverty=scores.poverty)


def make_codings(
    units: Sequence[Unit],
    verdicts: Verdicts,
    evidence: Sequence[tuple[Evidence, ...]],
    categories: tuple[str, ...],
    version: str,
    *,
    poverty: Floats | None = None,
) -> list[Coding]:
    """Returns the verdicts as codings, with the given evidence; secondary codes likeliest first."""
    names = (*categories, NONE)
    table = verdicts.probability.round(4).tolist()
    member = verdicts.member.tolist()
    facet = [None] * len(units) if poverty is None else poverty.round(4).tolist()
    review = verdicts.review.tolist()
    rows = zip(units, verdicts.primary.tolist(), member, table, evidence, facet, review, strict=True)
    codings: list[Coding] = []
    for unit, primary, chosen, chances, some, concerned, doubtful in rows:
        others = [place for place, yes in enumerate(chosen) if yes and place != primary]
        others.sort(key=lambda place: -chances[place])
        codings.append(
            Coding(
                address=unit.id,
                primary=names[primary],
                secondary=tuple(names[place] for place in others),
                probabilities=dict(zip(names, chances, strict=True)),
                evidence=some,
                poverty=concerned,
                review=doubtful,
                coder=version,
            )
        )
    return codings


@cache
def load_coder(path: Path | None = None, *, careful: bool = False) -> Coder:
    """Returns the coder of a model folder, the shipped one by default; a careful one asks the encoder too.

    Raises:
        XietongError: there is no model in the folder, or careful coding is not to be had with it.
    """
    artefact = read_artefact(path or SHIPPED)
    if not careful:
        return Coder(artefact=artefact)
    if path is not None and path.resolve() != SHIPPED.resolve():
        raise XietongError("careful coding works with the shipped model only", hint="leave out the model folder")
    return Coder(artefact=artefact, encoder=load_encoder())
