"""Who hears that an inspection was refused: whoever leads the unit that was kept out, at once and
without a paper of the firm's (安全生产法 on refused signatures: noted, and reported upward)."""

from datetime import datetime
from typing import Final
from uuid import UUID

from anhuan.inspections.models import Visit
from anhuan.kernel.visit import VisitAct
from anhuan.notices.services import notify
from anhuan.sites.queries import site_name
from anhuan.territory.competent import leading_posts
from anhuan.territory.members import persons_of_posts

TOPIC: Final = "visit.refused"
KEPT_OUT: Final = "kept-out"
"""A place that is shut or empty refuses nothing."""


def report(
    *, visit_id: UUID, number: str, act: str, refusal: str, by: UUID, at: datetime, **_: object
) -> None:
    if act != VisitAct.REFUSE_ENTRY or refusal != KEPT_OUT:
        return
    visit = Visit.objects.get(pk=visit_id)
    if visit.unit_id is None:
        return
    heads = leading_posts([visit.unit_id]).get(visit.unit_id, [])
    there = {by, *map(UUID, visit.officers)}
    persons = persons_of_posts(heads, at=at) - there
    if not persons:
        return
    notify(
        to=sorted(persons),
        topic=TOPIC,
        params={"number": number, "title": site_name(visit.site)[:60]},
        subject_kind="visit",
        subject=visit_id,
        key=f"{TOPIC}:{visit_id}",
        at=at,
        urgent=True,
    )
