"""How a view becomes an operation: who may call, what it takes, what the schema says of it."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, Final

import msgspec
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import NinjaAPI, Schema

from anhuan.api.bodies import KEY_HEADER, decoded, json_bytes, sending
from anhuan.api.entrance import READING, WRITING, ApiRequest
from anhuan.api.services import once
from anhuan.api.types import Answer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.rulebook.queries import settled

JSON: Final = "application/json"
REF: Final = "#/components/schemas/{name}"
PROBLEM: Final = {"$ref": "#/components/responses/Problem"}
SHAPES: Final[set[type]] = set()
View = Callable[..., HttpResponseBase]

api = NinjaAPI(
    title="Anhuan 安环",
    version="1",
    description=(
        "Everything the screens can do to a case. Sign in with a key from your account page: "
        "“Authorization: Bearer …”. Errors are problem documents (RFC 9457) with a code and a "
        "sentence, in Chinese or by Accept-Language: en in English. An act may carry an "
        "Idempotency-Key: sent again with the same content within thirty days it is answered "
        "again and not done again. What a caller may not see is not found."
    ),
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
)


def ref(shape: type) -> dict[str, Any]:
    """A pointer to a shape's schema; remembers to print it."""
    SHAPES.add(shape)
    return {"$ref": REF.format(name=shape.__name__)}


def answer(value: Any, *, status: int = 200, location: str = "") -> Answer:
    return Answer(content=msgspec.json.encode(value), status=status, location=location)


def respond(answer: Answer) -> HttpResponse:
    headers = {"Location": answer.location} if answer.location else {}
    return HttpResponse(answer.content, status=answer.status, content_type=JSON, headers=headers)


def reads(
    path: str,
    *,
    returns: type | dict[str, Any],
    tag: str,
    asks: type[Schema] | None = None,
) -> Callable[[Callable[..., Any]], View]:
    """Register a GET. ``returns`` is a shape, or the content by media type for a view that
    answers for itself; ``asks`` names the query's fields, and no others are taken."""
    known = frozenset(asks.model_fields) if asks else frozenset()
    content = {JSON: {"schema": ref(returns)}} if isinstance(returns, type) else returns

    def decorate(view: Callable[..., Any]) -> View:
        @wraps(view)
        def run(request: ApiRequest, **values: Any) -> HttpResponseBase:
            for name in request.GET:
                if name not in known:
                    raise Refusal(Why.MALFORMED, field=name[:64], problem="unknown")
            with settled(request.auth.rules):
                found = view(request, **values)
            return found if isinstance(found, HttpResponseBase) else respond(answer(found))

        _register("GET", path, run, view, tag=tag, status=200, content=content)
        return run

    return decorate


def writes(
    path: str,
    *,
    takes: type[msgspec.Struct],
    returns: type,
    tag: str,
    method: str = "POST",
    status: int = 200,
    keyed: bool = True,
    schema: dict[str, Any] | None = None,
    name: str = "",
) -> Callable[[Callable[..., Answer]], View]:
    """Register an act. The body is read into ``request.sent``; ``schema`` says more of it than
    ``takes`` does. ``keyed``: it may be sent again under a key."""
    decoder = msgspec.json.Decoder(takes)

    def decorate(view: Callable[..., Answer]) -> View:
        @wraps(view)
        def run(request: ApiRequest, **values: Any) -> HttpResponse:
            body = json_bytes(request)
            request.sent = decoded(decoder, body)
            key = sending(request, body) if keyed and method == "POST" else None
            caller = request.auth
            with settled(caller.rules):
                act = once(
                    lambda: view(request, **values),
                    account=caller.account,
                    sending=key,
                    at=caller.at,
                )
            return respond(act)

        extra: dict[str, Any] = {
            "requestBody": {
                "required": True,
                "content": {JSON: {"schema": schema or ref(takes)}},
            }
        }
        if keyed and method == "POST":
            extra["parameters"] = [_KEY_PARAMETER]
        content = {JSON: {"schema": ref(returns)}}
        _register(
            method, path, run, view, tag=tag, status=status, content=content, name=name, **extra
        )
        return run

    return decorate


def removes(path: str, *, tag: str) -> Callable[[Callable[..., None]], View]:
    """Register a DELETE, which answers with nothing."""

    def decorate(view: Callable[..., None]) -> View:
        @wraps(view)
        def run(request: ApiRequest, **values: Any) -> HttpResponse:
            with settled(request.auth.rules):
                view(request, **values)
            return HttpResponse(status=204)

        _register("DELETE", path, run, view, tag=tag, status=204, content={})
        return run

    return decorate


_KEY_PARAMETER: Final = {
    "in": "header",
    "name": KEY_HEADER,
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[!-~]+$"},
}


def _register(
    method: str,
    path: str,
    run: View,
    view: Callable[..., Any],
    *,
    tag: str,
    status: int,
    content: dict[str, Any],
    name: str = "",
    **extra: Any,
) -> None:
    responses = {status: {"content": content} if content else {}, "default": PROBLEM}
    register = api.api_operation(
        [method],
        path,
        auth=READING if method == "GET" else WRITING,
        response={status: None},
        operation_id=name or view.__name__,
        summary=(view.__doc__ or "").strip().split("\n")[0].rstrip("."),
        tags=[tag],
        openapi_extra={"responses": responses, **extra},
    )
    register(run)


def registered() -> Iterator[type]:
    """Every shape that an operation takes or gives, in the order of names."""
    return iter(sorted(SHAPES, key=lambda shape: shape.__name__))
