"""Tasks: the list, one task, a new one, and one page for every act."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anhuan.base.ids import new_id
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.task import TaskAct
from anhuan.kernel.task_steps import GIVE, OFFERED
from anhuan.tasks import queries, services
from anhuan.tasks.types import Attached, Done, Tab, TaskFile
from anhuan.tasks.words import TASK_PAST, TASK_VERBS
from anhuan.web.desk.showing import eye_of
from anhuan.web.desk.tasks.forms import act_form_of, new_form, parted
from anhuan.web.desk.tasks.listed import bar, table
from anhuan.web.desk.tasks.page import task_page
from anhuan.web.parts.asking import ActForm
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.ids import read_id
from anhuan.web.parts.refusing import status_of
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.uploads import Uploads, uploads
from anhuan.web.parts.viewers import ViewerRequest


@require_safe
def listed(request: ViewerRequest) -> HttpResponse:
    viewer, asked = request.viewer, request.GET.get("tab", "")
    tab = Tab(asked) if asked in set(Tab) else Tab.OPEN
    page = queries.tasks(viewer, tab=tab, after=request.GET.get("after", "")[:400])
    first = _number(request.GET.get("first", "")) or 1
    context = {
        "bar": bar(tab),
        "table": table(page, tab, eye_of(viewer), first=first),
        "may_give": any(viewer.may(each) for each in GIVE),
    }
    return render(request, "desk/tasks.html", context)


@require_safe
def task(request: ViewerRequest, number: str) -> HttpResponse:
    page = task_page(request.viewer, number, eye_of(request.viewer))
    return render(request, "desk/task.html", {"task": page})


@never_cache
@require_http_methods(["GET", "POST"])
def new(request: ViewerRequest) -> HttpResponse:
    """Three fields are enough; ``parent`` and ``clause`` say what it is a part of."""
    viewer = request.viewer
    if not any(viewer.may(each) for each in GIVE):
        raise Refusal(Why.WRONG_ROLE, capability=GIVE[0])
    sent = request.POST if request.method == "POST" else request.GET
    parent, clause = sent.get("parent", "")[:24], read_id(sent.get("clause", ""))
    initial = {}
    above: TaskFile | None = queries.task_file(viewer, parent) if parent else None
    if clause is not None:
        initial["title"] = queries.clause_document(viewer, clause)[1]
    context: dict[str, Any] = {"parent": above, "clause": clause or ""}
    if request.method != "POST":
        form = new_form(viewer, initial=initial)
        return render(request, "desk/task_new.html", context | {"form": form, "task_id": new_id()})
    form = new_form(viewer, data=request.POST, initial=initial)
    task_id = read_id(request.POST.get("task_id", "")) or new_id()
    done = attempt(lambda: _given(request, form, above, clause, task_id))
    if not isinstance(done, Refusal):
        tell(request, _("Written down as %(number)s.") % {"number": done.number})
        return redirect("desk:task", done.number)
    made = queries.number_of(viewer, task_id) if done.why is Why.REPEATED else ""
    if made:
        return redirect("desk:task", made)
    form.refuse(done)
    context |= {"form": form, "task_id": task_id}
    return render(request, "desk/task_new.html", context, status=status_of(done))


def _given(
    request: ViewerRequest,
    form: ActForm,
    above: TaskFile | None,
    clause: UUID | None,
    task_id: UUID,
) -> Done:
    given, lead = parted(form)
    if above is not None:
        given["parent"] = above.task.id
    if clause is not None:
        given["clause"] = clause
    viewer = request.viewer
    return services.give(given=given, lead=lead, by=viewer, at=viewer.at, task_id=task_id)


@never_cache
@require_http_methods(["GET", "POST"])
def act(request: ViewerRequest, number: str, act: str) -> HttpResponse:
    if act not in OFFERED or act == TaskAct.DIVIDE:
        raise Http404
    viewer, what = request.viewer, TaskAct(act)
    file = queries.task_file(viewer, number)
    if request.method == "POST":
        return _done(request, file, what)
    form = act_form_of(viewer, file, what)
    refusal = queries.choices_of(viewer, file)[what]
    if refusal is not None:
        form.refuse(refusal)
    return _show(request, file, what, form, Uploads(), status=200)


def _done(request: ViewerRequest, file: TaskFile, what: TaskAct) -> HttpResponse:
    viewer = request.viewer
    files = uploads(request, by=viewer.person)
    form = act_form_of(viewer, file, what, data=request.POST)
    for refusal in files.refusals:
        form.refuse(refusal)
    if files.refusals:
        return _show(request, file, what, form, files, status=422)
    done = attempt(
        lambda: services.act(
            number=file.line.number,
            what=what,
            given=form.given(),
            by=viewer,
            at=viewer.at,
            seen_version=_number(request.POST.get("version", "")),
            files=[Attached(each.file, each.use_id) for each in files.exhibits],
        )
    )
    if isinstance(done, Refusal):
        form.refuse(done)
        return _show(request, file, what, form, files, status=status_of(done))
    tell(request, _("Task %(number)s: %(act)s.") % {"number": done.number, "act": TASK_PAST[what]})
    return redirect("desk:task", done.number)


def _show(
    request: ViewerRequest,
    file: TaskFile,
    what: TaskAct,
    form: ActForm,
    files: Uploads,
    *,
    status: int,
) -> HttpResponse:
    context = {
        "line": file.line,
        "title": TASK_VERBS[what],
        "url_act": what.value,
        "form": form,
        "uploads": files,
    }
    return render(request, "desk/task_act.html", context, status=status)


@require_POST
def watch(request: ViewerRequest, number: str) -> HttpResponse:
    on = request.POST.get("on") == "1"
    services.watch(number=number, on=on, by=request.viewer, at=request.viewer.at)
    tell(request, _("You keep an eye on it now.") if on else _("You no longer watch it."))
    return redirect("desk:task", number)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
