"""Values of the rulebook that cross its boundary."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from anhuan.kernel.checklist import Checklist
from anhuan.kernel.duty import Duty
from anhuan.kernel.gaps import Limits, Requirement
from anhuan.kernel.paper import PaperForm
from anhuan.kernel.permit import PermitRule
from anhuan.kernel.roster import Readiness


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleVersion:
    """One version of one rule; ``valid_to`` is the first day it no longer holds."""

    id: UUID
    subject: str
    code: str
    name: str
    value: Any
    source: str
    verified: bool
    note: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """Who has to answer for what; ``departments`` gives (subject, industry) the field of its
    department, ``names`` and ``sources`` belong to the industries' codes."""

    requirements: tuple[Requirement, ...]
    limits: Limits
    departments: Mapping[tuple[str, str], str | None]
    names: Mapping[str, str]
    sources: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormVersion:
    """A document form: a Typst template and the pattern of its numbers ("" for none); ``paper``:
    its lines, where it is a paper of a visit that a phone makes too."""

    version: UUID
    title: str
    template: str
    number: str
    paper: PaperForm | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRule:
    """One duty in force: the law behind it, and what it asks."""

    code: str
    name: str
    duty: Duty
    source: str
    verified: bool
    note: str
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PermitKind:
    """One kind of permit in force: its name, who licenses it, and the law behind it."""

    code: str
    name: str
    rule: PermitRule
    source: str
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistVersion:
    """A checklist in force: its name, its items, and where they come from."""

    code: str
    name: str
    checklist: Checklist
    source: str
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessRule:
    """One state in force: its name, what it asks of every shift, and where that is from."""

    code: str
    name: str
    asked: Readiness
    source: str
    verified: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """A code in force: its name and the law behind it."""

    code: str
    name: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRule:
    """A rule in force with its name and source; ``rule`` is the kernel's value of it."""

    code: str
    name: str
    rule: Any
    source: str
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """What a newer program brought to the rules of a node, as ``subject/code``: rules with a new
    code, rules of which a version is new, and those left as the node itself entered them."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AirStandards:
    """What a day's air is judged by, each with its name and source: the index (``AirRule``), which
    means count (``Validity``, ``OzoneDay``), the limits (``AirLimits``), how the air of an area
    comes from its stations (``AreaRule``)."""

    index: NamedRule
    validity: NamedRule
    ozone_day: NamedRule
    limits: NamedRule
    area: NamedRule


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmRules:
    """What alarms are told by, by code: the rules, and the limits of outlets."""

    rules: Mapping[str, NamedRule]
    limits: Mapping[str, NamedRule]
