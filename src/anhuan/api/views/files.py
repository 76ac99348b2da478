"""Files on their way in, as tickets for an act; evidence on its way out."""

from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import FileResponse, HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from ninja import Query, Schema

from anhuan.api.bodies import announced_size
from anhuan.api.entrance import WRITING, ApiRequest
from anhuan.api.operations import JSON, PROBLEM, answer, api, reads, ref, respond
from anhuan.api.problems import Faulty
from anhuan.api.shapes.files import Ticket
from anhuan.api.views.cases import Text
from anhuan.api.words import Fault
from anhuan.devices.files import granted_owner
from anhuan.evidence.queries import open_derivative, open_original
from anhuan.evidence.services import store
from anhuan.evidence.tickets import ticket
from anhuan.evidence.types import Edge, Kind, Opened
from anhuan.kernel.refusal import Refusal, Why

ENVELOPE: Final = 64 * 1024
MULTIPART: Final = "multipart/form-data"
BYTES: Final = {"schema": {"type": "string", "format": "binary"}}
FORM: Final = {
    "schema": {
        "type": "object",
        "properties": {"file": {"type": "string", "format": "binary"}},
        "required": ["file"],
    }
}


class Taken(StrEnum):
    """What a file is taken as; it decides the limit (20 and 50 MB) and the types."""

    PHOTO = "photo"
    DOCUMENT = "document"


class FileQuery(Schema):
    """``name``: for a body that is the file itself; a form brings the name along."""

    kind: Taken = Taken.PHOTO
    name: Text = ""


@api.post(
    "/files",
    auth=WRITING,
    response={201: None},
    operation_id="send_file",
    summary="Send a photo or document; its ticket is shown with an act within twenty hours",
    tags=["files"],
    openapi_extra={
        "requestBody": {"required": True, "content": {"*/*": BYTES, MULTIPART: FORM}},
        "responses": {201: {"content": {JSON: {"schema": ref(Ticket)}}}, "default": PROBLEM},
    },
)
def send_file(request: ApiRequest, asked: Query[FileQuery]) -> Any:
    caller = request.auth
    kind = Kind(asked.kind.value)
    if announced_size(request) > kind.limit + ENVELOPE:
        raise Refusal(Why.FILE_TOO_LARGE, limit=kind.limit)
    stream, name = _stream(request, asked.name)
    try:
        file = store(stream, name=name, by=caller.viewer.person, at=caller.at, kind=kind)
    except UnreadablePostError:
        raise Faulty(Fault.UNREADABLE) from None
    found = Ticket(
        ticket=ticket(file, by=caller.viewer.person, at=caller.at),
        sha256=file.sha256,
        size=file.size,
        media_type=file.media_type,
        name=file.name,
    )
    return respond(answer(found, status=201))


def _stream(request: HttpRequest, name: str) -> tuple[Any, str]:
    if request.content_type != MULTIPART:
        return request, name
    try:
        sent = request.FILES.get("file")
    except RequestDataTooBig:
        raise Faulty(Fault.TOO_LARGE) from None
    except (MultiPartParserError, UnreadablePostError):
        raise Faulty(Fault.UNREADABLE) from None
    if sent is None or isinstance(sent, list):
        raise Refusal(Why.MISSING, fields=("file",))
    return sent, sent.name or ""


def _sent(opened: Opened, *, attached: bool) -> FileResponse:
    return FileResponse(
        opened.path.open("rb"),
        as_attachment=attached,
        filename=opened.name,
        content_type=opened.media_type,
    )


def _picture(request: ApiRequest, use_id: UUID, edge: Edge) -> FileResponse:
    viewer = request.auth.viewer
    owner = granted_owner(viewer, use_id)
    return _sent(open_derivative(viewer, use_id, edge, granted=owner), attached=False)


@reads("/evidence/{uuid:use_id}/thumb", returns={"image/jpeg": BYTES}, tag="files")
def evidence_thumb(request: ApiRequest, use_id: UUID) -> FileResponse:
    """A photo, small."""
    return _picture(request, use_id, Edge.THUMB)


@reads("/evidence/{uuid:use_id}/page", returns={"image/jpeg": BYTES}, tag="files")
def evidence_page(request: ApiRequest, use_id: UUID) -> FileResponse:
    """A photo to look at, re-encoded without its metadata."""
    return _picture(request, use_id, Edge.PAGE)


@reads("/evidence/{uuid:use_id}/original", returns={"*/*": BYTES}, tag="files")
def evidence_original(request: ApiRequest, use_id: UUID) -> FileResponse:
    """The untouched file, as an attachment."""
    viewer = request.auth.viewer
    opened = open_original(viewer, use_id, granted=granted_owner(viewer, use_id))
    return _sent(opened, attached=True)
