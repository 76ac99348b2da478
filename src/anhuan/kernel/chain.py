"""Who answers (责任链): for an object, a subject and an instant, on each of three lines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from uuid import UUID


@unique
class Line(StrEnum):
    """企业主体 · 行业主管 · 属地监管, always shown in this order."""

    ENTERPRISE = "enterprise"
    INDUSTRY = "industry"
    TERRITORY = "territory"


@unique
class Side(StrEnum):
    PARTY = "party"
    GOVERNMENT = "government"
    ENTERPRISE = "enterprise"


@unique
class Break(StrEnum):
    """Why nobody answers, or more than one, or one whom nobody leads."""

    NO_POST = "no-post"
    VACANT = "vacant"
    EXPIRED = "expired"
    SEVERAL = "several"
    LOOP = "loop"
    NO_PATH = "no-path"
    ANSWERS_TO_SELF = "answers-to-self"
    NO_DEPARTMENT = "no-department"
    UNCOVERED_SITE = "uncovered-site"
    UNCOVERED_AREA = "uncovered-area"
    OVERLAPPING_CELLS = "overlapping-cells"
    OVERLOADED = "overloaded"
    NO_ISSUER = "no-issuer"
    ABOLISHED = "abolished"


LINES: Final = (Line.ENTERPRISE, Line.INDUSTRY, Line.TERRITORY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Valid time and recorded time, both half-open; ``None`` is open-ended."""

    valid_from: datetime
    valid_to: datetime | None = None
    recorded_from: datetime
    recorded_to: datetime | None = None

    def covers(self, at: datetime, known_at: datetime) -> bool:
        """Whether this held at ``at`` as recorded by ``known_at``."""
        valid = self.valid_from <= at and (self.valid_to is None or at < self.valid_to)
        known = self.recorded_from <= known_at and (
            self.recorded_to is None or known_at < self.recorded_to
        )
        return valid and known


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """A post charged with an object on a line."""

    object: "UUID"
    subject: str
    line: Line
    level: str
    side: Side
    post: "UUID"
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A person in a post; ``acting`` when only standing in."""

    post: "UUID"
    person: "UUID"
    span: Span
    acting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Who answers on one line: the post, and the person who holds it, or where it breaks."""

    line: Line
    post: "UUID | None" = None
    person: "UUID | None" = None
    acting: bool = False
    broken: Break | None = None


def holder(
    post: "UUID", holdings: Iterable[Holding], *, at: datetime, known_at: datetime
) -> Holding | None:
    """The holding of ``post`` at ``at`` as known then; a holder goes before a stand-in, a later
    appointment before an earlier one; the order of ``holdings`` never decides."""
    found = [h for h in holdings if h.post == post and h.span.covers(at, known_at)]
    found.sort(key=lambda h: (h.acting, -h.span.valid_from.timestamp(), h.person))
    return found[0] if found else None


def answers(
    charges: Iterable[Charge],
    holdings: Iterable[Holding],
    *,
    object: "UUID",  # noqa: A002
    subject: str,
    at: datetime,
    known_at: datetime,
) -> Mapping[Line, Answer]:
    """Who answers for ``object`` in ``subject`` at ``at``, one answer for each line.

    A charge of the subject itself goes before one for any subject (``""``).
    """
    held = tuple(holdings)
    in_force = [
        c
        for c in charges
        if c.object == object and c.subject in (subject, "") and c.span.covers(at, known_at)
    ]
    return {line: _answer(line, in_force, held, at, known_at) for line in LINES}


def _answer(
    line: Line,
    charges: list[Charge],
    holdings: tuple[Holding, ...],
    at: datetime,
    known_at: datetime,
) -> Answer:
    own = [c for c in charges if c.line is line]
    if not own:
        return Answer(line=line, broken=Break.NO_POST)
    own.sort(key=lambda c: (c.subject == "", -c.span.valid_from.timestamp(), c.post))
    post = own[0].post
    found = holder(post, holdings, at=at, known_at=known_at)
    if found is None:
        return Answer(line=line, post=post, broken=Break.VACANT)
    return Answer(line=line, post=post, person=found.person, acting=found.acting)


def climb(
    post: "UUID",
    superiors: Mapping["UUID", "UUID"],
    holdings: Iterable[Holding],
    *,
    at: datetime,
    known_at: datetime,
) -> tuple["UUID", ...]:
    """The posts from ``post`` up to the first one held, both included; a vacancy climbs.

    Empty when nobody up to the top holds one, or when the chain runs in a circle.
    """
    held = tuple(holdings)
    path: list[UUID] = []
    step: UUID | None = post
    while step is not None and step not in path:
        path.append(step)
        if holder(step, held, at=at, known_at=known_at) is not None:
            return tuple(path)
        step = superiors.get(step)
    return ()
