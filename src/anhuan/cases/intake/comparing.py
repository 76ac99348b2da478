"""A row that is known already: what of it may be brought up to date."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from anhuan.cases.intake.building import Content
from anhuan.cases.intake.keys import same_text
from anhuan.cases.models import Case
from anhuan.kernel.case import Action, State
from anhuan.kernel.lifecycle import IN_HAND

AMENDED: Final = ("category", "basis", "measure", "responsible", "spot")
REASON: Final = "重新导入"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One act that brings a known case up to date."""

    action: Action
    given: Mapping[str, Any]


def changes_of(
    content: Content, case: Case, began: Mapping[str, Any] | None, *, reworded: bool
) -> list[Change]:
    """What ``content`` says differently in the fields that a file may change.

    ``began``: what the case was brought in with; a cell that still says so changes nothing,
    whatever has happened to the case since. An empty cell changes nothing. ``reworded``: the
    row was found by its number, so its description may differ. Never a status, never a date
    that stands.
    """
    names = (*AMENDED, "description") if reworded else AMENDED
    stated = {name: content.texts[name] for name in names} | {"money_fen": content.money_fen}
    given = {name: value for name, value in stated.items() if _differs(name, value, case, began)}
    changes = []
    if given:
        changes.append(Change(action=Action.AMEND, given=given | {"reason": REASON}))
    if content.due_on and case.due_on is None and State(case.state) in IN_HAND:
        changes.append(Change(action=Action.SET_DUE, given={"due_on": content.due_on}))
    return changes


def _differs(name: str, value: Any, case: Case, began: Mapping[str, Any] | None) -> bool:
    if value in (None, ""):
        return False
    if began is not None and same_text(value, began.get(name)):
        return False
    return not same_text(value, getattr(case, name))
