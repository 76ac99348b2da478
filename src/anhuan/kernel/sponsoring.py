"""What has to have a sponsor (包保人) as data, and how it stands with one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Any, Final

from anhuan.kernel.duty import Capacity
from anhuan.kernel.inputs import Input, Type

SPONSORS: Final = (Capacity.SPONSOR, Capacity.SPONSOR_UNIT)
MOST: Final = 20
VISIT_INPUTS: Final = (
    Input(name="visited_on", type=Type.DATE),
    Input(name="seen", type=Type.TEXT),
)
KEY_INPUTS: Final = (Input(name="key_because", type=Type.LINE),)


@unique
class Sort(StrEnum):
    """What sort of thing is sponsored."""

    SITE = "site"
    PROJECT = "project"
    AREA = "area"
    TASK = "task"


@unique
class Sponsored(StrEnum):
    """How a key object stands with its sponsor, the worst first."""

    NOBODY = "nobody"
    ENDED = "ended"
    VACANT = "vacant"
    OVERDUE = "overdue"
    AWAY = "away"
    SOUND = "sound"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRule:
    """One ground on which a thing is key. A site is when its risk, one of its tags, what it is,
    or a named hazard source says so; an area by its level; a task when it was marked."""

    sort: Sort
    capacities: tuple[Capacity, ...]
    risks: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    source: bool = False


def key_rule(value: Mapping[str, Any]) -> KeyRule:
    """A ground from parsed JSON. Raises ``ValueError``, ``KeyError`` or ``TypeError``.

    Shape: ``{"of": "site", "as": ["sponsor"], "risks": ["major"], "tags": ["重点企业"],
    "subjects": [], "source": true}``, ``{"of": "area", "levels": ["community"], "as": […]}``.
    """
    sort = Sort(value["of"])
    capacities = tuple(Capacity(one) for one in _words(value["as"]))
    if not capacities or not set(capacities) <= set(SPONSORS):
        raise ValueError("as")
    rule = KeyRule(
        sort=sort,
        capacities=capacities,
        risks=_words(value.get("risks", [])),
        tags=_words(value.get("tags", [])),
        subjects=_words(value.get("subjects", [])),
        levels=_words(value.get("levels", [])),
        source=value.get("source", False) is True,
    )
    said = bool(rule.risks or rule.tags or rule.subjects or rule.source)
    if said != (sort in {Sort.SITE, Sort.PROJECT}) or bool(rule.levels) != (sort is Sort.AREA):
        raise ValueError("of")
    return rule


@unique
class Domain(StrEnum):
    """The two duties of one post (一岗双责)."""

    SAFETY = "safety"
    ENVIRONMENT = "environment"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeputyField:
    """A field that a deputy answers for, and at which levels somebody has to."""

    domain: Domain
    levels: tuple[str, ...]


LED: Final = ("city", "county", "street")
"""The levels whose heads and deputies are looked at."""


def field_rule(value: Mapping[str, Any]) -> DeputyField:
    """A field from ``{"domain": "safety", "levels": ["city"]}``. Raises as ``key_rule``."""
    levels = _words(value["levels"])
    if not levels or not set(levels) <= set(LED):
        raise ValueError("levels")
    return DeputyField(domain=Domain(value["domain"]), levels=levels)


def field_code(code: str) -> str:
    """A charge carries the code, so it has to fit. Raises ``ValueError``."""
    if not (0 < len(code) <= 16 and code.isascii()):
        raise ValueError("code")
    return code


def _words(value: Any) -> tuple[str, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) > MOST:
        raise ValueError("list")
    if not all(isinstance(word, str) and 0 < len(word) <= 40 for word in value):
        raise ValueError("list")
    return tuple(value)
