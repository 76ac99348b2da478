"""Ledgers brought in: upload, columns, problem rows, confirmation, progress."""

from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anhuan.cases.intake import queries, services
from anhuan.cases.intake.types import BatchState, Show
from anhuan.kernel.access import Capability
from anhuan.kernel.refusal import Refusal, Why
from anhuan.web.desk.intake import columns as cols
from anhuan.web.desk.intake import page
from anhuan.web.desk.intake.alike import alike_page, applied
from anhuan.web.desk.intake.asking import Asked, asked_of
from anhuan.web.desk.intake.deeds import deed_of, number_in
from anhuan.web.desk.intake.files import problem_book
from anhuan.web.desk.intake.forms import UploadForm, batch_parts
from anhuan.web.desk.intake.result import progress, report_lines
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.viewers import ViewerRequest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
def start(request: ViewerRequest) -> HttpResponse:
    """The batches one may go on with, and a new one."""
    viewer = request.viewer
    lines = queries.batches(viewer)
    form = UploadForm.of(viewer, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        file = given["file"]
        done = attempt(
            lambda: services.upload(
                file,
                name=file.name or "",
                unit=given["unit"],
                domain=given["domain"],
                by=viewer,
                at=viewer.at,
            )
        )
        if not isinstance(done, Refusal):
            return redirect("desk:import-columns", done)
        form.refuse(done)
    context = {
        "form": form,
        "batches": batch_parts(lines),
        "wizard": page.wizard(0),
        "may_sites": viewer.may(Capability.KEEP_SITES),
        "may_areas": viewer.may(Capability.KEEP_ORGANISATION),
        "may_export": viewer.may(Capability.EXPORT),
    }
    return render(request, "desk/import.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def columns(request: ViewerRequest, batch: UUID) -> HttpResponse:
    """Which column is what; sending it reads the file again."""
    viewer = request.viewer
    view = queries.batch_view(viewer, batch)
    if request.method == "POST":
        mapping = cols.mapping_of(view, request.POST)
        services.remap(batch_id=batch, mapping=mapping, by=viewer, at=viewer.at)
        return redirect("desk:import-rows", batch)
    context = {
        "view": view,
        "facts": cols.facts_of(view),
        "tables": cols.table_parts(view),
        "wizard": page.wizard(1),
    }
    return render(request, "desk/import_columns.html", context)


@require_safe
def rows(request: ViewerRequest, batch: UUID) -> HttpResponse:
    return _rows(request, batch, asked_of(request.GET))


def _rows(
    request: ViewerRequest, batch: UUID, asked: Asked, wrong: dict[str, str] | None = None
) -> HttpResponse:
    viewer = request.viewer
    view = queries.batch_view(viewer, batch)
    found = queries.rows(viewer, batch, show=asked.show, after=asked.after)
    opened = asked.opened
    beyond = [row for row in found.rows if opened is not None and row.position > opened]
    between = (
        queries.rows(viewer, batch, show=Show.ALL, after=opened, until=beyond[0].position).rows
        if opened is not None and beyond
        else ()
    )
    parts = [
        page.row_part(row, wrong if wrong and wrong["position"] == str(row.position) else None)
        for row in sorted(
            {row.position: row for row in (*between, *found.rows)}.values(),
            key=lambda row: row.position,
        )
    ]
    context = {
        "view": view,
        "facts": cols.facts_of(view),
        "wizard": page.wizard(2),
        "figures": page.figures(view),
        "pills": page.pills(view, asked.show),
        "heads": page.heads(),
        "lines": page.with_folds(parts, batch, asked.show, start=asked.after, opened=opened),
        "alike": [page.alike_part(one, batch) for one in queries.alike(viewer, batch)],
        "asked": asked,
        "more": page.rows_url(batch, show=asked.show.value, after=found.after)
        if found.after is not None
        else "",
        "running": view.line.state == BatchState.RUNNING,
    }
    return render(request, "desk/import_rows.html", context, status=422 if wrong else 200)


@require_POST
def fix(request: ViewerRequest, batch: UUID) -> HttpResponse:
    """One press under a row. What is refused stays typed where it was typed."""
    post, asked = request.POST, asked_of(request.POST)
    position = number_in(post.get("position", ""))
    done = attempt(deed_of(request.viewer, batch, post.dict()))
    if isinstance(done, Refusal):
        if done.why is not Why.MALFORMED or "text" not in post:
            raise done
        wrong = {
            "position": str(position),
            "place": post.get("place", ""),
            "text": post["text"],
            "error": page.refused(done),
        }
        return _rows(request, batch, asked, wrong)
    url = page.rows_url(batch, show=asked.show.value, after=asked.after)
    return redirect(f"{url}#r{position}")


@require_http_methods(["GET", "POST"])
def alike(request: ViewerRequest, batch: UUID) -> HttpResponse:
    """The same finding in many rows: first what would change, then the change."""
    viewer = request.viewer
    if request.method == "POST" and "apply" in request.POST:
        done = applied(viewer, batch, request.POST)
        tell(request, pgettext("import", "{n} rows put right.").format(n=done))
        return redirect("desk:import-rows", batch)
    asked = request.POST if request.method == "POST" else request.GET
    return render(request, "desk/import_alike.html", alike_page(viewer, batch, asked))


@require_http_methods(["GET", "POST"])
def confirm(request: ViewerRequest, batch: UUID) -> HttpResponse:
    """What will become of the rows, then the import itself."""
    viewer = request.viewer
    view = queries.batch_view(viewer, batch)
    if request.method == "POST":
        nulls = request.POST.get("nulls") == "on"
        services.confirm(batch_id=batch, accept_nulls=nulls, by=viewer, at=viewer.at)
        return redirect("desk:import-progress", batch)
    context = {
        "view": view,
        "facts": cols.facts_of(view),
        "lines": report_lines(services.foreseen(batch_id=batch, by=viewer, at=viewer.at)),
        "wizard": page.wizard(3),
    }
    return render(request, "desk/import_confirm.html", context)


@require_safe
def progressing(request: ViewerRequest, batch: UUID) -> HttpResponse:
    """How far it is; the same address answers the page's own questions with the bar alone."""
    view = queries.batch_view(request.viewer, batch)
    context = {"view": view, "facts": cols.facts_of(view), "wizard": page.wizard(3)}
    context |= progress(view, reverse("desk:import-progress", args=[batch]))
    asking = request.headers.get("HX-Request") == "true"
    return render(request, f"desk/{'import_bar' if asking else 'import_progress'}.html", context)


@require_safe
def problems(request: ViewerRequest, batch: UUID) -> HttpResponseBase:
    """The rows that wait, in the columns of the original, with what is wrong in the last."""
    name = queries.batch_view(request.viewer, batch).line.name
    stem = name.rsplit(".", 1)[0][:60]
    file = problem_book(request.viewer, batch)
    return FileResponse(
        file, as_attachment=True, filename=f"{stem}-问题行.xlsx", content_type=XLSX
    )
