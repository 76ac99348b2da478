"""Statements from phones: what waits for the unit, one of them, the decision on it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anhuan.devices import services
from anhuan.devices.queries import statement as find
from anhuan.kernel.refusal import Refusal
from anhuan.web.desk.statements import ReasonForm, page_of, table
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.ids import read_id
from anhuan.web.parts.refusing import status_of
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.viewers import ViewerRequest


@never_cache
@require_safe
def listed(request: ViewerRequest) -> HttpResponse:
    every = request.GET.get("all") == "1"
    after = read_id(request.GET.get("after", ""))
    found, more = table(request.viewer, open_only=not every, after=after)
    return render(request, "desk/statements.html", {"table": found, "more": more, "every": every})


@never_cache
@require_http_methods(["GET", "POST"])
def statement(request: ViewerRequest, statement_id: UUID) -> HttpResponse:
    """A POST sets it aside, with the reason."""
    viewer = request.viewer
    form = ReasonForm(request.POST or None)
    status = 200
    if request.method == "POST":
        done = attempt(
            lambda: services.set_aside(
                statement=statement_id,
                reason=request.POST.get("reason", ""),
                by=viewer,
                at=viewer.at,
            )
        )
        if not isinstance(done, Refusal):
            tell(request, _("Set aside. The reason stays with what was sent."))
            return redirect("desk:statement", statement_id)
        form.refuse(done)
        status = status_of(done)
    page = page_of(viewer, find(viewer, statement_id))
    context = {"statement": page, "form": form}
    return render(request, "desk/statement.html", context, status=status)


@require_POST
def carry_out(request: ViewerRequest, statement_id: UUID) -> HttpResponse:
    viewer = request.viewer
    numbers = services.accept(statement=statement_id, by=viewer, at=viewer.at)
    tell(request, _("Carried out as your own act: %(number)s.") % {"number": numbers[0]})
    return redirect("desk:case", numbers[0])
