"""Files of the log as C2SP tlog-tiles wants them served; anybody may read them from anywhere."""

from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from anhuan.kernel.proof_file import EXTENSION
from anhuan.kernel.tiles import WIDTH
from anhuan.ledger import shelf, showing
from anhuan.ledger.queries import logs
from anhuan.web.record.leaves import leaf_of

FOREVER: Final = "public, max-age=31536000, immutable"
A_DAY: Final = "public, max-age=86400"
SECONDS: Final = "public, max-age=2"
PLAIN: Final = "text/plain; charset=utf-8"
BYTES: Final = "application/octet-stream"


@require_safe
def checkpoint(request: HttpRequest, year: int) -> HttpResponse:
    """The newest signed checkpoint."""
    found = shelf.checkpoint(year)
    if found is None:
        raise Http404
    return _served(found, PLAIN, SECONDS)


@require_safe
def tile(request: HttpRequest, year: int, path: str) -> HttpResponse:
    """A tile, or a bundle of entries where the node gives them out."""
    found = showing.tile(year, f"tile/{path}")
    if found is None:
        raise Http404
    place, content = found
    if place.level is None and not settings.LOG_ENTRIES:
        raise Http404
    return _served(content, BYTES, FOREVER if place.width == WIDTH else A_DAY)


@require_safe
def entry(request: HttpRequest, year: int, index: int, leaf: str) -> HttpResponse:
    """One entry, for whoever has its slip."""
    found = showing.content(year, index, leaf_of(leaf))
    if found is None:
        raise Http404
    return _served(found, "application/json", FOREVER)


@require_safe
def proof(request: HttpRequest, year: int, index: int, leaf: str) -> HttpResponse:
    """The proof of one entry in the newest checkpoint, as a file to keep. ``key``: the fingerprint
    on a slip, which a key that signs no longer may have."""
    found = showing.proof(year, index, leaf_of(leaf), request.GET.get("key", ""))
    if found is None:
        raise Http404
    response = _served(bytes(found), PLAIN, SECONDS)
    name = f"{year}-{index}{EXTENSION}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """Whom to believe about this node's logs (C2SP tlog-policy)."""
    lines, witnesses = [], []
    for log in logs():
        keys = showing.keys_of(log.origin)
        lines += [f"log {key} https://{log.origin}" for key in keys.log]
        # A line of SM2 is no key of a log to those who know Ed25519 only.
        lines += [f"# also signed with {key}" for key in keys.extra]
        witnesses = [f"witness {name} {key} {url}" for name, key, url in keys.witnesses]
    names = [line.split(" ")[1] for line in witnesses]
    group = [f"group any-witness any {' '.join(names)}"] if names else []
    quorum = "quorum any-witness" if names else "quorum none"
    text = "\n".join([*lines, *witnesses, *group, quorum, ""])
    return _served(text.encode(), PLAIN, SECONDS)


def _served(content: bytes, kind: str, caching: str) -> HttpResponse:
    headers = {
        "Cache-Control": caching,
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    return HttpResponse(content, content_type=kind, headers=headers)
