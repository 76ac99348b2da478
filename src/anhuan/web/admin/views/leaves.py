"""A holder away for a time, with a deputy."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from anhuan.base.clock import now
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of, end_of_day
from anhuan.kernel.refusal import Refusal, Why
from anhuan.territory import establishment as reads
from anhuan.territory import services
from anhuan.territory.leaves import leaves_of
from anhuan.territory.queries import colleagues
from anhuan.web.admin.forms.posts import LeaveForm
from anhuan.web.admin.pages import FormPage, reader, save, show, start_of
from anhuan.web.admin.showing import posts as showing
from anhuan.web.parts.toasts import tell

FEW = 20


@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, post: UUID) -> HttpResponse:
    """The colleagues are in the list; others are looked for by name."""
    viewer = reader(request)
    row = reads.post_row(viewer, post, at=viewer.at)
    holder = next((term for term in row.held if not term.acting), None)
    if holder is None:
        return redirect("admin:appoint", post)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:64]
    form = LeaveForm(
        request.POST or None,
        people=_people(viewer, row, holder.person, words),
        initial={"since": day_of(viewer.at)},
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        if save(
            form,
            lambda: services.send_on_leave(
                post=post,
                deputy=UUID(given["deputy"]),
                since=start_of(given["since"]),
                until=end_of_day(given["last"]),
                because=given["because"],
                by=viewer,
                at=now(),
            ),
        ):
            tell(request, _("Noted. From that day everything at the post is with the deputy."))
            return redirect("admin:post", post)
    title = _("%(name)s is away: who stands in?") % {"name": holder.name}
    page = FormPage(
        title, pgettext("leave", "Put in the deputy"), reverse("admin:post", args=[post])
    )
    response = show(request, "leave", form=form, words=page, sought=words)
    response.status_code = 422 if form.is_bound else 200
    return response


def _people(
    viewer: Viewer, row: reads.PostRow, holder: UUID, words: str
) -> list[tuple[UUID, str]]:
    found = dict(showing.candidates(reads.candidates(viewer, words, limit=FEW))) if words else {}
    for one in colleagues(row.unit, at=viewer.at) if row.unit else ():
        if one.person is not None:
            found.setdefault(one.person, f"{one.name} — {one.unit_name} {one.title}")
    found.pop(holder, None)
    return list(found.items())


@require_POST
def back(request: HttpRequest, post: UUID, leave: UUID) -> HttpResponse:
    """The holder is back now, or does not go after all."""
    viewer = reader(request)
    known = {one.id: one for one in leaves_of(viewer, post)}
    if leave not in known:
        raise Refusal(Why.NOT_VISIBLE)
    at = now()
    services.come_back(leave=leave, on=at, by=viewer, at=at)
    tell(request, _("%(name)s has the post again.") % {"name": known[leave].person_name})
    return redirect("admin:post", post)
