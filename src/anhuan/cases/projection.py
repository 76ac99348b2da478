"""Columns of a case row that follow from its facts' text and from its obligations."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from anhuan.cases import models
from anhuan.cases.mapping import columns, fact_to_public
from anhuan.cases.placing import closing_post, firm_post, post_in_charge
from anhuan.kernel.case import Action, Case, Fact, Party, State
from anhuan.kernel.obligation import Due, ball_of, beside
from anhuan.kernel.rules import Rules

OF_DOOR: Final = {name: name for name in ("description", "spot", "category", "basis", "activity")}
TEXTS: Final[Mapping[Action, Mapping[str, str]]] = {
    Action.REPORT: OF_DOOR,
    Action.REGISTER: OF_DOOR,
    Action.FIX_ON_SPOT: {"measure": "done"},
    Action.GRADE: {"criterion": "criterion", "consequence": "consequence"},
    Action.ASSIGN: {"requirement": "requirement", "clause": "clause"},
    Action.CONTROL: {"interim": "interim"},
    Action.PLAN: {
        name: name
        for name in (
            "responsible",
            "measure",
            "finisher",
            "acceptor",
            "treatment",
            "emergency",
            "money_fen",
        )
    },
    Action.SUBMIT: {"done": "done", "money_fen": "spent_fen"},
    Action.AMEND: {
        name: name
        for name in (
            "description",
            "category",
            "basis",
            "measure",
            "responsible",
            "spot",
            "money_fen",
        )
    },
}


def text_columns(action: Action, values: Mapping[str, Any]) -> dict[str, Any]:
    """The row's text columns that an act writes; they may lawfully be erased later."""
    known = TEXTS.get(action, {})
    return {column: values[name] for name, column in known.items() if name in values}


@dataclass(frozen=True, slots=True)
class Posts:
    """How a unit or a firm is turned into the post that takes its obligations."""

    in_charge: Callable[[UUID], UUID | None] = post_in_charge
    closing: Callable[[UUID], UUID | None] = closing_post
    of_firm: Callable[[UUID], UUID | None] = firm_post


LIVE: Final = Posts()


def owed_by(case: Case, *, at: datetime, rules: Rules, posts: Posts = LIVE) -> tuple[Due, ...]:
    """What the case owes from ``at``, each with the post it falls on where one is to be found."""
    ball = ball_of(case, at=at, rules=rules)
    dues = (*((ball,) if ball else ()), *beside(case, at=at, rules=rules))
    return tuple(_held(due, posts) for due in dues)


def _held(due: Due, posts: Posts) -> Due:
    if due.post is not None:
        return due
    if due.site is not None:
        return replace(due, post=posts.of_firm(due.site))
    if due.unit is None:
        return due
    if due.party is Party.CLOSER:
        return replace(due, post=posts.closing(due.unit))
    if due.party in {Party.IMPLEMENTER, Party.RECEIVER}:
        return replace(due, post=posts.in_charge(due.unit))
    return due


def ball_columns(owed: Sequence[Due], row: models.Case | None) -> dict[str, Any]:
    """The copy of the ball on the case row, for lists; unchanged while the ball stays. A case
    that is not written yet has no row."""
    ball = next((due for due in owed if due.ball), None)
    if ball is None:
        nobody = {"ball_post_id": None, "ball_unit_id": None, "ball_site": None}
        return {"ball_act": "", "ball_due_on": None, "sort_due": models.ENDED, **nobody}
    if row is not None and _stays(ball, row):
        return {}
    return {
        "ball_act": ball.act,
        "ball_due_on": ball.due_on,
        "sort_due": sort_due(ball.due_on),
        "ball_post_id": ball.post,
        "ball_unit_id": ball.unit,
        "ball_site": ball.site,
    }


def sort_due(due_on: date | None) -> date:
    """The key of an open case in lists: before that of everything that has ended."""
    return min(due_on or models.UNDATED, models.ENDED - timedelta(days=1))


def _stays(ball: Due, row: models.Case) -> bool:
    there = (row.ball_post_id, row.ball_unit_id, row.ball_site)
    same = there == (ball.post, ball.unit, ball.site)
    return same and row.ball_act == ball.act and ball.term != "due"


SEARCHED: Final = (
    "number",
    "site_name",
    "description",
    "spot",
    "category",
    "basis",
    "responsible",
    "source_number",
)


def search_text(row: models.Case) -> str:
    """What full-text search finds a case by: never a reporter, never a telephone number."""
    return search_of(vars(row))


def search_of(row: Mapping[str, Any]) -> str:
    """The same from the columns by name."""
    return "\n".join(str(row[name]) for name in SEARCHED if row.get(name))


def columns_of(case: Case) -> dict[str, Any]:
    """Every lifecycle column of a row that is loaded in bulk."""
    return columns(case)


def public_of(fact: Fact, state: State) -> dict[str, Any]:
    """A fact as the record keeps it, for facts that are loaded in bulk."""
    return fact_to_public(fact, state)
