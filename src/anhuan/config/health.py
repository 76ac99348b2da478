"""``/healthz`` and ``/readyz``: answered before anything else looks at the request.

No host name, session or language is asked for, since probes come by bare address.
"""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from anhuan.base.clock import now
from anhuan.ops.migrating import missing_migrations
from anhuan.ops.queries import worker_seen

LATE = 120
"""Seconds after which a worker that asks every 30 is late; a long job may hold it up."""


class Health:
    """``/healthz``: the process answers. ``/readyz``: it can serve, and how the worker is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.migrated = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "/healthz":
            return _answer({"status": "ok"})
        if request.path_info == "/readyz":
            return self._ready()
        return self.get_response(request)

    def _ready(self) -> HttpResponse:
        try:
            self.migrated = self.migrated or not missing_migrations()
            worker = _worker() if self.migrated else {}
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except Error:
            return _answer({"status": "not ready", "database": "unreachable"}, ready=False)
        if not self.migrated:
            facts = {"status": "not ready", "database": "ok", "migrations": "missing"}
            return _answer(facts, ready=False)
        return _answer({"status": "ok", "database": "ok", "migrations": "ok", **worker})


def _worker() -> dict[str, object]:
    """A late worker does not make the pages unready: they only say so."""
    seen = worker_seen()
    if seen is None:
        return {"worker": "never seen", "worker_seconds": None}
    age = int((now() - seen).total_seconds())
    return {"worker": "late" if age > LATE else "ok", "worker_seconds": age}


def _answer(facts: Mapping[str, object], *, ready: bool = True) -> HttpResponse:
    status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse(dict(facts), status=status, headers={"Cache-Control": "no-store"})
