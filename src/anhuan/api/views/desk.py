"""What stands beside cases: whom one may name, what one watches, saved views, papers, export."""

from tempfile import TemporaryFile
from typing import Annotated, Final
from urllib.parse import parse_qsl
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.urls import reverse
from ninja import Query
from pydantic import Field

from anhuan.api.bodies import storable
from anhuan.api.entrance import ApiRequest
from anhuan.api.operations import answer, reads, removes, writes
from anhuan.api.queries import shaped
from anhuan.api.shapes.cases import Done, Holder
from anhuan.api.shapes.desk import (
    Instruction,
    NewView,
    Ordering,
    Paper,
    Papers,
    SavedView,
    SavedViews,
    Spoiling,
    Targets,
    Unit,
    ViewChange,
    Watching,
)
from anhuan.api.types import Answer
from anhuan.api.views.cases import Narrowed, done, filters_of
from anhuan.base.outside import number_in
from anhuan.cases import queries, services
from anhuan.cases.asking import COLUMNS, asked_from, chosen_columns
from anhuan.cases.exporting import export_ledger
from anhuan.cases.papers import paper, sheet
from anhuan.cases.services import delete_view, rename_view, save_view
from anhuan.cases.types import Sort
from anhuan.documents.queries import of_subject
from anhuan.kernel.access import Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.territory.queries import area_lines, colleagues, units_around, units_within

WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF: Final = "application/pdf"
BINARY: Final = {"schema": {"type": "string", "format": "binary"}}
MOST_NUMBERS: Final = 200


@reads("/cases/{number}/targets", returns=Targets, tag="cases")
def targets(request: ApiRequest, number: str) -> Targets:
    """Whom an act on the case may name."""
    viewer = request.auth.viewer
    found = queries.case_file(viewer, number)
    unit = found.case.unit
    return Targets(
        units=tuple(shaped(each, Unit) for each in units_around(found.area_path)),
        colleagues=tuple(
            shaped(each, Holder) for each in (colleagues(unit, at=viewer.at) if unit else ())
        ),
    )


@writes("/cases/{number}/watch", takes=Watching, returns=Watching, tag="cases")
def watch(request: ApiRequest, number: str) -> Answer:
    """Keep an eye on a case, or no longer."""
    caller, body = request.auth, request.sent
    services.watch(number=number, on=body.on, by=caller.viewer, at=caller.at)
    return answer(body)


@writes("/instructions", takes=Instruction, returns=Done, status=201, tag="cases")
def instruct(request: ApiRequest) -> Answer:
    """Hand out what a leader said as a dated task of a unit."""
    caller, body = request.auth, request.sent
    viewer: Viewer = caller.viewer
    if body.to_unit not in {each.id for each in units_within(viewer)}:
        raise Refusal(Why.NO_SUCH_TARGET, field="to_unit", problem="reference")
    act = services.instruct(
        given={"description": body.description, "domain": body.domain.value}
        | _where(viewer, body),
        to_unit=body.to_unit,
        due_on=body.due_on,
        by=viewer,
        at=caller.at,
    )
    return done(act, status=201)


def _where(viewer: Viewer, body: Instruction) -> dict[str, UUID]:
    if body.site is not None:
        return {"site": body.site}
    if body.area is not None:
        return {"area": body.area}
    own = area_lines(viewer, limit=1)
    if not own:
        raise Refusal(Why.NOT_VISIBLE)
    return {"area": own[0].id}


class ExportQuery(Narrowed):
    """The ledger's filters; ``full`` writes every field, to be read in again."""

    sort: Sort = Sort.DUE
    columns: list[str] = []
    full: bool = False
    numbers: Annotated[list[str], Field(max_length=MOST_NUMBERS)] = []


@reads("/export/ledger.xlsx", returns={WORKBOOK: BINARY}, asks=ExportQuery, tag="cases")
def export(request: ApiRequest, asked: Query[ExportQuery]) -> FileResponse:
    """The ledger as a workbook, exactly what the filters leave; written down as data taken out."""
    columns = None if asked.full else chosen_columns(_known(asked.columns) or COLUMNS)
    numbers = [number_in(number) for number in asked.numbers]
    out = TemporaryFile()  # noqa: SIM115  the response closes it
    try:
        export_ledger(
            request.auth.viewer, filters_of(asked), asked.sort, columns, out, numbers=numbers
        )
    except BaseException:
        out.close()
        raise
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename="ledger.xlsx", content_type=WORKBOOK)


def _known(columns: list[str]) -> list[str]:
    if not set(columns) <= set(COLUMNS):
        raise Refusal(Why.MALFORMED, field="columns", problem="choice")
    return columns


@reads("/views", returns=SavedViews, tag="own")
def saved_views(request: ApiRequest) -> SavedViews:
    """One's own tabs over the ledger."""
    found = queries.saved_views(request.auth.viewer)
    return SavedViews(tuple(shaped(each, SavedView) for each in found))


@writes("/views", takes=NewView, returns=SavedView, status=201, tag="own")
def keep_view(request: ApiRequest) -> Answer:
    """Keep a question under a name."""
    body = request.sent
    asked = asked_from(parse_qsl(storable("query", body.query)))
    view = save_view(
        name=body.name, query=body.query, columns=asked.columns, by=request.auth.viewer
    )
    return answer(SavedView(view, body.name, body.query), status=201)


@writes("/views/{uuid:view_id}", takes=ViewChange, returns=ViewChange, method="PATCH", tag="own")
def rename_saved_view(request: ApiRequest, view_id: UUID) -> Answer:
    """Give a view another name."""
    rename_view(view=view_id, name=request.sent.name, by=request.auth.viewer)
    return answer(request.sent)


@removes("/views/{uuid:view_id}", tag="own")
def delete_saved_view(request: ApiRequest, view_id: UUID) -> None:
    """Delete a view; the cases are not touched."""
    delete_view(view=view_id, by=request.auth.viewer)


@reads("/cases/{number}/sheet.pdf", returns={PDF: BINARY}, tag="papers")
def case_sheet(request: ApiRequest, number: str) -> HttpResponse:
    """The case on A4 as it stands now."""
    content = sheet(request.auth.viewer, number)
    return _pdf(content, number)


def _pdf(content: bytes, number: str) -> HttpResponse:
    name = "".join(char if char.isascii() and char.isalnum() else "-" for char in number)
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return HttpResponse(content, content_type=PDF, headers=headers)


@reads("/cases/{number}/documents", returns=Papers, tag="papers")
def case_documents(request: ApiRequest, number: str) -> Papers:
    """The documents issued about a case."""
    return _papers(request.auth.viewer, number)


def _papers(viewer: Viewer, number: str) -> Papers:
    case = queries.case_file(viewer, number).case.id
    return Papers(tuple(shaped(each, Paper) for each in of_subject(viewer, case)))


@writes("/cases/{number}/orders", takes=Ordering, returns=Papers, status=201, tag="papers")
def issue_order(request: ApiRequest, number: str) -> Answer:
    """Issue the order to put a case right, under its next number."""
    caller, body = request.auth, request.sent
    services.issue_order(
        number=number,
        second=body.second,
        remedy=storable("remedy", body.remedy)[:LONGEST_REMEDY],
        by=caller.viewer,
        at=caller.at,
    )
    return answer(_papers(caller.viewer, number), status=201)


LONGEST_REMEDY: Final = 1000


@writes(
    "/cases/{number}/documents/{uuid:document_id}/spoil",
    takes=Spoiling,
    returns=Papers,
    tag="papers",
)
def spoil_document(request: ApiRequest, number: str, document_id: UUID) -> Answer:
    """Mark a paper of a case spoilt (作废); its number stays in the register."""
    caller = request.auth
    services.spoil_order(
        number=number,
        document=document_id,
        reason=storable("reason", request.sent.reason),
        by=caller.viewer,
        at=caller.at,
    )
    return answer(_papers(caller.viewer, number))


@reads("/documents/{uuid:document_id}", returns={PDF: BINARY}, tag="papers")
def read_document(request: ApiRequest, document_id: UUID) -> HttpResponse:
    """A document as PDF, from the form it was issued under."""
    join_url = request.build_absolute_uri(reverse("account:join"))
    number, content = paper(request.auth.viewer, document_id, join_url=join_url)
    return _pdf(content, number)
