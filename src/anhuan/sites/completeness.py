"""How complete a dossier is. Which fields it must have, and for how long a check counts, says
the rulebook."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

from anhuan.kernel.rules import FieldRule
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
WHOM: Final[Mapping[str, Callable[[Identity], bool]]] = {
    "all": lambda site: True,
    "coded": lambda site: site.subject is not Subject.INDIVIDUAL or bool(site.code),
    "enterprise": lambda site: site.subject is Subject.ENTERPRISE,
    "none": lambda site: False,
}


def completeness(
    site: Identity,
    organisation: OrganisationLine,
    vouchers: Mapping[str, VoucherLine],
    *,
    rules: Mapping[str, FieldRule],
    on: date,
) -> Completeness:
    """The share on day ``on``, with the three worst gaps, the worst first.

    ``rules``: what a dossier must hold on that day, by field.
    """
    found = [
        _standing(field, rule, site, organisation, vouchers.get(field), on)
        for field, rule in sorted(rules.items(), key=lambda pair: (pair[1].place, pair[0]))
        if WHOM[rule.whom](site)
    ]
    order = list(Standing)
    gaps = [each for each in found if each.standing is not Standing.GOOD]
    gaps.sort(key=lambda each: order.index(each.standing))
    return Completeness(
        good=len(found) - len(gaps), applicable=len(found), worst=tuple(gaps[:WORST])
    )


def _standing(
    field: str,
    rule: FieldRule,
    site: Identity,
    organisation: OrganisationLine,
    voucher: VoucherLine | None,
    on: date,
) -> FieldStanding:
    value = _value(field, site, organisation)
    if value is None or value == "":
        return FieldStanding(field=field, standing=Standing.MISSING)
    checked = voucher.verified_on if voucher else None
    if checked is None:
        return FieldStanding(field=field, standing=Standing.UNVERIFIED)
    ends = _value(rule.until, site, organisation) if rule.until else None
    expired = isinstance(ends, date) and ends < on
    expired = expired or (rule.days is not None and checked + timedelta(rule.days) < on)
    standing = Standing.EXPIRED if expired else Standing.GOOD
    return FieldStanding(field=field, standing=standing, since=checked)


def _value(name: str, site: Identity, organisation: OrganisationLine) -> object:
    return getattr(site, name) if hasattr(site, name) else getattr(organisation, name)
