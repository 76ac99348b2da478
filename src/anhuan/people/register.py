"""The register of people for those who keep accounts; the caller says how far they reach."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.people.mapping import account_line, disclosure_line, person_line
from anhuan.people.models import Account, Disclosure, Invitation, Person
from anhuan.people.sealing import plain_username
from anhuan.people.types import DisclosureLine, PersonLine, Register, Registered, Standing

LOG = 100


def people(
    viewer: Viewer,
    *,
    words: str = "",
    standing: Standing | None = None,
    within: Q | None = None,
    after: UUID | None = None,
    limit: int,
) -> Register:
    """The persons that ``within`` allows, found by name or username, in the order of names.

    Refuses ``WRONG_ROLE``.
    """
    rows = _allowed(viewer, within)
    for word in words.split():
        login = Q(account__username__startswith=plain_username(word))
        rows = rows.filter(Q(name__icontains=word) | Q(short__icontains=word) | login)
    if standing is not None:
        rows = rows.filter(_standing(standing, viewer.at))
    total = rows.count()
    found = list(_behind(rows, after).order_by("name", "id")[: limit + 1])
    shown = found[:limit]
    until = _invited([row.id for row in shown], viewer.at)
    return Register(
        rows=tuple(_registered(row, until.get(row.id)) for row in shown),
        total=total,
        after=shown[-1].id if len(found) > limit else None,
    )


def named(*, words: str, within: Q, limit: int) -> list[PersonLine]:
    """Persons that ``within`` allows, by all words of a name, or by identifier."""
    rows = Person.objects.filter(within).defer("phone_sealed")
    identity = _identity(words)
    if identity is not None:
        rows = rows.filter(pk=identity)
    else:
        for word in words.split():
            rows = rows.filter(Q(name__icontains=word) | Q(short__icontains=word))
    return [person_line(row) for row in rows.order_by("name", "id")[:limit]]


def _identity(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def standings(viewer: Viewer, *, within: Q | None = None) -> dict[Standing, int]:
    """How many of them stand how, in one query each. Refuses ``WRONG_ROLE``."""
    rows = _allowed(viewer, within)
    return {each: rows.filter(_standing(each, viewer.at)).count() for each in Standing}


def disclosures_within(viewer: Viewer, *, within: Q | None = None) -> list[DisclosureLine]:
    """What those persons opened or exported, the newest first. Refuses ``WRONG_ROLE``."""
    rows = Disclosure.objects.order_by("-at", "-id")
    if within is not None:
        rows = rows.filter(by__in=_allowed(viewer, within).values("id"))
    else:
        _allowed(viewer, None)
    return [disclosure_line(row) for row in rows[:LOG]]


def _allowed(viewer: Viewer, within: Q | None) -> QuerySet[Person]:
    if not viewer.may(Capability.KEEP_ACCOUNTS):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_ACCOUNTS)
    rows = Person.objects.select_related("account").defer("phone_sealed")
    return rows if within is None else rows.filter(within)


def _standing(standing: Standing, at: datetime) -> Q:
    good = Exists(
        Invitation.objects.filter(
            person=OuterRef("pk"), used_at=None, revoked_at=None, expires_at__gt=at
        )
    )
    without = Q(account__isnull=True)
    return {
        Standing.NONE: without & ~Q(good),
        Standing.INVITED: without & Q(good),
        Standing.OPEN: Q(account__is_active=True),
        Standing.CLOSED: Q(account__is_active=False),
    }[standing]


def _behind(rows: QuerySet[Person], after: UUID | None) -> QuerySet[Person]:
    if after is None:
        return rows
    name = Person.objects.filter(pk=after).values_list("name", flat=True).first()
    if name is None:
        return rows
    return rows.filter(Q(name__gt=name) | Q(name=name, id__gt=after))


def _invited(persons: list[UUID], at: datetime) -> dict[UUID, datetime]:
    rows = Invitation.objects.filter(
        person__in=persons, used_at=None, revoked_at=None, expires_at__gt=at
    )
    return dict(
        rows.values("person").annotate(until=Max("expires_at")).values_list("person", "until")
    )


def _registered(row: Person, until: datetime | None) -> Registered:
    account: Account | None = getattr(row, "account", None)
    if account is not None:
        account.person = row
    return Registered(
        person=person_line(row),
        account=account_line(account) if account else None,
        invited_until=until,
    )
