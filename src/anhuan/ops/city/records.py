"""The plain records of the invented city. All of them are frozen; keys are stable strings.

Instants are aware, in UTC+8; appointments and responsibilities are by day; ends are exclusive.

What `Step.data` holds, by action (dates are `datetime.date`, persons and posts are keys):

report              channel, text                                       → lead
register            source, found_at, text, part, category, basis       → registered
verify              finding                                             lead → registered
dismiss             reason                                              → dismissed
fix_on_spot         measure                                             → fixed_on_spot
grade               grade (general | major), criterion                  → graded
assign              to (person), due_on, document                       → assigned
sign_for            document                                            → signed
forward             to (person)                                         state unchanged
control             measures                                            state unchanged
plan                the five settings: responsible, measures, due_on, doer, acceptor;
                    for a major hazard also goal, funds_fen, organisation, emergency → underway
submit              note, photos                                        → submitted
return_for_rework   finding, due_on, second (person), document          → underway, next round
pass_recheck        finding, second (person), document                  → passed
request_extension   until, reason                                       → extension_pending
grant_extension     until                                               → underway
deny_extension      reason                                              → underway
close               basis; for a major hazard also acceptance           → closed
spot_check          finding                                             → verified
relapse             finding, child (number of the new case)             → relapsed
request_void        reason                                              state unchanged
consent_void        reason                                              → voided
hand_over           to (post), reason                                   → handover_pending
accept_handover     (empty)                                             → transferred
list_supervision    level, until, document                              state unchanged
report_progress     text                                                state unchanged
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any, Final, NamedTuple

LOCAL: Final = timezone(timedelta(hours=8))
DEMO_DAY: Final = date(2026, 11, 20)


@dataclass(frozen=True, slots=True)
class Area:
    """level: city, district, street, cell. `label` is (longitude, latitude), inside."""

    code: str
    name: str
    short: str
    level: str
    kind: str
    parent: str | None
    geometry: Mapping[str, Any]
    label: tuple[float, float]
    locality: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """kind: government, committee_office, department, street, station, team, community."""

    key: str
    name: str
    short: str
    kind: str
    parent: str | None
    area: str


@dataclass(frozen=True, slots=True)
class Post:
    """level: city, district, street, community, cell. `seats` is how many should hold it."""

    key: str
    unit: str
    name: str
    kind: str
    level: str
    area: str
    seats: int = 1


@dataclass(frozen=True, slots=True)
class Person:
    """The number ranges of `phone` are set aside for this city and repeat past 10,000."""

    key: str
    name: str
    phone: str
    certificate: str = ""


@dataclass(frozen=True, slots=True)
class Appointment:
    person: str
    post: str
    from_on: date
    to_on: date | None = None
    stand_in: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class SitePerson:
    """kind: main (主要负责人), safety (安全员), worker. `title` is the word on the door."""

    person: Person
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Site:
    """An enterprise, shop, yard or building site. `code` is None for a person without one.

    Several sites may share one point and address (`host` is the key of the landlord's site).
    `cell` is None where nobody has yet drawn the place into a cell.
    risk: major, considerable, general, low.
    """

    key: str
    index: int
    name: str
    short: str
    kind: str
    code: str | None
    registered_address: str
    address: str
    point: tuple[float, float]
    cell: str | None
    street: str
    district: str
    industry: str
    industry_name: str
    tags: tuple[str, ...]
    risk: str
    people: tuple[SitePerson, ...]
    employees: int
    host: str | None = None


@dataclass(frozen=True, slots=True)
class Responsibility:
    """One line of answer for one site.

    line: enterprise (企业主体), industry (行业主管), territory (属地监管). side: enterprise or
    government. `answers` and `doer` are post keys for the government, person keys for a firm.
    """

    site: str
    line: str
    side: str
    answers: str
    doer: str
    from_on: date


@dataclass(frozen=True, slots=True)
class Account:
    """audience: desk, lead, firm, field, admin."""

    login: str
    person: str
    role: str
    audience: str
    sees: str


class Step(NamedTuple):
    action: str
    at: datetime
    by: str
    data: Mapping[str, Any]


class CaseScript(NamedTuple):
    """How one case came to be what it is.

    `state`, `round`, `due_on` (the rectification date) and `holder` (person with the ball) are
    what the steps must lead to. `overdue` is true where an open case in the hands of the one who
    must put it right is past `due_on` today. `ball_due_on` is set for the cases of the pictures
    only: the date shown beside the ball there, where a term other than `due_on` runs.
    kind: hazard, pollution, directive, instruction, report. grade: general, major or None.
    """

    position: int
    number: str
    kind: str
    domain: str
    title: str
    text: str
    part: str
    measure: str
    basis: str
    category: str
    source: str
    site: str
    cell: str | None
    street: str
    grade: str | None
    state: str
    round: int
    due_on: date | None
    holder: str | None
    ball_due_on: date | None
    overdue: bool
    parent: str | None
    steps: tuple[Step, ...]
