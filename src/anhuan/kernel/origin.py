"""Where a lead or a proposal comes from when a person writes it down (线索来源)."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum, unique
from typing import Any, Final

from anhuan.kernel.calendar import day_of
from anhuan.kernel.inputs import Input, Type
from anhuan.kernel.refusal import Refusal, Why


@unique
class Origin(StrEnum):
    PERSON = "person"
    SUPERVISION = "supervision"
    ACCIDENT = "accident"
    REPORT = "report"


ORIGIN_INPUTS: Final = (
    Input(
        name="origin",
        type=Type.CHOICE,
        required=False,
        kept=True,
        choices=tuple(origin.value for origin in Origin),
    ),
    Input(name="occurred_on", type=Type.DATE, required=False, kept=True),
    Input(name="place", type=Type.LINE, required=False, kept=True),
)


def check_origin(values: Mapping[str, Any], at: datetime) -> None:
    """An accident has a day, not a coming one, and a place: refuses ``MISSING`` and
    ``MALFORMED``."""
    occurred: date | None = values.get("occurred_on")
    if values.get("origin") == Origin.ACCIDENT:
        absent = tuple(name for name in ("occurred_on", "place") if not values.get(name))
        if absent:
            raise Refusal(Why.MISSING, fields=absent)
    if occurred is not None and occurred > day_of(at):
        raise Refusal(Why.MALFORMED, field="occurred_on", problem="future")
