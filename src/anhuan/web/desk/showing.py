"""Rows of the ledger as the parts that draw them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from anhuan.cases.levels import levels_of
from anhuan.cases.types import Row
from anhuan.cases.words.climbing import level_text
from anhuan.cases.words.inputs import (
    DOMAIN_CHOICES,
    GRADE_CHOICES,
    KIND_CHOICES,
    SOURCE_CHOICES,
)
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import Calendar, day_of, end_of_day
from anhuan.rulebook.queries import rules_at
from anhuan.web.parts.formats import day_text, deadline
from anhuan.web.parts.shapes import Ball, Deadline, PersonPost, StateChip, Tag
from anhuan.web.parts.states import grave_tag_word, state_chip


@dataclass(frozen=True, slots=True)
class Eye:
    """Who looks, when, by which calendar: what every cell of a page shares."""

    viewer: Viewer
    calendar: Calendar
    levels: Mapping[UUID, int] = field(default_factory=dict)

    @property
    def at(self) -> datetime:
        return self.viewer.at

    @property
    def today(self) -> date:
        return day_of(self.viewer.at)


def eye_of(viewer: Viewer) -> Eye:
    return Eye(viewer, rules_at(viewer.at).calendar)


def with_levels(eye: Eye, rows: Iterable[Row], columns: Iterable[str]) -> Eye:
    """The eye with the 督办 levels of the rows, where a column shows them."""
    return replace(eye, levels=levels_of(eye.viewer, rows)) if "supervision" in columns else eye


def level(row: Row, eye: Eye) -> str:
    found = eye.levels.get(row.id, 0)
    return level_text(found) if found else ""


def deadline_on(day: date | None, eye: Eye) -> Deadline:
    """A deadline by day, which ends at 24:00, in working days."""
    if day is None:
        return deadline(None, at=eye.at)
    first, last = min(day, eye.today), max(day, eye.today)
    counted = eye.calendar.estimate_between(first, last)
    return deadline(
        end_of_day(day),
        at=eye.at,
        working_days=counted.workdays,
        estimated=counted.estimated,
    )


def is_over(row: Row, eye: Eye) -> bool:
    return row.is_open and row.ball_due_on is not None and row.ball_due_on < eye.today


def ball(row: Row, eye: Eye) -> Ball | str:
    """Whose turn it is; nobody's on a case that has ended."""
    if not row.is_open:
        return ""
    where = " ".join(part for part in (row.ball_unit, row.ball_title) if part)
    overdue = is_over(row, eye)
    if not row.ball_name:
        return Ball(None, overdue=overdue, inherits=where)
    mine = row.ball_post in eye.viewer.posts
    holder = PersonPost(row.ball_name, where, f"{row.ball_name} {where}")
    return Ball(holder, mine=mine, overdue=overdue)


def chip(row: Row) -> StateChip:
    return state_chip(row.state, round_number=row.round, needs_grade=row.needs_grade)


def problem(row: Row) -> tuple[object, ...]:
    """The problem, a major one marked before it."""
    mark = (Tag(grave_tag_word(), grave=True),) if row.grade == "major" else ()
    return (*mark, row.description)


def case_url(number: str) -> str:
    return reverse("desk:case", args=[number])


def act_url(number: str, act: str) -> str:
    return reverse("desk:act", args=[number, act])


def day_or_blank(day: date | None, eye: Eye) -> str:
    return day_text(day, year=eye.today.year) if day else ""


def word(choices: str, code: str) -> str:
    table = {
        "kind": KIND_CHOICES,
        "domain": DOMAIN_CHOICES,
        "source": SOURCE_CHOICES,
        "grade": GRADE_CHOICES,
    }[choices]
    return str(table.get(code, "")) if code else ""
