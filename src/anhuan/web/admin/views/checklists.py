"""Checklists: read by everyone, and taken away as files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from anhuan.kernel.access import Capability
from anhuan.kernel.calendar import day_of
from anhuan.rulebook import history as reads
from anhuan.rulebook.history import Entry
from anhuan.web.admin.checklists import drafts, files
from anhuan.web.admin.pages import reader, show
from anhuan.web.admin.showing import checklists as showing
from anhuan.web.admin.showing.rules import first_day

SUBJECT = "checklist"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def checklists(request: HttpRequest) -> HttpResponse:
    viewer = reader(request)
    entries = reads.in_force(viewer, SUBJECT)
    keeps = viewer.may(Capability.KEEP_RULES)
    own = {one.code for one in entries if keeps and drafts.held(viewer.person, one.code)}
    return show(
        request,
        "checklists",
        sentence=showing.sentence(entries),
        table=showing.table(entries, reads.to_come(viewer, SUBJECT), frozenset(own)),
        keeps=keeps,
    )


@require_GET
def checklist(request: HttpRequest, code: str) -> HttpResponse:
    viewer = reader(request)
    entries = history_of(request, code)
    shown = _asked(request, entries)
    keeps = viewer.may(Capability.KEEP_RULES)
    return show(
        request,
        "checklist",
        rule=shown,
        current=shown.id == current(request, entries).id,
        since=first_day(shown),
        topics=showing.topics(shown.value),
        mark=showing.read_mark(shown.verified),
        versions=showing.versions(entries, shown, day_of(viewer.at)),
        keeps=keeps,
        drafted=keeps and drafts.held(viewer.person, code) is not None,
    )


@require_GET
def checklist_file(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """A version as a file: the law is open to everyone."""
    shown = _asked(request, history_of(request, code))
    made = files.as_json(shown.value) if kind == "json" else files.as_workbook(shown.value)
    response = HttpResponse(made, content_type="application/json" if kind == "json" else XLSX)
    name = f"{code}-{shown.from_on:%Y%m%d}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def history_of(request: HttpRequest, code: str) -> list[Entry]:
    """Every version of a list, the latest first; 404 for a list that is none."""
    entries = reads.history(reader(request), SUBJECT, code)
    if not entries:
        raise Http404
    return entries


def current(request: HttpRequest, entries: list[Entry]) -> Entry:
    """The version in force today, else the first to come."""
    today = day_of(reader(request).at)
    known = [one for one in entries if one.replaced_at is None]
    return next((one for one in known if one.holds(today)), known[-1])


def _asked(request: HttpRequest, entries: list[Entry]) -> Entry:
    wanted = request.GET.get("version", "")
    if not wanted:
        return current(request, entries)
    found = next((one for one in entries if str(one.id) == wanted), None)
    if found is None:
        raise Http404
    return found
