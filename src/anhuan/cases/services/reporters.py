"""Who reported a case is sealed; whoever opens it says why, and that is written down."""

from datetime import datetime

from django.db import transaction

from anhuan.cases.models import Reporter
from anhuan.cases.scope import find
from anhuan.cases.types import SealedReporter
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.people.services import note_disclosure
from anhuan.people.types import Disclosed


@transaction.atomic
def open_reporter(*, number: str, why: str, by: Viewer, at: datetime) -> SealedReporter:
    """Who reported a case; every opening is written down with its reason.

    Refuses ``NOT_VISIBLE``, ``SEALED`` without the capability and ``MISSING`` without a reason.
    """
    row = find(by, number)
    if not by.may(Capability.READ_REPORTER):
        raise Refusal(Why.SEALED)
    reporter = Reporter.objects.filter(case=row).first()
    if reporter is None:
        raise Refusal(Why.NOT_VISIBLE)
    note_disclosure(
        kind=Disclosed.OPENED, what="case.reporter", subject=row.id, why=why, by=by.person, at=at
    )
    return SealedReporter(name=reporter.name, contact=reporter.contact)
