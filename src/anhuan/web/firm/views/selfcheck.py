"""What the firm found itself."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from anhuan.cases import queries
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Action
from anhuan.kernel.refusal import Refusal
from anhuan.web.firm.places import own_site
from anhuan.web.firm.selfcheck import SOURCE, check_form, report_own
from anhuan.web.firm.words import chip, told
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.refusing import status_of
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.uploads import Uploads, uploads
from anhuan.web.parts.viewers import ViewerRequest


@require_http_methods(["GET", "POST"])
def check(request: ViewerRequest) -> HttpResponse:
    site = own_site(request)
    if request.method == "POST":
        return _report(request)
    rows = queries.of_site(request.viewer, site)
    own = [(row, chip(row)) for row in rows if row.source == SOURCE]
    context = {"form": check_form(request.viewer), "own": own[:10], "kept": ()}
    return render(request, "firm/check.html", context)


def _report(request: ViewerRequest) -> HttpResponse:
    viewer, site = request.viewer, own_site(request)
    files: Uploads = uploads(request, by=viewer.person)
    form = check_form(viewer, data=request.POST)
    for refusal in files.refusals:
        form.refuse(refusal)
    done = None
    if not files.refusals:
        done = attempt(lambda: report_own(viewer, site, form, files.exhibits))
    if isinstance(done, Refusal):
        form.refuse(done)
    if done is None or isinstance(done, Refusal):
        status = 422 if done is None else status_of(done)
        context = {"form": form, "own": (), "kept": files.kept}
        return render(request, "firm/check.html", context, status=status)
    turn = queries.turn_after(viewer, done.case.id)
    tell(request, told(Action.REGISTER, turn, today=day_of(viewer.at)))
    return redirect("firm:case", done.number)
