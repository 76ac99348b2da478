"""Reads of the record. Whoever asks has already found the subject visible."""

from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from anhuan.kernel.claim import CAPTURE
from anhuan.ledger.entries import ATTACHMENTS, KEY_ENDED, KEY_ROTATED
from anhuan.ledger.mapping import entry_of, to_shard
from anhuan.ledger.models import Entry, Fact, Log, Pending, Watched, Witness
from anhuan.ledger.types import Head, Recorded, Shard, Stored

DIGESTS: Final = frozenset({ATTACHMENTS, CAPTURE})


def acts_of(subject: UUID, *, last: int | None = None) -> list[Recorded]:
    """Every act on ``subject`` in the order of versions, or the ``last`` so many."""
    rows = Fact.objects.filter(subject=subject).select_related("body")
    if last is None:
        return [_recorded(row) for row in rows.order_by("version")]
    return [_recorded(row) for row in rows.order_by("-version")[:last]][::-1]


def acts(ids: Iterable[UUID]) -> list[Recorded]:
    """The acts with those identifiers, without bodies, by time."""
    rows = Fact.objects.filter(pk__in=list(ids)).order_by("at", "version", "id")
    return [_plain(row) for row in rows]


def facts_of(subjects: Iterable[UUID]) -> Iterator[Recorded]:
    """The acts on ``subjects`` without bodies, by subject and version: what replay reads."""
    rows = Fact.objects.filter(subject__in=list(subjects)).order_by("subject", "version")
    for row in rows.iterator():
        yield _plain(row)


def acts_of_kinds(kinds: Iterable[str]) -> Iterator[Recorded]:
    """Every act of ``kinds`` without bodies, in the order in which they were recorded."""
    rows = Fact.objects.filter(kind__in=list(kinds)).order_by("recorded_at", "id")
    for row in rows.iterator():
        yield _plain(row)


def subjects_of(kinds: Iterable[str]) -> Iterator[UUID]:
    """What acts of those kinds were about, each once an act."""
    rows = Fact.objects.filter(kind__in=list(kinds)).order_by("id")
    yield from rows.values_list("subject", flat=True).iterator()


def first_bodies(subjects: Iterable[UUID]) -> dict[UUID, Mapping[str, Any]]:
    """What each of ``subjects`` began with, beside its public part; absent where erased."""
    rows = Fact.objects.filter(subject__in=list(subjects), version=1, body__isnull=False)
    return dict(rows.values_list("subject", "body__content"))


def captures_of(facts: Iterable[UUID]) -> dict[UUID, str | None]:
    """The digest of what a phone sent, by the act that came of it; ``None`` where it was erased.
    Acts that are not there are absent."""
    rows = Fact.objects.filter(pk__in=list(facts)).select_related("body")
    return {row.pk: _capture(row) for row in rows}


def _capture(row: Fact) -> str | None:
    body = getattr(row, "body", None)
    return body.content.get(CAPTURE, "") if body else None


def held_bodies(subjects: Iterable[UUID]) -> list[UUID]:
    """The acts on ``subjects`` whose bodies are still there."""
    rows = Fact.objects.filter(subject__in=list(subjects), body__isnull=False)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _recorded(row: Fact) -> Recorded:
    body = getattr(row, "body", None)
    return Recorded(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        version=row.version,
        public=row.public,
        body=_words(body.content) if body else None,
        by=row.by,
        at=row.at,
        recorded_at=row.recorded_at,
    )


def _words(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """What somebody wrote; digests of files and of what a phone sent are for the doctor."""
    return {name: value for name, value in content.items() if name not in DIGESTS}


def _plain(row: Fact) -> Recorded:
    return Recorded(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        version=row.version,
        public=row.public,
        body=None,
        by=row.by,
        at=row.at,
        recorded_at=row.recorded_at,
    )


def contents(position: int, *, limit: int, before: int | None = None) -> list[bytes]:
    """The entries from ``position`` on, at most ``limit``, without a gap: what lies behind a
    missing position is not given."""
    rows = Entry.objects.filter(position__gte=position, position__lt=position + limit)
    if before is not None:
        rows = rows.filter(position__lt=before)
    found: list[bytes] = []
    for place, content in rows.order_by("position").values_list("position", "content"):
        if place != position + len(found):
            break
        found.append(bytes(content))
    return found


def standing(key: UUID) -> Shard:
    """A log as it stands."""
    return to_shard(Log.objects.get(pk=key))


def logs() -> list[Shard]:
    """The logs of this node by year."""
    return [to_shard(row) for row in Log.objects.order_by("year")]


def open_log() -> Shard | None:
    """The log that is being written, ``None`` before the first."""
    row = Log.objects.filter(closed_at__isnull=True).first()
    return to_shard(row) if row else None


def kept_since() -> datetime | None:
    """Since when acts have been given to a log; what was recorded before is marked as older.
    ``None`` without a log, or where the first is from before acts were marked."""
    rows = Log.objects.order_by("year").values_list("kept_since", flat=True)
    return rows.first()


def past_keys() -> list[bytes]:
    """The public keys that signed the logs of this node and do so no longer, the last first."""
    ended = Fact.objects.filter(kind=KEY_ENDED).order_by("-recorded_at")
    return [b64decode(row.public["former"]) for row in ended]


def last_of_former(origin: str) -> list[tuple[bytes, str]]:
    """The keys that ended while ``origin`` was written, with the last checkpoint each signed."""
    ended = Fact.objects.filter(kind=KEY_ENDED, public__origin=origin).order_by("-recorded_at")
    return [(b64decode(row.public["former"]), row.public["note"]) for row in ended]


def rotation() -> tuple[UUID, datetime] | None:
    """The takeover of a new key that has not ended: its subject, and since when both sign."""
    begun = Fact.objects.filter(kind=KEY_ROTATED).order_by("-recorded_at").first()
    if begun is None or Fact.objects.filter(kind=KEY_ENDED, subject=begun.subject).exists():
        return None
    return begun.subject, begun.at


def waiting() -> bool:
    """Whether an act has no position yet."""
    return Pending.objects.exists()


def unwritten(shard: Shard) -> bool:
    """Whether an act has a position behind the tiles of ``shard``: whoever gave it broke off."""
    return Entry.objects.filter(position__gte=shard.first + shard.size).exists()


def log_of(year: int) -> Shard | None:
    """The log of a year, ``None`` where there is none."""
    row = Log.objects.filter(year=year).first()
    return to_shard(row) if row else None


def content_at(position: int) -> bytes | None:
    """What stands at a position, ``None`` where nothing does."""
    row = Entry.objects.filter(position=position).values_list("content", flat=True).first()
    return None if row is None else bytes(row)


def places_of(facts: Iterable[UUID]) -> dict[UUID, int]:
    """The positions of acts; those that wait are absent."""
    rows = Entry.objects.filter(fact__in=list(facts))
    return {fact: place for fact, place in rows.values_list("fact", "position") if fact}


def stored(fact: UUID) -> Stored | None:
    """What the log holds or will hold of an act; ``None`` where there is no such act."""
    row = Fact.objects.filter(pk=fact).first()
    return Stored(entry_of(row, kept_since()), row.recorded_at, place_of(fact)) if row else None


def place_of(fact: UUID) -> int | None:
    """The position of an act, ``None`` while it waits."""
    return Entry.objects.filter(fact=fact).values_list("position", flat=True).first()


def cosigned_last(name: str) -> str:
    """The newest checkpoint confirmed for a watched log, named by the SHA-256 of its origin in
    hexadecimal; empty where there is none."""
    for origin, note in Watched.objects.exclude(note="").values_list("origin", "note"):
        if sha256(origin.encode()).hexdigest() == name:
            return str(note)
    return ""


def witness_keys() -> list[tuple[str, str, str]]:
    """Name, key and address of those who confirm our checkpoints."""
    return list(Witness.objects.order_by("name").values_list("name", "key", "url"))


def watched() -> list[tuple[str, int, datetime | None]]:
    """The logs of others that are watched: origin, size last confirmed, and when."""
    return list(Watched.objects.order_by("origin").values_list("origin", "size", "seen_at"))


def head() -> Head | None:
    """The newest signed checkpoint of this node, ``None`` before the first."""
    row = Log.objects.filter(signed_size__isnull=False).order_by("-year").first()
    if row is None or row.signed_size is None or row.signed_at is None:
        return None
    return Head(size=row.signed_size, root=row.note.split("\n", 3)[2], at=row.signed_at)


def known_since(size: int) -> datetime | None:
    """When a log of this node had ``size`` entries, at the earliest; ``None`` for a size that
    none has. Which year's log is meant is not said: the earliest time that fits holds."""
    ends = [row.first + size - 1 for row in Log.objects.all() if 0 < size <= row.size]
    rows = Entry.objects.filter(position__in=ends, fact__isnull=False).order_by("position")
    return rows.values_list("fact__recorded_at", flat=True).first()
