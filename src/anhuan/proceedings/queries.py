"""Reads of proceedings: for the office, the body and whoever they are about."""

from collections import Counter
from datetime import datetime
from uuid import UUID

from django.db.models import F

from anhuan.cases.queries import sees_case
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.procedure import ProceedingAct
from anhuan.kernel.procedure_steps import proceeding_choices
from anhuan.kernel.refusal import Refusal
from anhuan.proceedings import models
from anhuan.proceedings.listing import lines, proceedings, site_names
from anhuan.proceedings.mapping import to_proceeding
from anhuan.proceedings.projection import actor_for
from anhuan.proceedings.reading import story_of
from anhuan.proceedings.scope import find, handled, own, sight_of
from anhuan.proceedings.types import Assessed, ProceedingFile, ProceedingLine
from anhuan.rulebook.queries import rules_at
from anhuan.territory.queries import unit_names

__all__ = ["proceedings"]
MOST = 200


def proceeding_file(viewer: Viewer, number: str) -> ProceedingFile:
    """The proceeding with that number as the viewer may see it. Refuses ``NOT_VISIBLE``."""
    row = find(viewer, number)
    sight = sight_of(viewer, row)
    assert sight is not None
    one = to_proceeding(row)
    served = ProceedingAct.SERVE in one.done
    return ProceedingFile(
        proceeding=one,
        line=lines(viewer, [row])[0],
        sight=sight,
        body_name=unit_names([row.body_id]).get(row.body_id, "") if row.body_id else "",
        story=story_of(row.id, sight, served=served),
        linked=row.case_id is not None and sees_case(viewer, row.case_id),
    )


def choices_of(viewer: Viewer, file: ProceedingFile) -> dict[ProceedingAct, Refusal | None]:
    """What the viewer may do with a proceeding now, and why not what not."""
    one = file.proceeding
    rules = rules_at(viewer.at)
    return proceeding_choices(one, by=actor_for(viewer, one), at=viewer.at, rules=rules)


def asked_of_us(viewer: Viewer) -> tuple[ProceedingLine, ...]:
    """Proceedings about the viewer's units and firms, the open ones first, newest first."""
    rows = own(viewer).select_related("case").order_by("-is_open", "-told_at", "-id")
    return lines(viewer, rows[:MOST])


def how_many_asked(viewer: Viewer) -> int:
    """How many open ones are about the viewer's units and firms."""
    return own(viewer).filter(is_open=True).count()


def assessed(viewer: Viewer, year: int) -> list[Assessed]:
    """What counts of ``year`` for the yearly assessment, by unit and firm: interviews that were
    held, circulations as ineffective, vetoes imposed and not revoked. Never of persons."""
    held = handled(viewer).filter(held_on__year=year, done__has_key="hold")
    imposed = handled(viewer).filter(
        decided_on__year=year, state__in=["in_force", "appealed", "expired"]
    )
    interviews: Counter[UUID] = Counter()
    circulated: Counter[UUID] = Counter()
    vetoes: Counter[UUID] = Counter()
    for unit, site, times in held.values_list("subject_unit", "site", "circulated"):
        interviews[unit or site] += 1
        circulated[unit or site] += times
    vetoes.update(unit or site for unit, site in imposed.values_list("subject_unit", "site"))
    subjects = interviews.keys() | vetoes.keys()
    names = unit_names(subjects) | site_names(subjects)
    found = [
        Assessed(
            name=names.get(each, ""),
            interviews=interviews[each],
            circulated=circulated[each],
            vetoes=vetoes[each],
        )
        for each in subjects
    ]
    return sorted(found, key=lambda one: one.name)


def over(at: datetime) -> list[UUID]:
    """Vetoes whose last day is past and that stand as in force."""
    rows = models.Proceeding.objects.filter(state="in_force", effect_until__lt=day_of(at))
    return list(rows.order_by(F("effect_until"), "id").values_list("id", flat=True)[:MOST])


def sees_proceedings(viewer: Viewer) -> bool:
    """Whether the desk has a list of proceedings for the viewer at all."""
    return viewer.may(Capability.CALL_TO_ACCOUNT) or viewer.may(Capability.JUDGE)
