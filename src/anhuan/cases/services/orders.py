"""The order to put a case right: issued under its next number, or marked spoilt."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from anhuan.base.db import one_at_a_time
from anhuan.cases.actors import firm_has_account
from anhuan.cases.papers import ORDER, order_content
from anhuan.cases.scope import find
from anhuan.documents import services as documents
from anhuan.documents.queries import of_subject, subject_of
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.deadline import due
from anhuan.kernel.refusal import Refusal, Why
from anhuan.people.services import invite_firm, revoke_firm_invitation
from anhuan.rulebook.queries import rules_at
from anhuan.territory.queries import unit_names

INVITATION: Final = "firm.invitation"


@transaction.atomic
def issue_order(
    *,
    number: str,
    second: UUID | None,
    remedy: str = "",
    seen: int | None = None,
    by: Viewer,
    at: datetime,
) -> UUID:
    """Issue the order to put a case right (责令限期整改指令书) under its next number.

    ``seen``: how many papers of the case the actor looked at; more of them refuses ``STALE``, so
    that one order sent twice takes one number. Where nobody of the firm can sign in, the order
    carries a one-time code by which the firm opens its account.

    Refuses what ``papers.order_content`` refuses; not visible is not found.
    """
    row = find(by, number)
    content = order_content(by, row, second=second, remedy=remedy)
    one_at_a_time(f"orders of {row.pk}")
    if seen is not None and seen != len(of_subject(by, row.pk)):
        raise Refusal(Why.STALE, version=None)
    document = documents.issue(
        form=ORDER,
        unit=row.unit_id,
        unit_word=unit_names([row.unit_id])[row.unit_id],
        subject=row.pk,
        site=row.site_id,
        area_path=row.area_path,
        content=content,
        by=by,
        at=at,
    )
    if row.site_id is not None and not firm_has_account(row.site_id, at):
        rules = rules_at(at)
        ends = due(rules.term(INVITATION), at, rules.calendar)
        invite_firm(site=row.site_id, about=document, expires_at=ends.due_at, by=by.person, at=at)
    return document


@transaction.atomic
def spoil_order(*, number: str, document: UUID, reason: str, by: Viewer, at: datetime) -> None:
    """Mark a paper of the case 作废, for whoever could have issued it; its number stays.

    Refuses ``NOT_VISIBLE`` for a paper of another case or unit, ``WRONG_ROLE``, ``MISSING``
    (reason) and ``REPEATED``.
    """
    row = find(by, number)
    if subject_of(document) != row.pk:
        raise Refusal(Why.NOT_VISIBLE)
    if not by.may(Capability.ASSIGN):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.ASSIGN)
    documents.spoil(document_id=document, reason=reason, by=by, at=at)
    revoke_firm_invitation(about=document, by=by.person, at=at)
