"""Law as it comes into the kernel: one immutable value, chosen by the date of the act."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from anhuan.kernel.access import Capability, Role, Table, granted
from anhuan.kernel.calendar import Calendar
from anhuan.kernel.case import Action, Kind
from anhuan.kernel.deadline import Term
from anhuan.kernel.escalation import NEVER_QUIET, Knowledge, Quiet


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRule:
    """How a kind of case differs: data that the one table reads."""

    starts_as_lead: bool = False
    grading: str = "optional"
    """``required``, ``optional`` or ``none``."""
    original_immutable: bool = False
    acceptor_other_unit: bool = False


DOSSIER_FIELDS: Final = frozenset(
    [
        "name",
        "code",
        "address",
        "lon",
        "area",
        "industry",
        "safety_department",
        "environment_department",
        "duty_phone",
        "risk",
        "operation",
        "employees",
        "registered_address",
        "has_department",
        "insurance_number",
    ]
)
"""What a dossier may be asked to hold."""
ENDS: Final = frozenset({"", "insurance_until"})
"""Fields of a dossier that hold the day to which another thing is valid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRule:
    """A field that a dossier must hold, and for how long a check of it counts."""

    whom: str
    """``all``, ``coded`` (whoever has or must have a credit code), ``enterprise`` or ``none``."""
    days: int | None
    """Days that a check counts; ``None`` for ever."""
    until: str
    """One of ``ENDS``: the field with the day to which the thing itself is valid."""
    place: int
    """The field's place in the order of gaps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerRule:
    """What lets the system propose a lead: ``count`` times ``event`` on one case."""

    event: str
    count: int = 1
    on: bool = True


EVENTS: Final = frozenset({"returned", "relapsed", "overdue"})
READERS_FROM: Final = frozenset({"decided", "in_force", "never"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationRule:
    """Who reads of a matter: ``names`` stand in the list of decided matters ``public`` (where the
    decision is) or ``never``; the superior reads from the state ``superior`` on."""

    names: str = "public"
    superior: str = "decided"


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewRule:
    """A ground on which a unit or a firm is called to an interview (约谈)."""

    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeniencyRule:
    """What is not punished (不予处罚), in divisions whose codes begin with one of ``areas``."""

    definition: str
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VetoRule:
    """A condition of a veto (一票否决): what it means, what follows from it, and for how long."""

    definition: str
    effects: tuple[str, ...]
    period: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What was in force on ``on``, as known then."""

    on: date
    calendar: Calendar
    terms: Mapping[str, Term]
    capabilities: Table
    kinds: Mapping[Kind, KindRule]
    evidence: Mapping[Action, int] = field(default_factory=dict)
    """Least number of exhibits per act; an act not named needs none."""
    evidence_major: Mapping[Action, int] = field(default_factory=dict)
    dossier: Mapping[str, FieldRule] = field(default_factory=dict)
    """What a dossier must hold, by field."""
    knowledge: Knowledge = ()
    """What was known of calendar and escalation from when on, up to now."""
    quiet: Quiet = NEVER_QUIET
    behaviours: Mapping[str, str] = field(default_factory=dict)
    """Reason codes of accountability, each with its definition."""
    exemptions: Mapping[str, str] = field(default_factory=dict)
    """Grounds on which who did the duty is not held to account (尽职免责)."""
    triggers: Mapping[str, TriggerRule] = field(default_factory=dict)
    bodies: Mapping[str, int] = field(default_factory=dict)
    """Least number of members present, by kind of decision."""
    publication: Mapping[str, PublicationRule] = field(default_factory=dict)
    interviews: Mapping[str, InterviewRule] = field(default_factory=dict)
    vetoes: Mapping[str, VetoRule] = field(default_factory=dict)

    def term(self, code: str) -> Term:
        """The term of ``code`` in force. Raises ``KeyError`` for a code the rulebook lacks."""
        return self.terms[code]

    def kind(self, kind: Kind) -> KindRule:
        return self.kinds.get(kind, PLAIN)

    def allows(self, roles: frozenset[Role], capability: Capability) -> bool:
        return granted(self.capabilities, roles, capability)

    def exhibits_needed(self, action: Action, *, major: bool) -> int:
        plain = self.evidence.get(action, 0)
        return max(plain, self.evidence_major.get(action, 0)) if major else plain


PLAIN: Final = KindRule()
