"""How complete a dossier is: which fields it must have, and for how long a check counts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from anhuan.sites.types import (
    Completeness,
    FieldStanding,
    Identity,
    OrganisationLine,
    Standing,
    Subject,
    VoucherLine,
)

WORST: Final = 3
CONTACT_DAYS: Final = 180
YEARLY: Final = 365


def _always(site: Identity) -> bool:
    return True


def _coded(site: Identity) -> bool:
    return site.subject is not Subject.INDIVIDUAL or bool(site.code)


def _firm(site: Identity) -> bool:
    return site.subject is Subject.ENTERPRISE


@dataclass(frozen=True, slots=True)
class Mandatory:
    """A field of the dossier; ``days``: how long a check counts, ``None`` for ever.

    ``until`` names a field with the day to which the thing itself is valid.
    """

    field: str
    days: int | None = None
    applies: Callable[[Identity], bool] = _always
    until: str = ""


FIELDS: Final = (
    Mandatory("name"),
    Mandatory("code", applies=_coded),
    Mandatory("address"),
    Mandatory("lon"),
    Mandatory("area"),
    Mandatory("industry"),
    Mandatory("safety_department"),
    Mandatory("environment_department"),
    Mandatory("duty_phone", CONTACT_DAYS),
    Mandatory("risk", YEARLY),
    Mandatory("operation", YEARLY),
    Mandatory("employees", YEARLY),
    Mandatory("registered_address", applies=_firm),
    Mandatory("has_department", YEARLY, _firm),
    Mandatory("insurance_number", applies=_firm, until="insurance_until"),
)


def completeness(
    site: Identity,
    organisation: OrganisationLine,
    vouchers: Mapping[str, VoucherLine],
    *,
    on: date,
) -> Completeness:
    """The share on day ``on``, with the three worst gaps, the worst first."""
    found = [
        _standing(field, site, organisation, vouchers.get(field.field), on)
        for field in FIELDS
        if field.applies(site)
    ]
    order = list(Standing)
    gaps = [each for each in found if each.standing is not Standing.GOOD]
    gaps.sort(key=lambda each: order.index(each.standing))
    return Completeness(
        good=len(found) - len(gaps), applicable=len(found), worst=tuple(gaps[:WORST])
    )


def _standing(
    field: Mandatory,
    site: Identity,
    organisation: OrganisationLine,
    voucher: VoucherLine | None,
    on: date,
) -> FieldStanding:
    value = _value(field.field, site, organisation)
    if value is None or value == "":
        return FieldStanding(field=field.field, standing=Standing.MISSING)
    checked = voucher.verified_on if voucher else None
    if checked is None:
        return FieldStanding(field=field.field, standing=Standing.UNVERIFIED)
    ends = _value(field.until, site, organisation) if field.until else None
    expired = isinstance(ends, date) and ends < on
    expired = expired or (field.days is not None and checked + timedelta(field.days) < on)
    standing = Standing.EXPIRED if expired else Standing.GOOD
    return FieldStanding(field=field.field, standing=standing, since=checked)


def _value(name: str, site: Identity, organisation: OrganisationLine) -> object:
    return getattr(site, name) if hasattr(site, name) else getattr(organisation, name)
