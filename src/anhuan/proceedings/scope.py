"""Which proceedings a viewer may see, and as what: one rule, as a check and as a filter.

The office that prepares it, the body that approves or decides it, and from the notice on the unit
or the firm it is about, which never sees one of its own as office or body.
"""

import re
from typing import Final

from django.db.models import Q, QuerySet

from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.proceedings.models import Proceeding
from anhuan.proceedings.types import ProceedingSight

NUMBER: Final = re.compile(r"P-[0-9]{4}-[0-9]{6,9}")


def about(viewer: Viewer) -> Q:
    """Those about one of the viewer's units or firms."""
    return Q(subject_unit__in=viewer.units) | Q(site__in=viewer.sites)


def own(viewer: Viewer) -> QuerySet[Proceeding]:
    """Those about the viewer's units and firms of which they have been told."""
    return Proceeding.objects.filter(about(viewer), told_at__isnull=False)


def handled(viewer: Viewer) -> QuerySet[Proceeding]:
    """Those that the viewer prepares or decides: what the desk lists."""
    found = Q(pk__in=[])
    if viewer.may(Capability.CALL_TO_ACCOUNT):
        found |= Q(unit__in=viewer.units)
    if viewer.may(Capability.JUDGE):
        found |= Q(body__in=viewer.units)
    # A column that is null is in no list, so that "not about me" is asked for each apart.
    other = (Q(subject_unit__isnull=True) | ~Q(subject_unit__in=viewer.units)) & (
        Q(site__isnull=True) | ~Q(site__in=viewer.sites)
    )
    return Proceeding.objects.filter(found & other)


def sight_of(viewer: Viewer, row: Proceeding) -> ProceedingSight | None:
    """As what the viewer sees ``row``; ``None``: not at all."""
    if row.subject_unit_id in viewer.units or row.site_id in viewer.sites:
        return ProceedingSight.SUBJECT if row.told_at is not None else None
    if viewer.may(Capability.CALL_TO_ACCOUNT) and row.unit_id in viewer.units:
        return ProceedingSight.OFFICE
    if viewer.may(Capability.JUDGE) and row.body_id in viewer.units:
        return ProceedingSight.BODY
    return None


def find(viewer: Viewer, number: str) -> Proceeding:
    """The proceeding with that number, or the refusal that there is none for this viewer."""
    known = Proceeding.objects.filter(number=number).select_related("case")
    row = known.first() if NUMBER.fullmatch(number) else None
    if row is None or sight_of(viewer, row) is None:
        raise Refusal(Why.NOT_VISIBLE)
    return row
