"""Who held the ball of a case, when, and what each did then: computed, never written down."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from anhuan.accountability.types import Candidate, Deed, DutyRecord, HeldLine, Vacancy
from anhuan.cases.queries import numbers
from anhuan.kernel.case import Action
from anhuan.kernel.tenures import Span, Stretch, Tenure, stretches, tallied
from anhuan.ledger.queries import acts_of
from anhuan.ledger.types import Recorded
from anhuan.obligations.queries import balls_of
from anhuan.people.queries import persons
from anhuan.territory.past import superiors_then, tenures
from anhuan.territory.queries import holders, unit_names

REMINDED: Final = f"case.{Action.REMIND.value}"
ASKED: Final = f"case.{Action.REQUEST_EXTENSION.value}"


def _held(case: UUID) -> tuple[list[Stretch], list[Tenure]]:
    spans = balls_of(case)
    known = tenures({span.post for span in spans if span.post})
    return stretches(spans, known), known


def candidates(case: UUID) -> list[Candidate]:
    """Everybody of a unit who held the ball, then whoever held the post right above meanwhile."""
    parts, _known = _held(case)
    spans = [part.span for part in parts]
    own = [(part.person, part.span.post) for part in parts if part.person and part.span.post]
    above = [pair for pair in _above(spans) if pair not in own]
    pairs = list(dict.fromkeys([*own, *above]))
    posts = holders({post for _, post in pairs}, at=_latest(parts)) if pairs else {}
    names = persons(person for person, _ in pairs)
    return [
        Candidate(
            person=person,
            name=names[person].name if person in names else "",
            post=post,
            title=posts[post].title,
            unit=posts[post].unit,
            unit_name=posts[post].unit_name,
            held=(person, post) in own,
        )
        for person, post in pairs
        if post in posts and posts[post].unit is not None
    ]


def _latest(parts: Sequence[Stretch]) -> datetime:
    return max(part.since for part in parts)


def _above(spans: Iterable[Span]) -> list[tuple[UUID, UUID]]:
    found: list[tuple[UUID, UUID]] = []
    for span in spans:
        upper = superiors_then(span.since, [span.post]).get(span.post) if span.post else None
        for tenure in tenures([upper]) if upper else ():
            before_end = span.until is None or tenure.since < span.until
            if before_end and (tenure.until is None or tenure.until > span.since):
                found.append((tenure.person, tenure.post))
    return found


def duty_record(case: UUID, person: UUID, post: UUID, *, at: datetime) -> DutyRecord:
    """尽职情况 of a person in a case: when the ball was with him and when not, what he did, and
    which posts above stood empty meanwhile."""
    parts, _known = _held(case)
    acts = acts_of(case)
    hours = tallied(parts, person, at=at)
    own = [one for one in acts if one.by == person]
    titles = holders([post], at=at)
    names = persons([person])
    return DutyRecord(
        person=person,
        name=names[person].name if person in names else "",
        title=titles[post].title if post in titles else "",
        case_number=numbers([case]).get(case, ""),
        hours_with=hours["with"],
        hours_elsewhere=hours["elsewhere"],
        held=tuple(_lines(parts, person, at)),
        deeds=tuple(_deed(one, parts, person) for one in own),
        reminders=sum(one.kind == REMINDED for one in own),
        extensions=sum(one.kind == ASKED for one in own),
        vacancies=tuple(_vacancies(parts, post, at)),
    )


def _lines(parts: Sequence[Stretch], person: UUID, at: datetime) -> list[HeldLine]:
    posts = holders({part.span.post for part in parts if part.span.post}, at=at)
    names = persons(part.person for part in parts if part.person)
    units = unit_names(part.span.unit for part in parts if part.span.unit)
    found = []
    for part in parts:
        post = posts.get(part.span.post) if part.span.post else None
        unit = units.get(part.span.unit, "") if part.span.unit else ""
        found.append(
            HeldLine(
                stretch=part,
                name=names[part.person].name if part.person in names else "",
                title=post.title if post else "",
                unit_name=post.unit_name if post else unit,
                own=part.person == person,
            )
        )
    return found


def _deed(act: Recorded, parts: Sequence[Stretch], person: UUID) -> Deed:
    """The stretch that ends with the act is the one it was done in."""
    held = any(
        part.person == person
        and part.since <= act.at
        and (part.until is None or act.at <= part.until)
        for part in parts
    )
    return Deed(
        at=act.at,
        action=act.kind.removeprefix("case."),
        version=act.version,
        own_ball=held,
    )


def _vacancies(parts: Sequence[Stretch], post: UUID, at: datetime) -> list[Vacancy]:
    """When the post right above stood empty while the case ran."""
    if not parts:
        return []
    since, until = parts[0].since, parts[-1].until or at
    upper = superiors_then(since, [post]).get(post)
    if upper is None:
        return []
    title = holders([upper], at=at)
    named = title[upper].title if upper in title else ""
    found, edge = [], since
    for each in tenures([upper]):
        if each.since > edge and edge < until:
            found.append(Vacancy(title=named, since=edge, until=min(each.since, until)))
        edge = max(edge, each.until) if each.until else until
    if edge < until:
        lasts = parts[-1].until is None
        found.append(Vacancy(title=named, since=edge, until=None if lasts else until))
    return found
