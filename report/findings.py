"""What a reader should take away from the figures, in a few sentences."""

from __future__ import annotations

from report.charts import level_totals
from report.content import Content
from report.labels import Labels

_FEWEST = 30  # clauses of a level, or of a pair, for a sentence about it
_LIFT = 1.2  # together more often than by chance, by this factor at least
_MOST_NOTABLE = 2.0  # a level's share of a category over its share among all levels


def list_findings(content: Content, labels: Labels) -> tuple[str, ...]:
    """Returns the sentences; none where the library has too few clauses for any."""
    if content.coded < _FEWEST:
        return ()
    found = [_leading(content, labels), _rare(content, labels), _notable(content, labels), _pair(content, labels)]
    if content.totals.review:
        share = labels.percent(content.totals.review / content.totals.clauses, 0)
        found.append(labels("finding_review", count=labels.number(content.totals.review), share=share))
    return tuple(sentence for sentence in found if sentence)


def _leading(content: Content, labels: Labels) -> str:
    ranked = sorted(content.categories, key=lambda part: -part.clauses)
    first, second = ranked[0], ranked[1] if len(ranked) > 1 else None
    sentence = labels(
        "finding_leading",
        name=first.category.name(labels.language),
        share=labels.percent(first.share.value),
        low=labels.percent(first.share.low),
        high=labels.percent(first.share.high),
    )
    if second is None or not second.clauses:
        return sentence
    name, share = second.category.name(labels.language), labels.percent(second.share.value)
    return sentence + labels("finding_second", name=name, share=share)


def _rare(content: Content, labels: Labels) -> str:
    absent = [part.category.name(labels.language) for part in content.categories if not part.clauses]
    if absent:
        return labels("finding_absent", names=labels.join(absent))
    last = min(content.categories, key=lambda part: part.clauses)
    return labels(
        "finding_rare",
        name=last.category.name(labels.language),
        share=labels.percent(last.share.value),
        documents=labels.number(last.documents),
    )


def _notable(content: Content, labels: Labels) -> str:
    """Returns the category and level that stand out most: the category's share there against its share overall."""
    totals = level_totals(content)
    best, found = _MOST_NOTABLE, ""
    for part in content.categories:
        for level in content.levels:
            count = part.by_level.get(level, 0)
            if level == "unknown" or count < _FEWEST or not part.share.value:
                continue
            factor = count / totals[level] / part.share.value
            if factor > best:
                best = factor
                found = labels(
                    "finding_notable",
                    name=part.category.name(labels.language),
                    level=labels.level(level),
                    share=labels.percent(count / totals[level]),
                    overall=labels.percent(part.share.value),
                )
    return found


def _pair(content: Content, labels: Labels) -> str:
    pairs = [pair for pair in content.pairs if pair.clauses >= _FEWEST and pair.lift >= _LIFT]
    if not pairs:
        return ""
    pair = max(pairs, key=lambda pair: (pair.lift, pair.clauses))
    return labels(
        "finding_pair",
        first=content.name(pair.first, labels.language),
        second=content.name(pair.second, labels.language),
        count=labels.number(pair.clauses),
        lift=f"{pair.lift:.1f}",
    )
