"""How far people agree with the machine and with each other, on what two of them have judged."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from corpus.judgement import Judgement, by_people, newest_of_machine
from corpus.library import Library

MACHINE = "machine"  # how the machine is called among the coders; no account may have this name


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Agreement of two coders on primary codes of the units both judged.

    `holsti` is the share of equal codes, `kappa` and `pi` correct for chance; `alpha` (Krippendorff, primary)
    and `sets` (alpha with the MASI distance on all codes) come with 95 % intervals over documents.
    A person who saw the machine's code agrees with it more than one who did not.
    """

    first: str
    second: str
    units: int
    documents: int
    holsti: float
    kappa: float
    pi: float
    alpha: tuple[float, float, float]
    sets: tuple[float, float, float]


def agreements(library: Library) -> tuple[Agreement, ...]:
    """Returns the agreement of every two coders who judged the same units, the machine first."""
    said: dict[str, dict[tuple[str, str], Judgement]] = {MACHINE: newest_of_machine(library)}
    for one in reversed(by_people(library)):  # the newest of a person counts
        said.setdefault(one.coding.coder, {})[one.document, one.coding.address] = one
    pairs = [(first, second) for first, second in combinations(sorted(said, key=lambda n: (n != MACHINE, n)), 2)]
    return tuple(found for first, second in pairs if (found := _agreement(said, first, second)) is not None)


def _agreement(said: dict[str, dict[tuple[str, str], Judgement]], first: str, second: str) -> Agreement | None:
    from classify.reliability import Judgement as Code
    from classify.reliability import measure_reliability

    shared = sorted(said[first].keys() & said[second].keys())
    if not shared:
        return None
    measured = measure_reliability(
        [
            Code(
                unit=f"{document}\t{address}",
                coder=coder,
                primary=said[coder][document, address].coding.primary,
                secondary=said[coder][document, address].coding.secondary,
                document=document,
            )
            for document, address in shared
            for coder in (first, second)
        ]
    )
    pair = measured.pairs[0]
    return Agreement(
        first=first,
        second=second,
        units=measured.units,
        documents=measured.documents,
        holsti=pair.holsti,
        kappa=pair.kappa,
        pi=pair.pi,
        alpha=(measured.primary.value, measured.primary.low, measured.primary.high),
        sets=(measured.sets.value, measured.sets.low, measured.sets.high),
    )
