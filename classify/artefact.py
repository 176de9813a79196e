"""The model on disk: one folder with `manifest.json` and `model.npz`. No pickle.

Arrays are stored plain (not compressed: they load in milliseconds), weights in half precision.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from classify.calibrate import Curve, Rule
from classify.lexicon import Lexicon, Term
from classify.linear import LinearModel
from classify.model import Model, Scorer
from classify.ngrams import KeyIndex
from classify.phrases import PhraseModel
from classify.space import Space
from corpus.errors import XietongError

if TYPE_CHECKING:
    from collections.abc import Mapping

SHIPPED = Path(__file__).parent / "artefacts"
FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Artefact:
    """Models by language under one version, for the categories of one codebook."""

    version: str
    codebook: str
    categories: tuple[str, ...]
    models: Mapping[str, Model] = field(default_factory=dict)


def write_artefact(folder: Path, artefact: Artefact) -> None:
    """Writes `manifest.json` and `model.npz` into the folder (made where missing)."""
    import numpy as np

    folder.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, Any] = {}
    languages: dict[str, object] = {}
    for language, model in sorted(artefact.models.items()):
        for name, array in _arrays(model).items():
            arrays[f"{language}/{name}"] = array
        languages[language] = _describe(model)
    manifest = {
        "format": FORMAT,
        "version": artefact.version,
        "codebook": artefact.codebook,
        "categories": list(artefact.categories),
        "languages": languages,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
    with (folder / "model.npz").open("wb") as stream:
        np.savez(stream, **arrays)


def read_artefact(folder: Path) -> Artefact:
    """Returns the artefact of a folder.

    Raises:
        XietongError: the folder holds no model, or one of another format.
    """
    import numpy as np

    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        with np.load(folder / "model.npz", allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
    except (OSError, ValueError) as error:
        raise XietongError(f"no model in {folder}: {error}", hint="`xietong train` writes one") from error
    if manifest.get("format") != FORMAT:
        raise XietongError(f"the model in {folder} has format {manifest.get('format')}, not {FORMAT}")
    categories = tuple(manifest["categories"])
    models = {
        language: _model(language, categories, described, arrays)
        for language, described in manifest["languages"].items()
    }
    return Artefact(version=manifest["version"], codebook=manifest["codebook"], categories=categories, models=models)


def _arrays(model: Model) -> dict[str, Any]:
    import numpy as np

    space, linear, phrase = model.scorer.space, model.scorer.linear, model.scorer.phrase
    half = np.float16
    return {
        "grams": space.grams.keys,
        "gram_idf": space.gram_idf,
        "words": np.frombuffer("\n".join(space.words).encode("utf-8"), dtype=np.uint8),
        "pairs": space.pairs.keys,
        "word_idf": space.word_idf,
        "heads": space.heads.keys,
        "head_idf": space.head_idf,
        "kept_terms": space.kept_terms.keys,
        "linear_weight": linear.weight.astype(half),
        "linear_bias": linear.bias,
        "phrase_weight": phrase.phrase.astype(half),
        "phrase_context": phrase.context.astype(half),
        "phrase_bias": phrase.bias,
    }


def _describe(model: Model) -> dict[str, object]:
    space, rule = model.scorer.space, model.rule
    return {
        "lexicon": _terms(space.lexicon),
        "cues": _terms(space.cues),
        "thresholds": list(rule.thresholds),
        "member": [[*curve.slope, curve.shift] for curve in rule.member],
        "none": [*rule.none.slope, rule.none.shift],
        "confidence": [*rule.confidence.slope, rule.confidence.shift],
        "review": rule.review,
    }


def _terms(lexicon: Lexicon) -> list[list[object]]:
    return [[term.category, term.language, term.text, term.weight] for term in lexicon.terms]


def _lexicon(rows: list[list[Any]]) -> Lexicon:
    return Lexicon(Term(category=row[0], language=row[1], text=row[2], weight=row[3]) for row in rows)


def _curve(values: list[float]) -> Curve:
    return Curve(slope=tuple(values[:-1]), shift=values[-1])


def _model(language: str, categories: tuple[str, ...], described: dict[str, Any], arrays: dict[str, Any]) -> Model:
    import numpy as np

    part = {name.partition("/")[2]: array for name, array in arrays.items() if name.startswith(f"{language}/")}
    stored = part["words"].tobytes().decode("utf-8")
    words = tuple(stored.split("\n")) if stored else ()
    single = np.float32
    space = Space(
        language=language,
        categories=categories,
        lexicon=_lexicon(described["lexicon"]),
        cues=_lexicon(described["cues"]),
        grams=KeyIndex(part["grams"]),
        gram_idf=part["gram_idf"],
        words=words,
        pairs=KeyIndex(part["pairs"]),
        word_idf=part["word_idf"],
        heads=KeyIndex(part["heads"]),
        head_idf=part["head_idf"],
        kept_terms=KeyIndex(part["kept_terms"]),
    )
    linear = LinearModel(weight=part["linear_weight"].astype(single), bias=part["linear_bias"])
    phrase = PhraseModel(
        phrase=part["phrase_weight"].astype(single),
        context=part["phrase_context"].astype(single),
        bias=part["phrase_bias"],
    )
    rule = Rule(
        thresholds=tuple(described["thresholds"]),
        member=tuple(_curve(values) for values in described["member"]),
        none=_curve(described["none"]),
        confidence=_curve(described["confidence"]),
        review=described["review"],
    )
    return Model(scorer=Scorer(space=space, linear=linear, phrase=phrase), rule=rule)
