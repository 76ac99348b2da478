"""Reads of responsibility: who answers, on which line, at which instant."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from anhuan.base.periods import holds
from anhuan.duty.models import Charge
from anhuan.duty.types import ChargeLine, Gap, ThreeLines
from anhuan.kernel.chain import LINES, Break, Line, Side
from anhuan.kernel.duty import BESIDE
from anhuan.territory.queries import holders
from anhuan.territory.types import Holder


def charged_posts(
    objects: Iterable[UUID], *, subject: str, at: datetime
) -> Mapping[tuple[UUID, Line], UUID]:
    """The post charged with each object on each line at ``at``, as known then.

    A charge for the subject itself goes before one for any, a later one before an earlier. Who
    is charged in another capacity (包保, head, deputy …) stands beside and does not answer.
    """
    rows = (
        Charge.objects.filter(holds(at, at), object__in=list(objects))
        .exclude(level__in=BESIDE)
        .filter(subject__in=[subject, ""])
        .order_by("subject", "valid_from", "id")
        .values_list("object", "line", "post")
    )
    return {(thing, Line(line)): post for thing, line, post in rows}


def three_lines(site: UUID | None, *, area: UUID | None, subject: str, at: datetime) -> ThreeLines:
    """The three responsible persons of a site at ``at``; what nobody answers for stays empty.

    Where the site itself names nobody for its territory, its area does.
    """
    objects = [thing for thing in (area, site) if thing is not None]
    posts = charged_posts(objects, subject=subject, at=at)
    chosen: dict[Line, UUID] = {}
    for thing in objects:
        chosen |= {line: posts[thing, line] for line in LINES if (thing, line) in posts}
    found = holders(chosen.values(), at=at)
    lines: dict[Line, Holder | None] = {line: None for line in LINES}
    lines |= {line: found.get(post) for line, post in chosen.items()}
    return ThreeLines(lines=lines, at=at)


def gaps_of(site: UUID, *, area: UUID | None, subject: str, at: datetime) -> list[Gap]:
    """The lines on which nobody answers for the site at ``at``, in the order of the lines."""
    found = three_lines(site, area=area, subject=subject, at=at).lines
    gaps = []
    for line in LINES:
        held = found[line]
        if held is None:
            gaps.append(Gap(line=line, broken=Break.NO_POST))
        elif held.person is None:
            gaps.append(Gap(line=line, broken=Break.VACANT, post=held.post))
    return gaps


def charges_of(post: UUID, *, at: datetime) -> list[ChargeLine]:
    """What the post answers for at ``at``, as known then."""
    rows = Charge.objects.filter(holds(at, at), post=post).order_by("line", "object", "id")
    return _charge_lines(rows, at)


def charged_objects(posts: Iterable[UUID], *, at: datetime, limit: int) -> list[UUID]:
    """What one of ``posts`` answers for at ``at``: sites and areas, in no order that means
    anything."""
    rows = Charge.objects.filter(holds(at, at), post__in=list(posts))
    return list(rows.order_by("object").values_list("object", flat=True).distinct()[:limit])


def charges_on(thing: UUID, *, at: datetime, former: bool = False) -> list[ChargeLine]:
    """Who answers for a site or area at ``at``; with ``former`` everybody who ever did."""
    rows = Charge.objects.filter(object=thing)
    rows = rows.filter(recorded_to__isnull=True) if former else rows.filter(holds(at, at))
    return _charge_lines(rows.order_by("line", "-valid_from", "id"), at)


def _charge_lines(rows: Iterable[Charge], at: datetime) -> list[ChargeLine]:
    found = list(rows)
    held = holders((row.post_id for row in found), at=at)
    return [
        ChargeLine(
            id=row.id,
            object=row.object,
            subject=row.subject,
            line=Line(row.line),
            level=row.level,
            side=Side(row.side),
            post=row.post_id,
            holder=held.get(row.post_id),
            since=row.valid_from,
            until=row.valid_to,
            clause=row.clause,
        )
        for row in found
    ]
