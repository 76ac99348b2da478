"""Work in the field: photos and acts that a device brings, what it carries (docs/field.md)."""

import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from django.http import FileResponse, HttpResponse, UnreadablePostError
from django.utils.translation import get_language

from anhuan.api.bodies import announced_size, decoded, json_bytes
from anhuan.api.entrance import DEVICE, DeviceRequest
from anhuan.api.operations import JSON, PROBLEM, answer, api, ref, respond
from anhuan.api.problems import Faulty
from anhuan.api.shapes.field import FieldActs, FieldLease, FieldResult, FieldResults
from anhuan.api.words import Fault
from anhuan.devices.carried import Pack, PackHead, PackLease
from anhuan.devices.queries import echo_photo, leases_of, packed
from anhuan.devices.services import bring_photo, receive
from anhuan.devices.types import Result
from anhuan.documents.services import lease
from anhuan.evidence.types import Kind
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.queries import head
from anhuan.rulebook.queries import settled

BYTES: Final = {"schema": {"type": "string", "format": "binary"}}
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SHA256: Final = re.compile("[0-9a-f]{64}", re.ASCII)
_LEASE: Final = msgspec.json.Decoder(FieldLease)
_ACTS: Final = msgspec.json.Decoder(FieldActs)


@api.put(
    "/field/photos/{sha256}",
    auth=DEVICE,
    response={204: None},
    operation_id="bring_photo",
    summary="Bring a photo before the act that names it; again changes nothing",
    tags=["field"],
    openapi_extra={
        "requestBody": {"required": True, "content": {"image/jpeg": BYTES}},
        "responses": {204: {}, "default": PROBLEM},
    },
)
def field_photo(request: DeviceRequest, sha256: str) -> HttpResponse:
    if not _SHA256.fullmatch(sha256):
        raise Refusal(Why.MALFORMED, field="sha256", problem="value")
    caller, limit = request.auth, Kind.PHOTO.limit
    if announced_size(request) > limit:
        raise Refusal(Why.FILE_TOO_LARGE, limit=limit)
    try:
        bring_photo(
            request,
            sha256=sha256,
            device=caller.device,
            person=caller.viewer.person,
            at=caller.at,
        )
    except UnreadablePostError:
        raise Faulty(Fault.UNREADABLE) from None
    return HttpResponse(status=204)


@api.post(
    "/field/acts",
    auth=DEVICE,
    response={200: None},
    operation_id="field_acts",
    summary="Send acts in the order of their numbers; each is judged once",
    tags=["field"],
    openapi_extra={
        "requestBody": {"required": True, "content": {JSON: {"schema": ref(FieldActs)}}},
        "responses": {200: {"content": {JSON: {"schema": ref(FieldResults)}}}, "default": PROBLEM},
    },
)
def field_acts(request: DeviceRequest) -> HttpResponse:
    sent: FieldActs = decoded(_ACTS, json_bytes(request))
    caller = request.auth
    found = receive(device=caller.device, acts=sent.acts, at=caller.at)
    top = head()
    results = FieldResults(
        results=tuple(_result(one) for one in found.results),
        applied=found.applied,
        head=PackHead(size=top.size, root=top.root, at=top.at) if top else None,
        time=caller.at,
    )
    return respond(answer(results))


def _result(one: Result) -> FieldResult:
    words = one.words or {}
    language = (get_language() or "").split("-")[0]
    return FieldResult(
        id=one.id,
        seq=one.seq,
        outcome=one.outcome,
        number=one.number,
        case=one.case,
        fact=one.fact,
        why=one.why,
        words=words.get(language, words.get("zh", "")),
        missing=one.missing,
        after=one.after,
    )


@api.post(
    "/field/leases",
    auth=DEVICE,
    response={200: None},
    operation_id="field_lease",
    summary="A block of numbers for papers printed on the spot; whoever holds enough gets those",
    tags=["field"],
    openapi_extra={
        "requestBody": {"required": True, "content": {JSON: {"schema": ref(FieldLease)}}},
        "responses": {200: {"content": {JSON: {"schema": ref(PackLease)}}}, "default": PROBLEM},
    },
)
def field_leases(request: DeviceRequest) -> HttpResponse:
    asked: FieldLease = decoded(_LEASE, json_bytes(request))
    caller = request.auth
    with settled(caller.rules):
        lent = lease(form=asked.form, device=caller.device, by=caller.viewer, at=caller.at)
    found = next(one for one in leases_of(caller.device, caller.at) if one.id == lent)
    return respond(answer(found))


@api.get(
    "/field/echoes/{uuid:case}/photo",
    auth=DEVICE,
    response={200: None},
    operation_id="field_echo_photo",
    summary="How something its person found was put right, as a photo",
    tags=["field"],
    openapi_extra={
        "responses": {200: {"content": {"image/jpeg": BYTES}}, "default": PROBLEM},
    },
)
def field_echo_photo(request: DeviceRequest, case: UUID) -> FileResponse:
    caller = request.auth
    with settled(caller.rules):
        opened = echo_photo(caller.viewer, case)
    return FileResponse(opened.path.open("rb"), content_type=opened.media_type)


@api.get(
    "/field/pack",
    auth=DEVICE,
    response={200: None},
    operation_id="field_pack",
    summary="What the device carries: places due today or assigned, and what is needed there",
    tags=["field"],
    openapi_extra={
        "responses": {
            200: {"content": {JSON: {"schema": ref(Pack)}}},
            304: {"description": "Nothing has changed"},
            "default": PROBLEM,
        }
    },
)
def field_pack(request: DeviceRequest) -> Any:
    caller = request.auth
    with settled(caller.rules):
        found = packed(caller.viewer, device=caller.device)
    tag = _tag(found)
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if tag in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(msgspec.json.encode(found), content_type=JSON, headers=headers)


def _tag(found: Pack) -> str:
    """Over what is carried, but not the instants that move by themselves."""
    still = replace(found, at=EPOCH, expires=EPOCH, head=None)
    digest = hashlib.sha256(msgspec.json.encode(still))
    return f'"{digest.hexdigest()[:32]}"'
