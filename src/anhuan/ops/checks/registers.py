"""The registers of documents: every number stands on a document, is spoilt, or is with a phone."""

from collections.abc import Iterator

from anhuan.documents.checking import unaccounted
from anhuan.ops.checks.finding import Context, Finding


def as_numbered(context: Context) -> Iterator[Finding]:
    for register, serials in unaccounted():
        listed = "、".join(map(str, serials[:20]))
        what = f"文号没有下落 numbers that stand nowhere: {listed}（{len(serials)}）"
        yield Finding(check="registers", subject=register, what=what)
