"""What happens after what. A lower module publishes; here stand the functions that want it."""

from collections.abc import Mapping
from typing import Final

from anhuan.base.reactions import Reaction

REACTIONS: Final[Mapping[str, tuple[Reaction, ...]]] = {
    "task.acted": (Reaction("anhuan.tasks.telling.tell"),),
    "rulebook.changed": (Reaction("anhuan.obligations.jobs.rules_changed", later=True),),
    "posts.left": (Reaction("anhuan.cases.services.pass_on"),),
    "post.closed": (Reaction("anhuan.duty.services.on_post_closed"),),
    "work.done": (Reaction("anhuan.obligations.services.discharge_duties"),),
    "permit.changed": (Reaction("anhuan.obligations.services.on_permit"),),
    "duty.changed": (Reaction("anhuan.obligations.services.resweep", later=True),),
    "device.revoked": (Reaction("anhuan.documents.services.on_device_revoked"),),
    "duty.called": (Reaction("anhuan.obligations.services.on_called"),),
    "duty.answered": (Reaction("anhuan.obligations.services.on_answered"),),
    "log.contradicted": (Reaction("anhuan.cases.services.on_contradiction", later=True),),
    "case.acted": (
        Reaction("anhuan.cases.telling.tell"),
        Reaction("anhuan.cases.services.listings.on_case_act"),
        Reaction("anhuan.accountability.services.on_case_act"),
    ),
    "obligation.climbed": (
        Reaction("anhuan.accountability.services.on_rung", later=True),
        Reaction("anhuan.proceedings.services.on_rung", later=True),
    ),
    "proceeding.acted": (Reaction("anhuan.proceedings.telling.tell"),),
    "visit.acted": (
        Reaction("anhuan.inspections.services.on_visit"),
        Reaction("anhuan.inspections.reporting.report"),
    ),
    "campaign.acted": (Reaction("anhuan.inspections.telling.tell"),),
    "campaign.unsealed": (Reaction("anhuan.inspections.telling.tell_unsealed"),),
    "matter.acted": (Reaction("anhuan.accountability.telling.tell"),),
}
