"""Interviews and vetoes: each is what its facts add up to, with one ball while open."""

from collections.abc import Iterator

from anhuan.ops.checks.finding import Context, Finding
from anhuan.proceedings.checking import differences


def as_replayed(context: Context) -> Iterator[Finding]:
    for each in differences():
        what = f"{each.column}: 表中 stored {each.stored!r}，重演 replayed {each.replayed!r}"
        yield Finding(check="proceedings", subject=each.number, what=what)
