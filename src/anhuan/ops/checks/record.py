"""The record: every act is there, in order, and says what its commitment says."""

import hashlib
from collections.abc import Iterator
from typing import Any, Final

from django.apps import apps
from django.db.models import Count, Max, Min, OuterRef, Q, Subquery

from anhuan.ledger.entries import committed
from anhuan.ops.checks.finding import Context, Finding, chunks

CHUNK: Final = 1_000


def versions(context: Context) -> Iterator[Finding]:
    """The versions of a subject are 1, 2, 3 …; twice the same is refused by the table."""
    facts = apps.get_model("ledger", "Fact").objects
    bounds = facts.values("subject").annotate(
        first=Min("version"), last=Max("version"), count=Count("id")
    )
    torn = bounds.filter(~Q(first=1) | ~Q(last=_count(facts))).order_by()
    for row in torn.iterator():
        what = f"{row['first']} … {row['last']}，{row['count']} 条 / facts"
        yield Finding(check="versions", subject=str(row["subject"]), what=what)


def _count(facts: Any) -> Any:
    own = facts.filter(subject=OuterRef("subject")).order_by().values("subject")
    return Subquery(own.annotate(count=Count("id")).values("count"))


def commitments(context: Context) -> Iterator[Finding]:
    """SHA-256 over the salt and the canonical content is the commitment; an erased body is
    told of by a fact of its own."""
    facts = apps.get_model("ledger", "Fact").objects
    total, done, gone = facts.count(), 0, 0
    rows = facts.order_by("pk").values_list(
        "id",
        "kind",
        "public",
        "by",
        "at",
        "recorded_at",
        "commitment",
        "body__salt",
        "body__content",
    )
    for chunk in chunks(rows.iterator(chunk_size=CHUNK), CHUNK):
        bare = [row[0] for row in chunk if row[-1] is None]
        erased = set(
            facts.filter(kind="ledger.erased", subject__in=bare).values_list("subject", flat=True)
        )
        gone += len(erased)
        for identity, kind, *said, commitment, salt, content in chunk:
            what = _fault(said, bytes(commitment), salt, content, identity in erased)
            if what:
                yield Finding(check="commitments", subject=f"{kind} {identity}", what=what)
        done += len(chunk)
        context.progress("commitments", done, total)
    if gone:
        what = "条正文已依法删除，记录照旧可证 / bodies were lawfully erased; their entries stand"
        yield Finding(check="commitments", subject=f"{gone:,}", what=what, note=True)


def _fault(said: list[Any], commitment: bytes, salt: Any, content: Any, erased: bool) -> str:
    if salt is None:
        return "" if erased else "正文不在，也没有删除记录 / its body is gone without an erasure"
    try:
        public, by, at, recorded_at = said
        whole = committed(public=public, body=content, by=by, at=at, recorded_at=recorded_at)
    except (TypeError, ValueError) as error:
        return f"不成规范形式 / not canonical: {error}"
    same = hashlib.sha256(bytes(salt) + whole).digest() == commitment
    return "" if same else "内容与承诺值不符 / the content is not what was committed to"
