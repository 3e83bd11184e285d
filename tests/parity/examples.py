"""Every function's examples, asked of Flink in a few queries of many columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from penstock.functions import SCALARS
from tests.parity.cluster import Answer, Cluster

TOGETHER = 40


def examples() -> dict[str, str | None]:
    """Return each example's expression with the text it must give."""
    return {text: result for each in SCALARS.values() for text, result in each.examples}


def flink_results(cluster: Cluster, texts: Iterable[str]) -> dict[str, str | None]:
    """Return the text that Flink gives for each expression, or its error after `error: `.

    A query fails whole, so one that does is halved until the culprits stand alone.
    """
    found: dict[str, str | None] = {}
    parts = list(chunks(list(texts), TOGETHER))
    while parts:
        answers = cluster.ask(request(number, part) for number, part in enumerate(parts))
        again: list[Sequence[str]] = []
        for number, part in enumerate(parts):
            values = values_of(answers[str(number)])
            if values is not None:
                found |= zip(part, values, strict=True)
            elif len(part) > 1:
                again += chunks(part, (len(part) + 1) // 2)
            else:
                found[part[0]] = f"error: {answers[str(number)]['error']['message']}"
        parts = again
    return found


def chunks(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """Yield the items in groups of a size."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def request(number: int, expressions: Sequence[str]) -> dict[str, object]:
    """Return a script with one column per expression."""
    columns = ", ".join(f"c{place} STRING" for place in range(len(expressions)))
    values = ", ".join(f"CAST(({text}) AS STRING)" for text in expressions)
    script = f"CREATE TABLE o ({columns}); INSERT INTO o SELECT {values};"
    return {"id": str(number), "script": script, "steps": [{"end": True}, {"mark": "o"}]}


def values_of(answer: Answer) -> list[str | None] | None:
    """Return the only row's values, None if the query failed."""
    if "error" in answer:
        return None
    ((_, *values),) = answer["marks"][0]["o"]
    return values
