"""Files as they leave: re-encoded photos to look at; originals and documents as downloads."""

from typing import Final, cast
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from anhuan.accountability.papers import is_matter
from anhuan.accountability.papers import paper as matter_paper
from anhuan.cases.papers import paper as issued_paper
from anhuan.devices.files import granted_owner
from anhuan.documents.queries import subject_of
from anhuan.evidence.queries import open_derivative, open_original
from anhuan.evidence.types import Edge
from anhuan.inspections.papers import is_visit, visit_paper
from anhuan.proceedings.papers import is_proceeding
from anhuan.proceedings.papers import paper as proceeding_paper
from anhuan.web.parts.viewers import ViewerRequest

AN_HOUR: Final = 3600


@require_safe
@cache_control(private=True, max_age=AN_HOUR)
def derivative(request: HttpRequest, use_id: UUID, edge: str) -> FileResponse:
    viewer = cast(ViewerRequest, request).viewer
    opened = open_derivative(viewer, use_id, Edge(edge), granted=granted_owner(viewer, use_id))
    return FileResponse(opened.path.open("rb"), content_type=opened.media_type)


@require_safe
@cache_control(private=True, no_store=True)
def original(request: HttpRequest, use_id: UUID) -> FileResponse:
    """As it came, never shown in the page: as an attachment, its type not to be guessed at."""
    viewer = cast(ViewerRequest, request).viewer
    opened = open_original(viewer, use_id, granted=granted_owner(viewer, use_id))
    response = FileResponse(
        opened.path.open("rb"),
        as_attachment=True,
        filename=opened.name,
        content_type=opened.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@cache_control(private=True, no_store=True)
def paper(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """A document as PDF, for whoever sees what it is about."""
    viewer = cast(ViewerRequest, request).viewer
    if is_matter(subject_of(document_id)):
        number, content = matter_paper(viewer, document_id)
        return pdf_response(content, f"{number}.pdf")
    if is_proceeding(subject_of(document_id)):
        number, content = proceeding_paper(viewer, document_id)
        return pdf_response(content, f"{number}.pdf")
    if is_visit(subject_of(document_id)):
        number, content = visit_paper(viewer, document_id)
        return pdf_response(content, f"{number}.pdf")
    join_url = request.build_absolute_uri(reverse("account:join"))
    number, content = issued_paper(viewer, document_id, join_url=join_url)
    return pdf_response(content, f"{number}.pdf")


def pdf_response(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
