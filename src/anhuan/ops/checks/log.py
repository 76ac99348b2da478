"""The log in the database: every act has one place, and its entry says what the act says."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from django.apps import apps

from anhuan.base.clock import now
from anhuan.kernel.log_entry import BadEntry
from anhuan.kernel.merkle import leaf_hash
from anhuan.ledger.entries import entry_bytes, is_older
from anhuan.ledger.queries import kept_since
from anhuan.ops.checks.finding import Context, Finding, chunks

CHUNK: Final = 1_000
LATE: Final = timedelta(hours=1)
"""How long an act may wait for its place, and so how far times may stand out of order."""

_FACT: Final = ("id", "kind", "subject", "version", "public", "commitment", "at", "recorded_at")


def places(context: Context) -> Iterator[Finding]:
    """Every act has a place in the log, or waits for one, not for long."""
    facts = apps.get_model("ledger", "Fact").objects
    lost = facts.filter(entry__isnull=True, pending__isnull=True)
    for row in lost.values(*_FACT).iterator(chunk_size=CHUNK):
        yield _finding("places", _act(row), "不在记录里，也不在等候 / is not in the log")
    for row in facts.filter(entry__isnull=False, pending__isnull=False).values(*_FACT):
        yield _finding("places", _act(row), "已在记录里，还在等候 / is in the log and waits")
    waits = facts.filter(pending__isnull=False, recorded_at__lt=now() - LATE)
    for row in waits.values(*_FACT).iterator(chunk_size=CHUNK):
        since = row["recorded_at"].isoformat(timespec="seconds")
        what = f"自 {since} 等候入册，后台进程在运行吗 / waits for its place: is a worker running?"
        yield _finding("places", _act(row), what)


def entries(context: Context) -> Iterator[Finding]:
    """Positions are 0, 1, 2 …; each entry is that of its act, and times go forward."""
    rows = apps.get_model("ledger", "Entry").objects.order_by("position")
    total, expected, restored = rows.count(), 0, 0
    newest: datetime | None = None
    since = kept_since()
    columns = ("position", "leaf", "content", *(f"fact__{name}" for name in _FACT))
    for chunk in chunks(rows.values(*columns).iterator(chunk_size=CHUNK), CHUNK):
        for row in chunk:
            if row["position"] != expected:
                yield _gap(expected, row["position"] - 1)
            expected = row["position"] + 1
            restored += row["fact__id"] is None
            for what in _differing(row, since):
                yield _finding("entries", _place(row), what)
            if _before(row, newest):
                yield _turned_back(row, newest)
            newest = max(filter(None, (newest, row["fact__recorded_at"])), default=None)
        context.progress("entries", expected, total)
    if restored:
        what = "没有对应的事实，是恢复时补回的 / entries without an act, put back after a restore"
        yield _finding("entries", f"{restored:,}", what, note=True)


def _differing(row: dict[str, Any], since: datetime | None) -> Iterator[str]:
    content = bytes(row["content"])
    if leaf_hash(content) != bytes(row["leaf"]):
        yield "哈希与内容不符 / its hash is not that of its content"
    if row["fact__id"] is None:
        return
    try:
        same = content == _entry_of(row, since)
    except (BadEntry, KeyError, TypeError, ValueError):
        same = False
    if not same:
        yield "与事实不符：事实或条目被改过 / the act or its entry was changed"


def _entry_of(row: dict[str, Any], since: datetime | None) -> bytes:
    return entry_bytes(
        fact=row["fact__id"],
        kind=row["fact__kind"],
        subject=row["fact__subject"],
        version=row["fact__version"],
        public=row["fact__public"],
        commitment=bytes(row["fact__commitment"]),
        at=row["fact__at"],
        imported=is_older(row["fact__recorded_at"], since),
    )


def _before(row: dict[str, Any], newest: datetime | None) -> bool:
    recorded = row["fact__recorded_at"]
    return recorded is not None and newest is not None and recorded < newest - LATE


def _turned_back(row: dict[str, Any], newest: datetime | None) -> Finding:
    recorded, earlier = row["fact__recorded_at"], newest and newest.isoformat(timespec="seconds")
    what = (
        f"记于 {recorded.isoformat(timespec='seconds')}，排在 {earlier} 之后：时钟被调回过 / "
        "was recorded before what precedes it: the clock was turned back"
    )
    return _finding("entries", _place(row), what)


def _gap(first: int, last: int) -> Finding:
    subject = f"{first}" if first == last else f"{first} … {last}"
    return _finding("entries", subject, "位置是空的 / no entry has this position")


def _place(row: dict[str, Any]) -> str:
    kind = row["fact__kind"]
    return f"{row['position']}" + (
        f" {kind} {row['fact__subject']} v{row['fact__version']}" if kind else ""
    )


def _act(row: dict[str, Any]) -> str:
    return f"{row['kind']} {row['subject']} v{row['version']}"


def _finding(check: str, subject: str, what: str, note: bool = False) -> Finding:
    return Finding(check=check, subject=subject, what=what, note=note)
