"""Duties (职责) as data: who bears one, how often it falls due, which acts keep it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Any, Final

from anhuan.kernel.access import Role
from anhuan.kernel.case import Action
from anhuan.kernel.chain import Side
from anhuan.kernel.cycle import Cycle, Every


@unique
class Capacity(StrEnum):
    """As what a post is charged with an object. ``ANSWERS`` is one of the three lines; all
    others stand beside them and never change who answers."""

    ANSWERS = ""
    HEAD = "head"
    DEPUTY = "deputy"
    SPONSOR = "sponsor"
    SPONSOR_UNIT = "sponsor-unit"
    SOURCE_HEAD = "source-head"
    SOURCE_TECHNICAL = "source-tech"
    SOURCE_OPERATION = "source-run"


BESIDE: Final = frozenset(one.value for one in Capacity if one.value)
"""The capacities that stand beside the three lines."""

SOURCE: Final = (
    Capacity.SOURCE_HEAD,
    Capacity.SOURCE_TECHNICAL,
    Capacity.SOURCE_OPERATION,
)
"""The three persons each major hazard source has, in their order."""


@unique
class Reach(StrEnum):
    """Where an act has to be to count: at the very object, or anywhere."""

    OBJECT = "object"
    ANYWHERE = "anywhere"


SELF_CHECK: Final = "self-check"
INSTRUCT: Final = "instruct"
VISIT: Final = "visit"
DEEDS: Final = frozenset({*(action.value for action in Action), SELF_CHECK, INSTRUCT, VISIT})
"""What the work itself leaves behind: the acts on cases, a firm's own finding or its own check, an
instruction, a visit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """Whom a duty falls on: posts charged in ``capacity``, or, where that is ``None``, every
    post of ``roles`` (of units of ``kinds``; of firms for firm roles).

    ``levels``: of the area charged with or of the post's area; empty means any. ``side`` and
    ``field`` narrow charges; "" means any. ``domain``: which of the two duties of a post it is,
    safety or environment; "" for both.
    """

    capacity: Capacity | None = None
    side: Side | None = None
    field: str = ""
    domain: str = ""
    roles: frozenset[Role] = frozenset()
    kinds: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One item of a duty list. Without a cycle it stands; without deeds nothing in the work
    shows it, and then no obligation is opened that nobody could discharge."""

    bearer: Bearer
    text: str
    clause: str
    cycle: Cycle | None = None
    deeds: frozenset[str] = frozenset()
    reach: Reach = Reach.OBJECT

    @property
    def falls_due(self) -> bool:
        return self.cycle is not None and bool(self.deeds)


def duty_from_data(value: Mapping[str, Any]) -> Duty:
    """A duty from parsed JSON. Raises ``ValueError``, ``KeyError`` or ``TypeError``.

    Shape: ``{"bearer": {"capacity": "sponsor"} | {"roles": ["grid"], "kinds": [...]}, "levels":
    ..., "text": "…", "clause": "…", "cycle": {"every": "month", "times": 1},
    "evidence": {"acts": ["report"], "at": "object"}}``.
    """
    evidence = value.get("evidence") or {}
    deeds = frozenset(_words(evidence.get("acts", [])))
    if not deeds <= DEEDS:
        raise ValueError("acts")
    cycle = value.get("cycle")
    return Duty(
        bearer=_bearer(value["bearer"]),
        text=_text(value["text"]),
        clause=_text(value["clause"]),
        cycle=Cycle(Every(cycle["every"]), _times(cycle.get("times", 1))) if cycle else None,
        deeds=deeds,
        reach=Reach(evidence.get("at", Reach.OBJECT)),
    )


def _bearer(value: Mapping[str, Any]) -> Bearer:
    capacity, roles = value.get("capacity"), _words(value.get("roles", []))
    if (capacity is None) == (not roles):
        raise ValueError("bearer")
    side = value.get("side")
    return Bearer(
        capacity=Capacity(capacity) if capacity is not None else None,
        side=Side(side) if side else None,
        field=str(value.get("field", "")),
        domain=_domain(value.get("domain", "")),
        roles=frozenset(Role(role) for role in roles),
        kinds=frozenset(_words(value.get("kinds", []))),
        levels=frozenset(_words(value.get("levels", []))),
    )


def _domain(value: Any) -> str:
    if value not in ("", "safety", "environment"):
        raise ValueError("domain")
    return str(value)


def _words(value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise ValueError("list")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or not 0 < len(value.strip()) <= 400:
        raise ValueError("text")
    return value


def _times(value: Any) -> int:
    if type(value) is not int:
        raise ValueError("times")
    return value
