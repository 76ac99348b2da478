"""One visit for the checks of several departments (综合查一次)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from anhuan.base.ids import new_id
from anhuan.inspections.models import PlannedCheck
from anhuan.inspections.plan_scope import checks_seen
from anhuan.inspections.plans import NOT_JOINT
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.campaign import RowState
from anhuan.kernel.joint import Owing, together
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.services import record


@transaction.atomic
def join_up(*, checks: Collection[UUID], by: Viewer, at: datetime) -> UUID:
    """Let one visit make all ``checks``: of one place, of several units, due within the same
    days. From then on a joint visit for one of them makes them all.

    Refuses ``WRONG_ROLE``, ``NOT_VISIBLE``, and ``CAMPAIGN_STATE`` for checks that cannot be made
    together.
    """
    if not by.may(Capability.ASSIGN):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.ASSIGN)
    rows = list(checks_seen(by).filter(pk__in=list(checks)).select_related("campaign"))
    if not rows or len(rows) != len(set(checks)):
        raise Refusal(Why.NOT_VISIBLE)
    whole = together(
        Owing(id=row.id, site=row.site_id, unit=row.unit_id, first=row.from_on, last=row.due_on)
        for row in rows
    )
    free = all(_free(row) for row in rows)
    if len(whole) != 1 or not whole[0].is_joint or not free:
        raise Refusal(Why.CAMPAIGN_STATE)
    joint, keys = new_id(), [row.id for row in rows]
    PlannedCheck.objects.filter(pk__in=keys, joint__isnull=True).update(joint=joint)
    record(
        kind="joint.made",
        subject=joint,
        version=1,
        public={"checks": sorted(map(str, keys)), "site": str(rows[0].site_id)},
        body={},
        by=by.person,
        at=at,
    )
    return joint


def _free(row: PlannedCheck) -> bool:
    open_ = row.state == RowState.PLANNED.value and row.joint is None
    return open_ and row.campaign.kind not in NOT_JOINT
