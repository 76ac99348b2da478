"""Reads for those who keep accounts: the people whose posts lie in their areas.

Whoever holds, or is to hold, a post elsewhere too is seen here but kept there: a new password
would open that other post as well.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from anhuan.base.periods import holds
from anhuan.base.tree import under_any
from anhuan.kernel.access import Capability, Role, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.people import queries as people
from anhuan.people import register
from anhuan.people.types import (
    AccountLine,
    CertificateLine,
    DisclosureLine,
    PersonLine,
    Registered,
    SessionLine,
    Standing,
)
from anhuan.territory.models import Appointment
from anhuan.territory.queries import is_node

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A post somebody holds at the instant asked about."""

    post: UUID
    title: str
    role: Role
    unit_name: str
    site: UUID | None
    acting: bool
    valid_from: datetime
    valid_to: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """One line of the list of people."""

    person: PersonLine
    account: AccountLine | None
    invited_until: datetime | None
    posts: tuple[Held, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """At most ``PAGE`` people; ``after`` is what the next page starts behind, or ``None``."""

    rows: tuple[PersonRow, ...]
    total: int
    after: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFile:
    """Everything a keeper sees of one person; ``kept``: whether this keeper may act."""

    row: PersonRow
    kept: bool
    locked_until: datetime | None
    second_factor: bool
    sessions: tuple[SessionLine, ...]
    certificates: tuple[CertificateLine, ...]
    disclosures: tuple[DisclosureLine, ...]


def persons(
    viewer: Viewer, *, words: str = "", standing: Standing | None = None, after: UUID | None = None
) -> PersonPage:
    """People in the viewer's reach by name, short name or username, in the order of names.

    Refuses ``WRONG_ROLE``.
    """
    _need(viewer)
    narrowed = None if is_node(viewer) else _near(viewer)
    found = register.people(
        viewer, words=words, standing=standing, within=narrowed, after=after, limit=PAGE
    )
    return PersonPage(rows=_rows(found.rows, viewer.at), total=found.total, after=found.after)


def people_near(viewer: Viewer, *, words: str, limit: int) -> list[PersonRow]:
    """People in reach to choose from, by words or by identifier, without their accounts."""
    narrowed = Q() if is_node(viewer) else _near(viewer)
    found = register.named(words=words, within=narrowed, limit=limit)
    posts = held_by([line.id for line in found], at=viewer.at)
    return [
        PersonRow(person=line, account=None, invited_until=None, posts=posts.get(line.id, ()))
        for line in found
    ]


def counts(viewer: Viewer) -> dict[Standing, int]:
    """How many people of each standing are in reach."""
    _need(viewer)
    return register.standings(viewer, within=None if is_node(viewer) else _near(viewer))


def person_file(viewer: Viewer, person: UUID) -> PersonFile:
    """Refuses ``WRONG_ROLE``, ``NOT_VISIBLE``."""
    _need(viewer)
    if not near(viewer, person):
        raise Refusal(Why.NOT_VISIBLE)
    found = register.people(viewer, within=Q(pk=person), limit=1)
    if not found.rows:
        raise Refusal(Why.NOT_VISIBLE)
    row = _rows(found.rows, viewer.at)[0]
    account = row.account
    return PersonFile(
        row=row,
        kept=kept(viewer, person),
        locked_until=people.locked_until(viewer, account.id) if account else None,
        second_factor=people.factor_on(account.id) if account else False,
        sessions=tuple(people.sessions(account.id, viewer.at, "")) if account else (),
        certificates=tuple(people.certificates(person)),
        disclosures=tuple(people.disclosures(viewer, subject=person)),
    )


def near(viewer: Viewer, person: UUID) -> bool:
    """Whether the person holds or ever held a post in the viewer's areas, or none anywhere."""
    if is_node(viewer):
        return True
    rows = Appointment.objects.filter(person=person, recorded_to__isnull=True)
    return not rows.exists() or rows.filter(_inside(viewer)).exists()


def kept(viewer: Viewer, person: UUID) -> bool:
    """Whether the person is near and every post held now or later lies in the viewer's areas."""
    if is_node(viewer):
        return True
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gt=viewer.at)
    rows = Appointment.objects.filter(lasting, person=person, recorded_to__isnull=True)
    return near(viewer, person) and not rows.exclude(_inside(viewer)).exists()


def opened(viewer: Viewer) -> list[DisclosureLine]:
    """Who opened or exported what, the newest first: all of it for the node and for whoever
    keeps a whole city, else what people in reach did. Refuses ``WRONG_ROLE``."""
    _need(viewer)
    return register.disclosures_within(viewer, within=None if is_node(viewer) else _near(viewer))


def _need(viewer: Viewer) -> None:
    if not viewer.may(Capability.KEEP_ACCOUNTS):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_ACCOUNTS)


def _inside(viewer: Viewer) -> Q:
    return under_any("post__area_path", viewer.areas)


def _near(viewer: Viewer) -> Q:
    """``near`` as a filter of persons."""
    rows: QuerySet[Appointment] = Appointment.objects.filter(
        person=OuterRef("pk"), recorded_to__isnull=True
    )
    return ~Exists(rows) | Exists(rows.filter(_inside(viewer)))


def _rows(found: Iterable[Registered], at: datetime) -> tuple[PersonRow, ...]:
    lines = list(found)
    posts = held_by([line.person.id for line in lines], at=at)
    return tuple(
        PersonRow(
            person=line.person,
            account=line.account,
            invited_until=line.invited_until,
            posts=posts.get(line.person.id, ()),
        )
        for line in lines
    )


def held_by(persons: Iterable[UUID], *, at: datetime) -> dict[UUID, tuple[Held, ...]]:
    """The posts each of ``persons`` holds at ``at``, own ones before those stood in for."""
    rows = Appointment.objects.filter(holds(at, at), person__in=list(persons))
    found: dict[UUID, list[Held]] = {}
    for row in rows.select_related("post__unit").order_by("acting", "post__rank", "id"):
        unit = row.post.unit
        line = Held(
            post=row.post_id,
            title=row.post.title,
            role=Role(row.post.role),
            unit_name=unit.short if unit else "",
            site=row.post.site,
            acting=row.acting,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        found.setdefault(row.person_id, []).append(line)
    return {person: tuple(lines) for person, lines in found.items()}
