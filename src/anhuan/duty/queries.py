"""Reads of responsibility: who answers, on which line, at which instant."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from anhuan.base.periods import holds
from anhuan.duty.models import Charge
from anhuan.duty.types import ThreeLines
from anhuan.kernel.chain import LINES, Line
from anhuan.territory.queries import holders
from anhuan.territory.types import Holder


def charged_posts(
    objects: Iterable[UUID], *, subject: str, at: datetime
) -> Mapping[tuple[UUID, Line], UUID]:
    """The post charged with each object on each line at ``at``, as known then.

    A charge for the subject itself goes before one for any, a later one before an earlier.
    """
    rows = (
        Charge.objects.filter(holds(at, at), object__in=list(objects))
        .filter(subject__in=[subject, ""])
        .order_by("subject", "valid_from")
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
