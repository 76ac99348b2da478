"""The obligations: each is in the record as it was made and as it ended, and the reverse."""

from collections.abc import Iterator
from typing import Final

from anhuan.ledger.types import Difference
from anhuan.obligations.checking import differences
from anhuan.ops.checks.finding import Context, Finding

PLAIN: Final = {
    "facts": "不在记录里 / is not in the record",
    "row": "记录里有，表中没有 / was recorded and is gone",
}


def as_recorded(context: Context) -> Iterator[Finding]:
    for each in differences():
        yield Finding(check="obligations", subject=each.number, what=_what(each))


def _what(each: Difference) -> str:
    told = f"{each.column}: 表中 stored {each.stored!r}，记录 recorded {each.replayed!r}"
    return PLAIN.get(each.column, told)
