"""Reads of matters: sealed for everybody but office, body, the person and the superior."""

from datetime import date
from uuid import UUID

from django.db.models import Count

from anhuan.accountability import models
from anhuan.accountability.holding import candidates, duty_record
from anhuan.accountability.listing import lines, matters
from anhuan.accountability.mapping import to_matter
from anhuan.accountability.papers import record_pdf
from anhuan.accountability.projection import able, actor_for
from anhuan.accountability.reading import cited_facts, story_of
from anhuan.accountability.scope import find, handled, rule_of, sight_of
from anhuan.accountability.types import (
    Candidate,
    CitedFact,
    DecidedLine,
    DutyRecord,
    MatterFile,
    OwnLine,
    Sight,
)
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.accountability import FREE, MatterAct
from anhuan.kernel.accountability_steps import matter_choices
from anhuan.kernel.deadline import due
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.queries import acts_of
from anhuan.rulebook.queries import rules_at
from anhuan.territory.queries import posts_of_unit, unit_names, units_within
from anhuan.territory.types import UnitLine

__all__ = ["matters"]
MOST = 500


def matter_file(viewer: Viewer, number: str) -> MatterFile:
    """The matter with that number as the viewer may see it. Refuses ``NOT_VISIBLE``."""
    row = find(viewer, number)
    sight = sight_of(viewer, row)
    assert sight is not None
    named = models.Matter.objects.filter(pk=row.pk).values_list("person__name", "post__title")
    person, post = named.get()
    story = story_of(row.id, sight)
    if sight is Sight.SUBJECT and row.served_at is None:
        # Who it is about learns the decision when it is served, not before.
        story = tuple(entry for entry in story if entry.act is not MatterAct.DECIDE)
    return MatterFile(
        matter=to_matter(row),
        line=lines(viewer, [row])[0],
        sight=sight,
        person_name=person or "",
        post_title=post or "",
        body_name=unit_names([row.body_id]).get(row.body_id, "") if row.body_id else "",
        story=story,
        cited=() if sight is Sight.SUPERIOR else cited_facts(viewer, row.facts),
    )


def choices_of(viewer: Viewer, file: MatterFile) -> dict[MatterAct, Refusal | None]:
    """What the viewer may do with a matter now, and why not what not."""
    return matter_choices(
        file.matter,
        by=actor_for(viewer, file.matter),
        at=viewer.at,
        rules=rules_at(viewer.at),
    )


def record_of(viewer: Viewer, file: MatterFile) -> DutyRecord | None:
    """What the record says of the person in the case; nothing before somebody is named."""
    matter = file.matter
    if matter.person is None or matter.post is None or matter.case is None:
        return None
    if file.sight is Sight.SUPERIOR:
        return None
    return duty_record(matter.case, matter.person, matter.post, at=viewer.at)


def record_paper(viewer: Viewer, number: str) -> bytes:
    """The duty record on A4. Refuses ``NOT_VISIBLE``, to the superior too."""
    row = find(viewer, number)
    if sight_of(viewer, row) is Sight.SUPERIOR:
        raise Refusal(Why.NOT_VISIBLE)
    return record_pdf(viewer, row)


def who_held(viewer: Viewer, file: MatterFile) -> list[Candidate]:
    """Who held the ball of the case, and who above; for the office alone."""
    if file.sight is not Sight.OFFICE or file.matter.case is None:
        return []
    return candidates(file.matter.case)


def citable(viewer: Viewer, file: MatterFile) -> tuple[CitedFact, ...]:
    """Acts of the case that the matter does not cite yet."""
    if file.sight is not Sight.OFFICE or file.matter.case is None:
        return ()
    ids = [one.id for one in acts_of(file.matter.case) if one.id not in file.matter.facts]
    return cited_facts(viewer, ids)


def bodies(viewer: Viewer) -> list[UnitLine]:
    """Units of the viewer's areas that have a post which may decide."""
    roles = able(Capability.JUDGE, rules_at(viewer.at))
    return [one for one in units_within(viewer) if roles and posts_of_unit(one.id, *roles)]


def about_me(viewer: Viewer) -> list[OwnLine]:
    """The matters about the viewer of which he has notice, newest first."""
    rows = models.Matter.objects.filter(person=viewer.person, notified_at__isnull=False)
    found = rows.select_related("case").order_by("-notified_at", "-id")[:MOST]
    return [
        OwnLine(
            number=row.number,
            state=row.state,
            case_number=row.case.number,
            behaviour=row.behaviour,
            ruling=row.ruling if row.served_at else "",
            statement_until=row.statement_until,
            appeal_until=row.appeal_until,
            effect_until=row.effect_until,
        )
        for row in found
    ]


def decided_between(viewer: Viewer, since: date, until: date) -> list[DecidedLine]:
    """Matters with a measure decided from ``since`` to ``until`` (both included) and served, by
    unit: what a weekly bulletin may tell. Persons only where the decision is public."""
    rows = (
        handled(viewer)
        .filter(decided_on__gte=since, decided_on__lte=until, served_at__isnull=False)
        .exclude(ruling__in=[ruling.value for ruling in FREE])
        .select_related("person")
        .order_by("decided_on", "id")[:MOST]
    )
    found = list(rows)
    rules = rules_at(viewer.at)
    names = unit_names(row.subject_unit_id for row in found if row.subject_unit_id)
    clauses = {row.id: _clause(row.id) for row in found}
    told = rule_of(rules).names == "public"
    return [
        DecidedLine(
            number=row.number,
            unit_name=names.get(row.subject_unit_id, "") if row.subject_unit_id else "",
            behaviour=row.behaviour,
            clause=clauses[row.id],
            ruling=row.ruling,
            decided_on=row.decided_on,
            document=row.document,
            feedback_due=due(rules.term("matter.feedback"), row.served_at, rules.calendar).due_on,
            fed_back=row.fed_back_at is not None,
            name=row.person.name if told and row.public and row.person else "",
        )
        for row in found
        if row.decided_on is not None and row.served_at is not None
    ]


def _clause(matter: UUID) -> str:
    opened = [one.body for one in acts_of(matter) if one.kind == "matter.open"]
    return str(opened[0].get("basis", "")) if opened and opened[0] else ""


def counts_by_unit(viewer: Viewer) -> list[tuple[str, int]]:
    """How many matters were opened about posts of each unit; of units, never of persons."""
    rows = handled(viewer).filter(subject_unit__isnull=False).order_by()
    counts = dict(rows.values_list("subject_unit").annotate(n=Count("pk")))
    names = unit_names(counts)
    return sorted((names.get(unit, ""), n) for unit, n in counts.items())


def led_by(trigger: str) -> list[UUID]:
    """The cases for which this trigger has proposed a lead."""
    rows = models.Matter.objects.filter(trigger=trigger).exclude(key="")
    return list(rows.values_list("case", flat=True))


def sees_matters(viewer: Viewer) -> bool:
    """Whether the desk has a list of matters for the viewer at all."""
    return viewer.may(Capability.CALL_TO_ACCOUNT) or viewer.may(Capability.JUDGE)
