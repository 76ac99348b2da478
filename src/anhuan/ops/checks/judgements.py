"""Daily sheets: each is what its facts add up to."""

from collections.abc import Iterator

from anhuan.judgements.checking import differences
from anhuan.ops.checks.finding import Context, Finding


def as_replayed(context: Context) -> Iterator[Finding]:
    for each in differences():
        what = f"{each.column}: 表中 stored {each.stored!r}，重演 replayed {each.replayed!r}"
        yield Finding(check="judgements", subject=each.number, what=what)
