"""Hazard sources: every unit and assessment is what the record says."""

from collections.abc import Iterator

from anhuan.hazards.checking import differences
from anhuan.ops.checks.finding import Context, Finding


def as_recorded(context: Context) -> Iterator[Finding]:
    for each in differences():
        what = f"{each.column}: 表中 stored {each.stored!r}，重演 replayed {each.replayed!r}"
        yield Finding(check="hazards", subject=each.number, what=what)
