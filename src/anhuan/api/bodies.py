"""What comes with a request: JSON within limits, the key of a repeatable act."""

import hashlib
import re
from typing import Any, Final

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, UnreadablePostError

from anhuan.api.problems import Faulty
from anhuan.api.types import Sending
from anhuan.api.words import Fault
from anhuan.kernel.refusal import Refusal, Why

LARGEST: Final = 1024 * 1024
KEY_HEADER: Final = "Idempotency-Key"
_KEY: Final = re.compile(r"[\x21-\x7e]{1,128}")
_PLACE: Final = re.compile(r"at `\$\.?([^`]*)`")
_UNKNOWN: Final = re.compile(r"unknown field `([^`]*)`")
_MISSING: Final = re.compile(r"missing required field `([^`]*)`")


def announced_size(request: HttpRequest) -> int:
    """The bytes that the client says it sends; what cannot be read counts as none."""
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def json_bytes(request: HttpRequest) -> bytes:
    """The body of a request that says it is JSON, refused unread when it is too large."""
    if (request.content_type or "") != "application/json":
        raise Faulty(Fault.CONTENT_TYPE)
    if announced_size(request) > LARGEST:
        raise Faulty(Fault.TOO_LARGE)
    try:
        return request.body
    except RequestDataTooBig:
        raise Faulty(Fault.TOO_LARGE) from None
    except UnreadablePostError:
        raise Faulty(Fault.UNREADABLE) from None


def decoded(decoder: "msgspec.json.Decoder[Any]", body: bytes) -> Any:
    """The body as the decoder's type. Refuses ``MALFORMED`` and ``MISSING`` by field."""
    try:
        return decoder.decode(body)
    except msgspec.ValidationError as error:
        raise _misfit(str(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Faulty(Fault.JSON) from None


def _misfit(text: str) -> Refusal:
    place = _PLACE.search(text)
    name = place[1] if place else ""
    if missing := _MISSING.search(text):
        return Refusal(Why.MISSING, fields=(missing[1],))
    if unknown := _UNKNOWN.search(text):
        return Refusal(Why.MALFORMED, field=unknown[1][:64], problem="unknown")
    return Refusal(Why.MALFORMED, field=name[:64], problem="value")


def sending(request: HttpRequest, body: bytes) -> Sending | None:
    """The key under which this act may be sent again. Refuses ``MALFORMED`` for a strange one."""
    key = request.headers.get(KEY_HEADER)
    if key is None:
        return None
    if not _KEY.fullmatch(key):
        raise Refusal(Why.MALFORMED, field=KEY_HEADER, problem="value")
    digest = hashlib.sha256(f"{request.method} {request.path}\n".encode())
    digest.update(body)
    return Sending(key=key, digest=digest.hexdigest())


def storable(name: str, text: str) -> str:
    """Text that a database takes. Refuses ``MALFORMED`` for control characters."""
    if any(char < " " and char not in "\n\t" for char in text):
        raise Refusal(Why.MALFORMED, field=name, problem="control-character")
    return text
