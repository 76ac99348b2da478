"""Who may do what: roles, capabilities, and the viewer a page is built for.

The role × capability table itself is rulebook data; here are its axes and how it is asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, unique
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID


@unique
class Role(StrEnum):
    """What a post is for. Legal capacity decides, not the title on the door."""

    GRID = "grid"
    OFFICER = "officer"
    APPROVER = "approver"
    OFFICE = "office"
    LEADER = "leader"
    FIRM_OFFICER = "firm-officer"
    FIRM_HEAD = "firm-head"
    FIRM_WORKER = "firm-worker"
    ADMIN = "admin"


@unique
class Capability(StrEnum):
    """What the table grants. Each act of the lifecycle asks for one."""

    REPORT = "report"
    VERIFY = "verify"
    GRADE = "grade"
    FIX_ON_SPOT = "fix-on-spot"
    ASSIGN = "assign"
    CARRY_OUT = "carry-out"
    RECHECK = "recheck"
    DECIDE_EXTENSION = "decide-extension"
    CLOSE = "close"
    SPOT_CHECK = "spot-check"
    VOID = "void"
    HAND_OVER = "hand-over"
    LIST = "list"
    NOTE = "note"
    REMIND = "remind"
    REASSIGN = "reassign"
    RECORD_FOR_FIRM = "record-for-firm"
    INSTRUCT = "instruct"
    IMPORT = "import"
    EXPORT = "export"
    READ_REPORTER = "read-reporter"
    CALL_TO_ACCOUNT = "call-to-account"
    JUDGE = "judge"
    KEEP_SITES = "keep-sites"
    KEEP_OWN_POSTS = "keep-own-posts"
    KEEP_ACCOUNTS = "keep-accounts"
    KEEP_ORGANISATION = "keep-organisation"
    KEEP_RULES = "keep-rules"
    KEEP_ROSTER = "keep-roster"
    DECLARE_STATE = "declare-state"
    CALL_DUTY = "call-duty"
    ERASE = "erase"


Table = Mapping[Role, frozenset[Capability]]


def granted(table: Table, roles: frozenset[Role], capability: Capability) -> bool:
    """Whether any of ``roles`` has ``capability`` in ``table``."""
    return any(capability in table.get(role, frozenset()) for role in roles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One post a person holds at an instant, with what it reaches. ``department``: of a unit that
    is competent for a field and not for a place."""

    post: "UUID"
    role: Role
    unit: "UUID | None" = None
    site: "UUID | None" = None
    area_path: str = ""
    title: str = ""
    department: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """The reader of a page or the maker of an act, as of ``at``. Built once per request.

    ``errands``: the sites a cross-inspection has sent an own unit to. Until it has handed in,
    whoever belongs to it reaches the place, and by area nothing that others found there.
    ``departmental``: every seat is of a department, so that of what a joint visit found the own
    part alone is told.
    """

    person: "UUID"
    at: datetime
    seats: tuple[Seat, ...] = ()
    capabilities: frozenset[Capability] = frozenset()
    name: str = ""
    errands: frozenset["UUID"] = frozenset()
    units: frozenset["UUID"] = field(init=False)
    sites: frozenset["UUID"] = field(init=False)
    posts: frozenset["UUID"] = field(init=False)
    areas: tuple[str, ...] = field(init=False)
    departmental: bool = field(init=False)
    roles: frozenset[Role] = field(init=False)

    def __post_init__(self) -> None:
        seats = self.seats
        put = object.__setattr__
        put(self, "units", frozenset(seat.unit for seat in seats if seat.unit is not None))
        put(self, "sites", frozenset(seat.site for seat in seats if seat.site is not None))
        put(self, "posts", frozenset(seat.post for seat in seats))
        put(self, "roles", frozenset(seat.role for seat in seats))
        put(self, "departmental", bool(seats) and all(seat.department for seat in seats))
        paths = {seat.area_path for seat in seats if seat.area_path and seat.site is None}
        put(self, "areas", tuple(sorted(paths)))

    def may(self, capability: Capability) -> bool:
        """Whether one of the viewer's posts has ``capability``."""
        return capability in self.capabilities

    def reaches(self, area_path: str, *, unit: "UUID | None", site: "UUID | None") -> bool:
        """Whether an object with these scope columns is visible to the viewer.

        ``scope_of`` in a module's queries builds the same rule as a filter; a property test
        holds the two together.
        """
        if site is not None and site in self.sites:
            return True
        if unit is not None and unit in self.units:
            return True
        if site is not None and site in self.errands:
            return False
        return any(area_path.startswith(path) for path in self.areas)
