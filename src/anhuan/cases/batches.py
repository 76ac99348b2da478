"""One act on many cases: each stands or falls alone, and says which."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from anhuan.cases.services import act
from anhuan.cases.types import Outcome
from anhuan.kernel.access import Viewer
from anhuan.kernel.case import Action
from anhuan.kernel.inputs import parse
from anhuan.kernel.refusal import Refusal, Why

TOGETHER: Final = frozenset({Action.REMIND, Action.ASSIGN})
"""Closing and moving a date ask for a look at the evidence of each case."""
MOST: Final = 200


def act_on_each(
    *,
    numbers: Sequence[str],
    action: Action,
    given: Mapping[str, Any],
    by: Viewer,
    at: datetime,
) -> tuple[Outcome, ...]:
    """Do ``action`` on every case of ``numbers``, each in a transaction of its own.

    Refuses ``WRONG_ROLE`` for an act that is not done together, ``MISSING`` without a case,
    ``TOO_MANY`` and, before anything is done, inputs that no case could take.
    """
    if action not in TOGETHER:
        raise Refusal(Why.WRONG_ROLE, action=action)
    wanted = tuple(dict.fromkeys(numbers))
    if not wanted:
        raise Refusal(Why.MISSING, fields=("number",))
    if len(wanted) > MOST:
        raise Refusal(Why.TOO_MANY, most=MOST)
    parse(action, given)
    return tuple(_one(number, action, given, by, at) for number in wanted)


def _one(
    number: str, action: Action, given: Mapping[str, Any], by: Viewer, at: datetime
) -> Outcome:
    try:
        act(number=number, action=action, given=given, by=by, at=at)
    except Refusal as refusal:
        return Outcome(number=number, refusal=refusal)
    return Outcome(number=number)
