"""One page for every act: its form, and what came of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from anhuan.cases import queries, services
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Action
from anhuan.kernel.lifecycle import DOORS
from anhuan.kernel.refusal import Refusal
from anhuan.web.desk.case.asks import ActAsked, asked, refuse, told
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.uploads import uploads
from anhuan.web.parts.viewers import ViewerRequest


@never_cache
@require_http_methods(["GET", "POST"])
def act(request: ViewerRequest, number: str, action: str) -> HttpResponse:
    if action not in set(Action) or action in DOORS:
        raise Http404
    file = queries.case_file(request.viewer, number)
    if request.method == "POST":
        return _done(request, number, Action(action))
    for_firm = request.GET.get("for_firm") == "1"
    choices = queries.choices_of(request.viewer, file.case, for_firm=for_firm)
    page = asked(
        request.viewer,
        file,
        Action(action),
        for_firm=for_firm,
        seen=_version(request.GET.get("version", "")),
    )
    refusal = choices[Action(action)]
    return _show(request, page, refused=refusal)


def _done(request: ViewerRequest, number: str, action: Action) -> HttpResponse:
    viewer, for_firm = request.viewer, request.POST.get("for_firm") == "1"
    files = uploads(request, by=viewer.person)
    seen = _version(request.POST.get("version", ""))
    file = queries.case_file(viewer, number)
    page = asked(
        viewer, file, action, data=request.POST, uploads=files, for_firm=for_firm, seen=seen
    )
    if files.refusals:
        return _show(request, refuse(page, files.refusals))
    done = attempt(
        lambda: services.act(
            number=number,
            action=action,
            given=page.form.given(),
            by=viewer,
            at=viewer.at,
            seen_version=seen,
            exhibits=files.exhibits,
            for_firm=for_firm,
        )
    )
    if isinstance(done, Refusal):
        return _show(request, refuse(page, (done,)), status=409 if page.changed else 422)
    turn = queries.turn_after(viewer, done.case.id)
    tell(request, told(action, turn, year=day_of(viewer.at).year))
    return redirect("desk:case", turn.number) if turn.visible else redirect("desk:work")


def _show(
    request: HttpRequest, page: ActAsked, *, refused: Refusal | None = None, status: int = 0
) -> HttpResponse:
    """A form that cannot be sent says so from the start."""
    context = {"page_of": page, "form": page.form, "refused": refused}
    if refused is not None:
        refuse(page, (refused,))
    usual = 422 if page.form.is_bound else 200
    return render(request, "desk/case_act.html", context, status=status or usual)


def _version(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 10 else None
