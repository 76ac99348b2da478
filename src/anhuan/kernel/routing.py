"""Illegal activity (打非治违) goes to whoever licenses the legal version of it
(谁负责批准合法，谁负责打击非法)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from anhuan.kernel.case import Action
from anhuan.kernel.industries import Field
from anhuan.kernel.refusal import Refusal, Why

if TYPE_CHECKING:
    from uuid import UUID

COMPETENCE: Final = "competence"
"""The reason for passing a case on that says: we do not license this."""
DECIDES: Final = frozenset({COMPETENCE, "industry"})
"""Reasons under which the committee office says for good whose an activity is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityRule:
    """One type of illegal activity: the field of the department that licenses the legal one."""

    field: str


def activity_rule(value: Mapping[str, Any]) -> ActivityRule:
    """From ``{"field": "emergency"}``. Raises ``ValueError``, ``KeyError``."""
    return ActivityRule(field=Field(value["field"]).value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """What a committee office decided: in its area this activity is that unit's, by that case."""

    activity: str
    area: str
    unit: str


def decided(routes: Mapping[tuple[str, str], str], activity: str, areas: list[str]) -> str | None:
    """The unit decided on for ``activity`` in the nearest of ``areas``, from above downwards."""
    found = (routes[activity, area] for area in reversed(areas) if (activity, area) in routes)
    return next(found, None)


def check_dispute(action: Action, code: str, *, from_office: bool, to_office: bool) -> bool:
    """Whether passing on a case of illegal activity decides whose it is.

    Who does not license it asks the committee office; only that says whose it is, and then for
    good. Refuses ``OFFICE_DECIDES`` for units that settle it between themselves.
    """
    if action is not Action.FORWARD:
        return False
    if from_office:
        return code in DECIDES
    if code == COMPETENCE and not to_office:
        raise Refusal(Why.OFFICE_DECIDES)
    return False


def route_key(activity: str, area: "UUID") -> str:
    """The code of the rule that keeps a decision: one for each activity and area."""
    return f"{activity}@{area.hex}"[:64]
