"""The model on disk: one folder with `manifest.json` and `model.npz`. No pickle.

Arrays are stored plain (not compressed: they load in milliseconds), weights in half precision.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from classify.lexicon import Lexicon, Term
from classify.linear import LinearModel
from classify.model import Facet, Model, Scorer
from classify.ngrams import KeyIndex
from classify.phrases import PhraseModel
from classify.rule_file import describe_curve, describe_rule, read_curve, read_rule
from classify.space import Space
from corpus.errors import XietongError

if TYPE_CHECKING:
    from collections.abc import Mapping

SHIPPED = Path(__file__).parent / "artefacts"
FORMAT = 2


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
    arrays = _scorer_arrays(model.scorer)
    if model.base is not None:
        arrays |= {f"base/{name}": array for name, array in _scorer_arrays(model.base).items()}
    if model.poverty is not None:
        arrays["poverty_weight"] = model.poverty.linear.weight.astype("float16")
        arrays["poverty_bias"] = model.poverty.linear.bias
    return arrays


def _scorer_arrays(scorer: Scorer) -> dict[str, Any]:
    import numpy as np

    space, linear, phrase = scorer.space, scorer.linear, scorer.phrase
    half = np.float16
    return {
        "grams": space.grams.keys,
        "gram_idf": space.gram_idf,
        "words": np.frombuffer("\n".join(space.words).encode("utf-8"), dtype=np.uint8),
        "pairs": space.pairs.keys,
        "word_idf": space.word_idf,
        "heads": space.heads.keys,
        "head_idf": space.head_idf,
        "linear_weight": linear.weight.astype(half),
        "linear_bias": linear.bias,
        "phrase_weight": phrase.phrase.astype(half),
        "phrase_context": phrase.context.astype(half),
        "phrase_bias": phrase.bias,
    }


def _describe(model: Model) -> dict[str, object]:
    described: dict[str, object] = {
        **_describe_scorer(model.scorer),
        **describe_rule(model.rule),
        "weight": model.weight,
    }
    if model.base is not None:
        described["base"] = _describe_scorer(model.base)
    if model.poverty is not None:
        described["poverty"] = describe_curve(model.poverty.curve)
    return described


def _describe_scorer(scorer: Scorer) -> dict[str, object]:
    space = scorer.space
    return {
        "lexicon": _terms(space.lexicon),
        "cues": _terms(space.cues),
        "features": dict(space.weights),
        "blend": scorer.blend,
    }


def _terms(lexicon: Lexicon) -> list[list[object]]:
    return [[term.category, term.language, term.text, term.weight] for term in lexicon.terms]


def _lexicon(rows: list[list[Any]]) -> Lexicon:
    return Lexicon(Term(category=row[0], language=row[1], text=row[2], weight=row[3]) for row in rows)


def _model(language: str, categories: tuple[str, ...], described: dict[str, Any], arrays: dict[str, Any]) -> Model:
    import numpy as np

    part = {name.partition("/")[2]: array for name, array in arrays.items() if name.startswith(f"{language}/")}
    base = poverty = None
    if "base" in described:
        below = {name.removeprefix("base/"): array for name, array in part.items() if name.startswith("base/")}
        base = _scorer(language, categories, described["base"], below)
    if "poverty" in described:
        linear = LinearModel(weight=part["poverty_weight"].astype(np.float32), bias=part["poverty_bias"])
        poverty = Facet(linear=linear, curve=read_curve(described["poverty"]))
    scorer = _scorer(language, categories, described, part)
    return Model(scorer=scorer, rule=read_rule(described), base=base, weight=described["weight"], poverty=poverty)


def _scorer(language: str, categories: tuple[str, ...], described: dict[str, Any], part: dict[str, Any]) -> Scorer:
    import numpy as np

    stored = part["words"].tobytes().decode("utf-8")
    single = np.float32
    space = Space(
        language=language,
        categories=categories,
        lexicon=_lexicon(described["lexicon"]),
        cues=_lexicon(described["cues"]),
        grams=KeyIndex(part["grams"]),
        gram_idf=part["gram_idf"],
        words=tuple(stored.split("\n")) if stored else (),
        pairs=KeyIndex(part["pairs"]),
        word_idf=part["word_idf"],
        heads=KeyIndex(part["heads"]),
        head_idf=part["head_idf"],
        weights=described["features"],
    )
    linear = LinearModel(weight=part["linear_weight"].astype(single), bias=part["linear_bias"])
    phrase = PhraseModel(
        phrase=part["phrase_weight"].astype(single),
        context=part["phrase_context"].astype(single),
        bias=part["phrase_bias"],
    )
    return Scorer(space=space, linear=linear, phrase=phrase, blend=described["blend"])
