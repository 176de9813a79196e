"""The decision rule as plain values, for the manifests of models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from classify.calibrate import Curve, Rule


def describe_rule(rule: Rule) -> dict[str, object]:
    """Returns the rule as JSON values."""
    return {
        "thresholds": list(rule.thresholds),
        "member": [describe_curve(curve) for curve in rule.member],
        "none": describe_curve(rule.none),
        "confidence": describe_curve(rule.confidence),
        "review": rule.review,
    }


def read_rule(described: Mapping[str, Any]) -> Rule:
    """Returns the rule of JSON values.

    Raises:
        KeyError: a part is missing.
    """
    return Rule(
        thresholds=tuple(described["thresholds"]),
        member=tuple(read_curve(values) for values in described["member"]),
        none=read_curve(described["none"]),
        confidence=read_curve(described["confidence"]),
        review=described["review"],
    )


def describe_curve(curve: Curve) -> list[float]:
    """Returns the curve as its slopes and its shift."""
    return [*curve.slope, curve.shift]


def read_curve(values: Sequence[float]) -> Curve:
    """Returns the curve of slopes and shift."""
    return Curve(slope=tuple(values[:-1]), shift=values[-1])
