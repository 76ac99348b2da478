"""Permits (许可): whoever issued one answers for what it licensed as long as it stands
(谁审批谁负责，谁发证谁负责)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum, unique
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from anhuan.kernel.case import Party
from anhuan.kernel.chain import Break
from anhuan.kernel.industries import Field
from anhuan.kernel.obligation import Due

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

MOST_DAYS: Final = 400
SUBJECT: Final = "permit"
"""The subject of a certificate under which permits are asked for."""


@unique
class PermitAct(StrEnum):
    """What the issuing unit owes of a permit that runs out, and what keeps it."""

    SETTLE = "settle_permit"
    RENEW = "renew_permit"
    END = "end_permit"


DISCHARGED_BY: Final[Mapping[str, frozenset[PermitAct]]] = {
    PermitAct.SETTLE.value: frozenset({PermitAct.RENEW, PermitAct.END})
}


@unique
class Ending(StrEnum):
    """How a permit ended before or after its day."""

    CANCELLED = "cancelled"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"


@unique
class Validity(StrEnum):
    """How a permit stands on a day. It follows from its days and is never stored."""

    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class PermitRule:
    """Who licenses (the field of the department), and how many days before the last one the
    issuing unit has it on its list."""

    field: str
    lead_days: int


def permit_rule(value: Mapping[str, Any]) -> PermitRule:
    """From ``{"field": "emergency", "lead_days": 60}``. Raises ``ValueError``, ``KeyError``."""
    days = value["lead_days"]
    if type(days) is not int or not 0 <= days <= MOST_DAYS:
        raise ValueError("lead_days")
    return PermitRule(field=Field(value["field"]).value, lead_days=days)


def listed_from(valid_to: date, rule: PermitRule) -> date:
    """The first day on which the issuing unit has the permit to settle."""
    return valid_to - timedelta(days=min(rule.lead_days, (valid_to - date.min).days))


def validity(
    *, valid_to: date | None, ended_on: date | None, rule: PermitRule, on: date
) -> Validity:
    """How a permit stands on a day; its last day ``valid_to`` still counts, ``None`` is without
    end."""
    if ended_on is not None and ended_on <= on:
        return Validity.ENDED
    if valid_to is None or on < listed_from(valid_to, rule):
        return Validity.VALID
    return Validity.EXPIRING if on <= valid_to else Validity.EXPIRED


def owed(standing: Validity, *, valid_to: date | None, unit: "UUID | None") -> tuple[Due, ...]:
    """What the issuing unit owes: from its first day on the list until the permit is renewed or
    ended, due on its last day. What has expired stays owed and climbs."""
    if standing not in {Validity.EXPIRING, Validity.EXPIRED} or unit is None:
        return ()
    return (
        Due(
            act=PermitAct.SETTLE.value,
            party=Party.OWNER,
            due_on=valid_to,
            term="due",
            unit=unit,
        ),
    )


class PermitAt(NamedTuple):
    """A permit that stood; ``unit`` is ``None`` where nobody has named who answers for it."""

    site: "UUID"
    unit: "UUID | None"
    kind: str


Fault = tuple[Break, "UUID | None", str, "datetime | None"]
"""What keeps a post from answering: reason, post, what is missing, since when."""


class Unanswered(NamedTuple):
    """What no unit answers for: the unit or site it is said of, the sites, the reason."""

    thing: "UUID"
    sites: "list[UUID]"
    fault: Fault


def answers(permits: Iterable[PermitAt]) -> "Iterator[PermitAt]":
    """One for each unit at each site, however many it issued there; those without a unit apart."""
    seen = set()
    for one in permits:
        key = (one.site, one.unit, "" if one.unit else one.kind)
        if key not in seen:
            seen.add(key)
            yield one


def unanswered(
    permits: Iterable[PermitAt],
    active: "Mapping[UUID, bool]",
    fault: "Callable[[UUID], Fault | None]",
) -> list[Unanswered]:
    """The permits that nobody answers for, one line for each unit: it was abolished, or ``fault``
    says what keeps its responsible post from answering; and each permit without a unit."""
    found: list[Unanswered] = []
    by_unit: dict[UUID, list[UUID]] = {}
    for one in answers(permits):
        if one.unit is not None:
            by_unit.setdefault(one.unit, []).append(one.site)
            continue
        wrong: Fault = (Break.NO_ISSUER, None, f"permit:{one.kind}", None)
        found.append(Unanswered(one.site, [one.site], wrong))
    for unit, sites in by_unit.items():
        gone: Fault = (Break.ABOLISHED, None, "", None)
        why = fault(unit) if active.get(unit, False) else gone
        if why is not None:
            found.append(Unanswered(unit, sites, why))
    return found
