"""This node as a witness (C2SP tlog-witness)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from anhuan.base.clock import now
from anhuan.kernel.witness import PLAIN
from anhuan.ledger import keys
from anhuan.ledger.confirming import LONGEST, confirm
from anhuan.ledger.queries import cosigned_last
from anhuan.web.record.naming import witness_name


@csrf_exempt
@require_POST
def add_checkpoint(request: HttpRequest) -> HttpResponse:
    """Nothing is done for anybody here who is not a watched log: its signature lets it in."""
    raw = request.read(LONGEST + 1)
    sent = confirm(raw, keys.witness(witness_name()), at=now())
    return HttpResponse(sent.body, status=sent.status, content_type=sent.content_type)


@require_safe
def last(request: HttpRequest, name: str) -> HttpResponse:
    """The checkpoint of a watched log that was confirmed last."""
    note = cosigned_last(name)
    if not note:
        raise Http404
    return HttpResponse(note, content_type=PLAIN)
