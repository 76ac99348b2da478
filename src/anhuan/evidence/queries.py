"""Reads of evidence."""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from anhuan.base.scope import reached
from anhuan.evidence import pictures, vault
from anhuan.evidence.mapping import to_view
from anhuan.evidence.models import File, Use
from anhuan.evidence.sniff import PHOTOS, safe_name
from anhuan.evidence.types import Edge, Opened, Place, StoredFile, UseView
from anhuan.kernel.access import Viewer
from anhuan.kernel.refusal import Refusal, Why

MOST_SHOWN: Final = 200


def _visible(viewer: Viewer, granted: Collection[UUID]) -> QuerySet[Use]:
    """Uses in the viewer's reach, or of owners that the caller has found visible."""
    scope = reached(viewer, unit="unit", site="site") | Q(owner__in=list(granted))
    return Use.objects.filter(scope).select_related("file")


def _one(viewer: Viewer, use_id: UUID, granted: Collection[UUID]) -> Use:
    use = _visible(viewer, granted).filter(pk=use_id).first()
    if use is None:
        raise Refusal(Why.NOT_VISIBLE)
    return use


def uses_of(
    viewer: Viewer, owner_kind: str, owner: UUID, *, granted: Collection[UUID] = ()
) -> list[UseView]:
    """The uses for one owner, the oldest first. ``granted``: owners known to be visible."""
    rows = _visible(viewer, granted).filter(owner_kind=owner_kind, owner=owner)
    return [to_view(row) for row in rows.order_by("id")]


def uses_of_many(
    viewer: Viewer, owner_kind: str, owners: Collection[UUID], *, granted: Collection[UUID] = ()
) -> dict[UUID, list[UseView]]:
    """The uses for several owners, in one query."""
    found: dict[UUID, list[UseView]] = {owner: [] for owner in owners}
    rows = _visible(viewer, granted).filter(owner_kind=owner_kind, owner__in=list(owners))
    for row in rows.order_by("id"):
        found[row.owner].append(to_view(row))
    return found


def owner_of(viewer: Viewer, use_id: UUID) -> tuple[str, UUID]:
    """What a use belongs to, so that the caller can ask whether the viewer may see that.

    Raises ``Refusal`` NOT_VISIBLE when there is no such use.
    """
    row = Use.objects.filter(pk=use_id).values_list("owner_kind", "owner").first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    return row


def open_original(viewer: Viewer, use_id: UUID, *, granted: Collection[UUID] = ()) -> Opened:
    """The untouched file, to be sent as an attachment. Raises ``Refusal`` NOT_VISIBLE."""
    use = _one(viewer, use_id, granted)
    return Opened(
        path=vault.original(use.file_id),
        media_type=use.file.media_type,
        name=use.name,
        size=use.file.size,
    )


def open_derivative(
    viewer: Viewer, use_id: UUID, edge: Edge, *, granted: Collection[UUID] = ()
) -> Opened:
    """A photo re-encoded without metadata; made again if it is missing.

    Raises ``Refusal`` NOT_VISIBLE, also for a file that is no photo.
    """
    use = _one(viewer, use_id, granted)
    if use.file.media_type not in PHOTOS:
        raise Refusal(Why.NOT_VISIBLE)
    path = vault.derived(use.file_id, edge)
    if not path.exists():
        pictures.derive(vault.original(use.file_id), {edge: path})
    return Opened(
        path=path,
        media_type="image/jpeg",
        name=safe_name(use.name, "image/jpeg"),
        size=path.stat().st_size,
    )


def shown_by(viewer: Viewer, *, person: UUID | None, owners: Collection[UUID]) -> list[UseView]:
    """The files that ``person`` brought and those of ``owners``, in reach, the oldest first, at
    most ``MOST_SHOWN``."""
    rows = _visible(viewer, ()).filter(Q(by=person) | Q(owner__in=list(owners)))
    return [to_view(row) for row in rows.order_by("id")[:MOST_SHOWN]]


def _of_fixed(owners: Collection[UUID]) -> QuerySet[Use]:
    fixed = Q(label__startswith="submit:") | Q(label__startswith="fix_on_spot:")
    return Use.objects.filter(fixed, owner__in=list(owners), file__media_type__in=PHOTOS)


def shown_as_fixed(owners: Collection[UUID]) -> set[UUID]:
    """Those of ``owners``, found visible by the caller, with a photo of what was put right."""
    return set(_of_fixed(owners).values_list("owner", flat=True))


def open_fixed(viewer: Viewer, owner: UUID) -> Opened:
    """The last photo of what was put right, re-encoded without metadata; the caller has found
    ``owner`` visible. Raises ``Refusal`` NOT_VISIBLE where there is none."""
    last = _of_fixed([owner]).order_by("-id").values_list("pk", flat=True).first()
    if last is None:
        raise Refusal(Why.NOT_VISIBLE)
    return open_derivative(viewer, last, Edge.PAGE, granted=[owner])


def stored_files(digests: Iterable[str]) -> dict[str, StoredFile]:
    """Those of ``digests`` that lie here, for a caller who knows that their sender sent them:
    naming a digest proves nothing."""
    rows = File.objects.filter(pk__in=set(digests))
    return {row.sha256: _stored(row) for row in rows}


def _stored(row: File) -> StoredFile:
    place = None
    if row.taken_lon is not None and row.taken_lat is not None:
        place = Place(row.taken_lon, row.taken_lat)
    return StoredFile(
        sha256=row.sha256,
        size=row.size,
        media_type=row.media_type,
        name=safe_name("", row.media_type),
        taken_at=row.taken_at,
        taken_place=place,
    )


def documents() -> Iterator[tuple[UUID, Path]]:
    """Every use of a file that is no photo, with the original, for who must look into them."""
    rows = Use.objects.exclude(file__media_type__in=sorted(PHOTOS)).order_by("pk")
    for use, sha256 in rows.values_list("pk", "file_id").iterator():
        yield use, vault.original(sha256)
