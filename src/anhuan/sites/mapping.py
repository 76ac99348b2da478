"""Rows to values."""

from dataclasses import fields

from anhuan.sites.models import Organisation, Site, Voucher
from anhuan.sites.types import (
    Identity,
    Operation,
    OrganisationLine,
    Sensitivity,
    SiteLine,
    Subject,
    VoucherLine,
)

_KEYS = {"area", "safety_department", "environment_department"}
_PLAIN = [field.name for field in fields(OrganisationLine)]


def site_line(row: Site) -> SiteLine:
    return SiteLine(
        id=row.id,
        name=row.name,
        short=row.short,
        code=row.code,
        address=row.address,
        area_path=row.area_path,
        subject=Subject(row.subject),
        operation=Operation(row.operation),
        risk=row.risk,
        lon=row.lon,
        lat=row.lat,
    )


def identity(row: Site) -> Identity:
    values = {
        field.name: getattr(row, f"{field.name}_id" if field.name in _KEYS else field.name)
        for field in fields(Identity)
    }
    values |= {
        "subject": Subject(row.subject),
        "operation": Operation(row.operation),
        "former_names": tuple(row.former_names),
        "tags": tuple(row.tags),
    }
    return Identity(**values)


def organisation_line(row: Organisation | None) -> OrganisationLine:
    if row is None:
        return OrganisationLine()
    return OrganisationLine(**{name: getattr(row, name) for name in _PLAIN})


def voucher_line(row: Voucher) -> VoucherLine:
    return VoucherLine(
        field=row.field,
        source=row.source,
        sensitivity=Sensitivity(row.sensitivity),
        verified_by=row.verified_by,
        verified_on=row.verified_on,
    )
