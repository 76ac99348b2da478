"""A large ledger as a file: how far it is, and the file for whoever asked."""

from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anhuan.cases.outgoing.queries import export_file, export_view
from anhuan.web.desk.export import XLSX, file_name, progress
from anhuan.web.parts.viewers import ViewerRequest


@require_safe
def progressing(request: ViewerRequest, export: UUID) -> HttpResponse:
    """How far it is; the same address answers the page's own questions with the bar alone."""
    context = progress(export_view(request.viewer, export))
    asking = request.headers.get("HX-Request") == "true"
    return render(request, f"desk/{'export_bar' if asking else 'export'}.html", context)


@never_cache
@require_safe
def download(request: ViewerRequest, export: UUID) -> FileResponse:
    view = export_view(request.viewer, export)
    path = export_file(request.viewer, export)
    name = file_name(view.at, full=view.full)
    response = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=XLSX)
    response["X-Content-Type-Options"] = "nosniff"
    return response
