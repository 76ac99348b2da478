"""The ledger and one case; new cases; what is due from the caller."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from ninja import Query, Schema
from pydantic import AfterValidator, Field

from anhuan.api.acting import CASE_ACTS
from anhuan.api.entrance import ApiRequest
from anhuan.api.given import exhibits_of
from anhuan.api.operations import answer, reads, writes
from anhuan.api.queries import case_file, receipt_of, shaped
from anhuan.api.shapes.cases import (
    CaseFile,
    Done,
    Ledger,
    Line,
    Lines,
    Opening,
    Owed,
    Receipt,
    Work,
)
from anhuan.api.types import Answer
from anhuan.cases import queries
from anhuan.cases.services import open_case
from anhuan.cases.types import Act, Filters, Sort
from anhuan.kernel.case import Action, Domain, Grade, Kind, State
from anhuan.kernel.inputs import SOURCES
from anhuan.obligations.queries import due_from, due_from_units

MOST: int = 200


def writable(text: str) -> str:
    """Text that a database takes."""
    if any(char < " " for char in text):
        raise ValueError("control character")
    return text


Text = Annotated[str, Field(max_length=200), AfterValidator(writable)]
Cursor = Annotated[str, Field(max_length=400), AfterValidator(writable)]
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]
Size = Annotated[int, Field(ge=1, le=MOST)]
Source = StrEnum("Source", {name.replace("-", "_").upper(): name for name in SOURCES})  # type: ignore[misc]


class Side(StrEnum):
    """With whom the ball lies."""

    FIRM = "firm"
    GOVERNMENT = "government"


class Narrowed(Schema):
    """What the ledger is narrowed by."""

    query: Text = ""
    area: UUID | None = None
    states: list[State] = []
    open: bool | None = None
    kinds: list[Kind] = []
    domains: list[Domain] = []
    grade: Grade | None = None
    sources: list[Source] = []
    site: UUID | None = None
    unit: UUID | None = None
    department: UUID | None = None
    ball_post: UUID | None = None
    ball_side: Side | None = None
    mine: bool = False
    waiting: bool = False
    watched: bool = False
    overdue: bool = False
    due_within: Annotated[int, Field(ge=0, le=3660)] | None = None
    found_from: date | None = None
    found_to: date | None = None
    listed: bool = False
    relapsed: bool = False
    round_from: Annotated[int, Field(ge=0, le=30000)] | None = None
    supervision_from: Annotated[int, Field(ge=0, le=5)] | None = None
    overdue_since: date | None = None
    returned_since: date | None = None


class CaseQuery(Narrowed):
    """A page of the ledger: in which order, from where."""

    sort: Sort = Sort.DUE
    after: Cursor = ""
    size: Size = 50


def filters_of(asked: Narrowed) -> Filters:
    values = asked.model_dump(include=set(Narrowed.model_fields))
    for name in ("states", "kinds", "domains", "sources"):
        values[name] = frozenset(each.value for each in values[name])
    for name in ("grade", "ball_side"):
        values[name] = values[name].value if values[name] else ""
    return Filters(**values)


@reads("/cases", returns=Ledger, asks=CaseQuery, tag="cases")
def list_cases(request: ApiRequest, asked: Query[CaseQuery]) -> Ledger:
    """A page of the ledger, narrowed to what the caller may see."""
    page = queries.ledger(
        request.auth.viewer,
        filters_of(asked),
        sort=asked.sort,
        after=asked.after,
        size=asked.size,
    )
    found: Ledger = shaped(page, Ledger)
    return found


class SimilarQuery(Schema):
    site: UUID | None = None
    text: Text = ""


@reads("/cases/similar", returns=Lines, asks=SimilarQuery, tag="cases")
def similar_cases(request: ApiRequest, asked: Query[SimilarQuery]) -> Lines:
    """Open cases that a new one may repeat: at the same site, else with the same words."""
    rows = queries.similar(request.auth.viewer, site=asked.site, text=asked.text)
    return Lines(shaped(rows, tuple[Line, ...]))


@reads("/cases/{number}", returns=CaseFile, tag="cases")
def read_case(request: ApiRequest, number: str) -> CaseFile:
    """One case whole, with what the caller may do with it and why not the rest."""
    return case_file(request.auth.viewer, number)


@reads("/cases/{number}/acts/{version}/receipt", returns=Receipt, tag="cases")
def read_receipt(request: ApiRequest, number: str, version: Version) -> Receipt:
    """The slip of one act of a case: its place in the log, or that it was received."""
    return receipt_of(request.auth.viewer, number, version)


def done(act: Act, *, status: int = 200) -> Answer:
    case = act.case
    value = Done(
        number=act.number,
        state=case.state,
        version=case.version,
        round=case.round,
        due_on=case.due_on,
        is_open=case.is_open,
    )
    return answer(value, status=status, location=f"/api/v1/cases/{act.number}")


OPENING = {
    "type": "object",
    "properties": {
        "given": CASE_ACTS.schemas[Action.REGISTER],
        "exhibits": {"type": "array", "items": {"type": "string"}, "maxItems": 12},
    },
    "required": ["given"],
    "additionalProperties": False,
}


@writes("/cases", takes=Opening, returns=Done, status=201, schema=OPENING, tag="cases")
def open_a_case(request: ApiRequest) -> Answer:
    """Let a case in through its door."""
    caller, body = request.auth, request.sent
    given = CASE_ACTS.given(Action.REGISTER, body.given, caller.viewer)
    exhibits = exhibits_of(body.exhibits, by=caller.viewer.person, at=caller.at)
    act = open_case(given=given, by=caller.viewer, at=caller.at, exhibits=exhibits)
    return done(act, status=201)


class WorkScope(StrEnum):
    OWN = "own"
    UNITS = "units"


class WorkQuery(Schema):
    """``own``: due from the caller; ``units``: from the caller's units, whoever holds it."""

    scope: WorkScope = WorkScope.OWN


@reads("/work", returns=Work, asks=WorkQuery, tag="work")
def my_work(request: ApiRequest, asked: Query[WorkQuery]) -> Work:
    """What is due from the caller on cases, the earliest first."""
    read = due_from if asked.scope is WorkScope.OWN else due_from_units
    items = (item for item in read(request.auth.viewer) if item.case is not None)
    return Work(tuple(shaped(item, Owed) for item in items))
