"""A reader's own views: keep the present filters, rename, delete."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from anhuan.cases import queries
from anhuan.cases.asking import Asked, chosen_columns, pairs_of
from anhuan.cases.services import delete_view, rename_view, save_view
from anhuan.cases.words.refusals import sentence
from anhuan.kernel.refusal import Refusal
from anhuan.web.desk.forms import NameForm, ViewForm
from anhuan.web.desk.sieve import said
from anhuan.web.desk.views.ledger import asked_of
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.viewers import ViewerRequest


@require_http_methods(["GET", "POST"])
def views(request: ViewerRequest) -> HttpResponse:
    """Keep what the address asks for under a name, with the columns wanted."""
    asked = asked_of(request)
    form = ViewForm(request.POST or None, initial={"columns": list(asked.columns)})
    if request.method == "POST" and form.is_valid():
        kept = _kept(asked, form.cleaned_data["columns"])
        query = urlencode(pairs_of(kept))
        found = attempt(
            lambda: save_view(
                name=form.cleaned_data["name"],
                query=query,
                columns=kept.columns,
                by=request.viewer,
            )
        )
        if not isinstance(found, Refusal):
            tell(request, _("Kept. The view stands beside the others."))
            return redirect(f"{reverse('desk:ledger')}?{query}&view={found}")
        form.add_error(None, sentence(found))
    context = {"form": form, "said": said(asked), "saved": queries.saved_views(request.viewer)}
    return render(request, "desk/views.html", context, status=422 if form.errors else 200)


def _kept(asked: Asked, columns: list[str]) -> Asked:
    return Asked(filters=asked.filters, sort=asked.sort, columns=chosen_columns(columns))


@require_POST
def view(request: ViewerRequest, view: UUID) -> HttpResponse:
    """Rename or delete one."""
    if request.POST.get("delete") == "1":
        delete_view(view=view, by=request.viewer)
        tell(request, _("The view is gone. The rows are not touched."))
        return redirect("desk:views")
    form = NameForm(request.POST)
    form.is_valid()
    rename_view(view=view, name=form.cleaned_data.get("name", ""), by=request.viewer)
    tell(request, _("Renamed."))
    return redirect("desk:views")
