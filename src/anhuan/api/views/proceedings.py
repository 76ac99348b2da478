"""Interviews and vetoes: the list, what is asked of us, one of them, a proposal, its acts."""

from collections.abc import Callable
from typing import Final

from ninja import Query, Schema
from pydantic import Field

from anhuan.api.acting import Acts
from anhuan.api.entrance import ApiRequest
from anhuan.api.operations import answer, reads, writes
from anhuan.api.queries import receipt_at, shaped
from anhuan.api.shapes.cases import Receipt
from anhuan.api.shapes.matters import MatterActBody, Proposing
from anhuan.api.shapes.proceedings import (
    AskedOfUs,
    Assessed,
    AssessedYear,
    ProceedingDone,
    ProceedingEntry,
    ProceedingFile,
    ProceedingLine,
    ProceedingList,
)
from anhuan.api.types import Answer
from anhuan.api.views.cases import Cursor, Size, Version
from anhuan.kernel.calendar import day_of
from anhuan.kernel.procedure import ProceedingAct
from anhuan.kernel.procedure_inputs import PROCEEDING_INPUTS
from anhuan.kernel.procedure_steps import SYSTEM
from anhuan.kernel.refusal import Refusal, Why
from anhuan.proceedings import queries, services
from anhuan.proceedings.types import ProceedingDone as Done
from anhuan.proceedings.types import ProceedingTab
from anhuan.proceedings.words import PROCEEDING_VERBS

ON_WIRE: Final[Acts[ProceedingAct]] = Acts(PROCEEDING_INPUTS)
DAYS: Final = ("fix_by", "statement_until", "appeal_until")


class ProceedingQuery(Schema):
    """Which proceedings, from where."""

    tab: ProceedingTab = ProceedingTab.OPEN
    after: Cursor = ""
    size: Size = 50


class YearQuery(Schema):
    """Which year; this one if none is given."""

    year: int | None = Field(None, ge=2000, le=2100)


@reads("/proceedings", returns=ProceedingList, asks=ProceedingQuery, tag="proceedings")
def list_proceedings(request: ApiRequest, asked: Query[ProceedingQuery]) -> ProceedingList:
    """A page of what the caller prepares or decides, what is due earliest first."""
    viewer = request.auth.viewer
    page = queries.proceedings(viewer, tab=asked.tab, after=asked.after, size=asked.size)
    found: ProceedingList = shaped(page, ProceedingList)
    return found


@reads("/proceedings/asked", returns=AskedOfUs, tag="proceedings")
def list_asked_of_us(request: ApiRequest) -> AskedOfUs:
    """Interviews and vetoes about the caller's units and firms, the open ones first."""
    rows = queries.asked_of_us(request.auth.viewer)
    return AskedOfUs(rows=shaped(rows, tuple[ProceedingLine, ...]))


@reads("/proceedings/year", returns=AssessedYear, asks=YearQuery, tag="proceedings")
def read_assessed_year(request: ApiRequest, asked: Query[YearQuery]) -> AssessedYear:
    """What counts of a year for the assessment of units and firms, never of persons."""
    viewer = request.auth.viewer
    if not queries.sees_proceedings(viewer):
        raise Refusal(Why.NOT_VISIBLE)
    year = asked.year or day_of(viewer.at).year
    return AssessedYear(
        year=year, rows=shaped(queries.assessed(viewer, year), tuple[Assessed, ...])
    )


@reads("/proceedings/{number}", returns=ProceedingFile, tag="proceedings")
def read_proceeding(request: ApiRequest, number: str) -> ProceedingFile:
    """One proceeding as far as the caller may see it, what may be done and why not the rest."""
    viewer = request.auth.viewer
    file = queries.proceeding_file(viewer, number)
    kept = file.proceeding.kept
    return ProceedingFile(
        line=shaped(file.line, ProceedingLine),
        sight=file.sight,
        body_name=file.body_name,
        **{name: kept.get(name) for name in DAYS},
        story=shaped(file.story, tuple[ProceedingEntry, ...]),
        choices={
            act: ON_WIRE.choice(act, refusal)
            for act, refusal in queries.choices_of(viewer, file).items()
        },
    )


def _done(done: Done, *, status: int = 200) -> Answer:
    one = done.proceeding
    value = ProceedingDone(
        number=done.number, state=one.state, version=one.version, is_open=one.is_open
    )
    return answer(value, status=status, location=f"/api/v1/proceedings/{done.number}")


PROPOSING: Final = {
    "type": "object",
    "properties": {"given": ON_WIRE.schemas[ProceedingAct.PROPOSE]},
    "required": ["given"],
    "additionalProperties": False,
}


@writes(
    "/proceedings",
    takes=Proposing,
    returns=ProceedingDone,
    status=201,
    schema=PROPOSING,
    tag="proceedings",
)
def propose_a_proceeding(request: ApiRequest) -> Answer:
    """Propose an interview or a veto about one unit or one firm."""
    caller, body = request.auth, request.sent
    given = ON_WIRE.given(ProceedingAct.PROPOSE, body.given, caller.viewer)
    return _done(services.propose(given=given, by=caller.viewer, at=caller.at), status=201)


def _act(act: ProceedingAct) -> Callable[..., Answer]:
    def view(request: ApiRequest, number: str) -> Answer:
        caller, body = request.auth, request.sent
        done = services.act(
            number=number,
            what=act,
            given=ON_WIRE.given(act, body.given, caller.viewer),
            by=caller.viewer,
            at=caller.at,
            seen_version=body.seen_version,
        )
        return _done(done)

    view.__doc__ = str(PROCEEDING_VERBS[act])
    return view


for _one in ProceedingAct:
    if _one not in SYSTEM:
        writes(
            f"/proceedings/{{number}}/acts/{_one.value}",
            takes=MatterActBody,
            returns=ProceedingDone,
            schema=ON_WIRE.body(_one),
            name=f"proceeding_{_one.value}",
            tag="proceedings",
        )(_act(_one))


@reads("/proceedings/{number}/acts/{version}/receipt", returns=Receipt, tag="proceedings")
def read_proceeding_receipt(request: ApiRequest, number: str, version: Version) -> Receipt:
    """The slip of one act in a proceeding: its place in the log, or that it was received."""
    return receipt_at(queries.proceeding_file(request.auth.viewer, number).story, version)
