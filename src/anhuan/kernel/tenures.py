"""Who held the ball when: a case's obligations laid over who held their posts."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The ball lay with a post, a unit or a firm over [since, until); ``None``: it still does."""

    act: str
    post: "UUID | None"
    unit: "UUID | None"
    site: "UUID | None"
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """Somebody held a post over [since, until)."""

    post: "UUID"
    person: "UUID"
    since: datetime
    until: datetime | None
    acting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of a span with one holder; ``person`` is ``None`` where the post was vacant or the
    ball lay with no post."""

    span: Span
    person: "UUID | None"
    since: datetime
    until: datetime | None

    def hours(self, at: datetime) -> float:
        """Its length in hours, up to ``at`` while it lasts."""
        return ((self.until or at) - self.since).total_seconds() / 3600


def stretches(spans: Iterable[Span], tenures: Iterable[Tenure]) -> list[Stretch]:
    """The spans in their order, each cut where its post changed hands; nothing is left out and
    nothing overlaps within a span. A holder goes before a stand-in."""
    known: dict[UUID, list[Tenure]] = {}
    for each in sorted(tenures, key=lambda one: (one.acting, one.since)):
        known.setdefault(each.post, []).append(each)
    found = []
    for span in spans:
        found += _cut(span, known.get(span.post, []) if span.post else [])
    return found


def _cut(span: Span, tenures: Sequence[Tenure]) -> list[Stretch]:
    edges = {span.since}
    for each in tenures:
        edges |= {edge for edge in (each.since, each.until) if edge and _inside(edge, span)}
    ordered: list[datetime | None] = [*sorted(edges), span.until]
    parts: list[Stretch] = []
    for since, until in itertools.pairwise(ordered):
        assert since is not None
        person = next((each.person for each in tenures if _held(each, since)), None)
        if parts and parts[-1].person == person:
            parts[-1] = Stretch(span=span, person=person, since=parts[-1].since, until=until)
        else:
            parts.append(Stretch(span=span, person=person, since=since, until=until))
    return parts


def _inside(edge: datetime, span: Span) -> bool:
    return span.since < edge and (span.until is None or edge < span.until)


def _held(tenure: Tenure, at: datetime) -> bool:
    return tenure.since <= at and (tenure.until is None or at < tenure.until)


def tallied(parts: Iterable[Stretch], person: "UUID", *, at: datetime) -> Mapping[str, float]:
    """Hours with ``person`` and hours elsewhere."""
    hours = {"with": 0.0, "elsewhere": 0.0}
    for each in parts:
        hours["with" if each.person == person else "elsewhere"] += each.hours(at)
    return hours
