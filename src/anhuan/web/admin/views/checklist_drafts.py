"""A new version of a checklist: item by item or from a file, then entered in two steps."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anhuan.base.clock import now
from anhuan.kernel.access import Capability
from anhuan.kernel.calendar import day_of
from anhuan.kernel.refusal import Refusal, Why
from anhuan.rulebook import history as reads
from anhuan.rulebook import services
from anhuan.web.admin.checklists import drafts, files
from anhuan.web.admin.checklists.drafts import Draft
from anhuan.web.admin.forms.checklists import EnterForm, FileForm, HeadForm, ItemForm, NewListForm
from anhuan.web.admin.pages import FormPage, reader, save, show, show_form
from anhuan.web.admin.showing import checklists as showing
from anhuan.web.admin.views.checklists import SUBJECT, current, history_of
from anhuan.web.parts.toasts import tell


@require_http_methods(["GET", "POST"])
def checklist_new(request: HttpRequest) -> HttpResponse:
    """A list that the node does not have yet begins as a draft with its first item."""
    viewer = _keeper(request)
    form = NewListForm(request.POST or None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        if reads.history(viewer, SUBJECT, given["code"]):
            form.add_error("code", _("A list with this code is there already."))
        else:
            value = form.head() | {"items": []}
            drafts.begin(
                viewer.person,
                Draft(code=given["code"], name=given["name"], base="", value=value),
            )
            return redirect("admin:checklist-item-new", given["code"])
    back = reverse("admin:checklists")
    about = _("Nothing is law before you have entered it from a day on.")
    return show_form(request, form, FormPage(_("New checklist"), _("Begin"), back, about))


@require_POST
def checklist_draft_new(request: HttpRequest, code: str) -> HttpResponse:
    """Begin from the version in force; a draft that is there goes on."""
    viewer = _keeper(request)
    if drafts.held(viewer.person, code) is None:
        entry = current(request, history_of(request, code))
        drafts.begin(
            viewer.person,
            Draft(code=code, name=entry.name, base=str(entry.id), value=entry.value),
        )
    return redirect("admin:checklist-draft", code)


@never_cache
@require_http_methods(["GET", "POST"])
def checklist_draft(request: HttpRequest, code: str) -> HttpResponse:
    """The draft with its items; a whole file takes its place."""
    viewer = _keeper(request)
    draft = drafts.needed(viewer.person, code)
    form = FileForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        stream = form.cleaned_data["file"]
        found = save(form, lambda: files.read_value(stream, code=code, before=draft.value))
        if found and found.value:
            whole = Draft(code=code, name=draft.name, base=draft.base, value=found.value)
            drafts.begin(viewer.person, whole)
            tell(request, _("The file took the place of the draft."))
            return redirect("admin:checklist-draft", code)
    changes = drafts.changes(_before(request, draft), draft.value)
    context = {
        "draft": draft,
        "sentence": showing.draft_sentence(draft.name, changes),
        "changes": showing.change_lines(changes),
        "topics": showing.topics(draft.value),
        "form": form,
    }
    response = show(request, "checklist_draft", **context)
    response.status_code = 422 if form.is_bound else 200
    return response


@require_POST
def checklist_draft_change(request: HttpRequest, code: str) -> HttpResponse:
    """Move an item, take one out, or give the draft up."""
    viewer = _keeper(request)
    draft = drafts.needed(viewer.person, code)
    act, item = request.POST.get("act", ""), request.POST.get("item", "")
    if act == "drop":
        drafts.drop(viewer.person, code)
        tell(request, _("The draft is gone. What is in force stays as it is."))
        return redirect("admin:checklists")
    if act in {drafts.UP, drafts.DOWN}:
        drafts.begin(viewer.person, drafts.moved(draft, item, act))
    elif act == "remove":
        drafts.begin(viewer.person, drafts.without(draft, item))
    return redirect(f"{reverse('admin:checklist-draft', args=[code])}#item-{item}")


@require_http_methods(["GET", "POST"])
def checklist_head(request: HttpRequest, code: str) -> HttpResponse:
    viewer = _keeper(request)
    draft = drafts.needed(viewer.person, code)
    industries = " ".join(draft.value["industries"])
    initial = {"object": draft.value["object"], "industries": industries}
    form = HeadForm(request.POST or None, initial=initial)
    back = reverse("admin:checklist-draft", args=[code])
    if form.is_bound and form.is_valid():
        value = draft.value | form.head()
        drafts.begin(
            viewer.person, Draft(code=code, name=draft.name, base=draft.base, value=value)
        )
        return redirect(back)
    page = FormPage(_("What the list is for"), pgettext("admin", "Save"), back)
    return show_form(request, form, page)


@require_http_methods(["GET", "POST"])
def checklist_item(request: HttpRequest, code: str, item: str = "") -> HttpResponse:
    """One item of a draft, or with no ``item`` a new one."""
    viewer = _keeper(request)
    draft = drafts.needed(viewer.person, code)
    initial = dict(ItemForm.start(draft.item(item))) if item else {}
    form = ItemForm(request.POST or None, initial=initial)
    back = reverse("admin:checklist-draft", args=[code])
    if form.is_bound and form.is_valid():
        found = save(form, lambda: drafts.put(draft, form.value(), instead=item))
        if found and found.value:
            drafts.begin(viewer.person, found.value)
            return redirect(f"{back}#item-{form.cleaned_data['code']}")
    title = _("Item %(code)s") % {"code": item} if item else _("New item")
    page = FormPage(title, _("Into the draft"), back)
    return show_form(request, form, page, draft=True)


@require_GET
def checklist_preview(request: HttpRequest, code: str) -> HttpResponse:
    """As an inspector sees it."""
    draft = drafts.needed(_keeper(request).person, code)
    return show(request, "checklist_preview", draft=draft, topics=showing.topics(draft.value))


@require_http_methods(["GET", "POST"])
def checklist_enter(request: HttpRequest, code: str) -> HttpResponse:
    """From when and by which source; then once more with everything it changes; then it is law."""
    viewer = _keeper(request)
    draft = drafts.needed(viewer.person, code)
    found = drafts.changes(_before(request, draft), draft.value)
    form = EnterForm(request.POST or None)
    back = reverse("admin:checklist-draft", args=[code])
    if not found:
        tell(request, _("The draft says what is in force already."))
        return redirect(back)
    if form.is_bound and form.is_valid() and _may_begin(form, day_of(viewer.at)):
        if "confirm" not in request.POST:
            lines = showing.change_lines(found)
            return show(request, "checklist_enter", draft=draft, form=form, changes=lines)
        if _enter(request, form, draft):
            return redirect("admin:checklist", code)
    about = _("Next you see once more what changes.")
    page = FormPage(_("Enter %(name)s") % {"name": draft.name}, _("Go on"), back, about)
    return show_form(request, form, page, draft=True)


def _may_begin(form: EnterForm, today: Any) -> bool:
    """What was looked at under the old list stays under it: no version begins in the past."""
    if form.cleaned_data["from_on"] >= today:
        return True
    form.add_error("from_on", _("Today or later: what was checked before stays as it was."))
    return False


def _enter(request: HttpRequest, form: EnterForm, draft: Draft) -> bool:
    viewer, given = reader(request), form.cleaned_data
    _check_current(request, draft)
    saved = save(
        form,
        lambda: services.change_rule(
            subject=SUBJECT,
            code=draft.code,
            value=draft.value,
            from_on=given["from_on"],
            source=given["source"],
            verified=all(item.get("verified") for item in draft.items),
            note=given["note"],
            name=draft.name,
            by=viewer,
            at=now(),
        ),
    )
    if saved:
        drafts.drop(viewer.person, draft.code)
        text = _("From %(day)s on the list is asked as you wrote it.")
        tell(request, text % {"day": given["from_on"]})
    return bool(saved)


def _check_current(request: HttpRequest, draft: Draft) -> None:
    """Refuses ``STALE`` when the list in force says something else than where the draft began."""
    entries = reads.history(reader(request), SUBJECT, draft.code)
    now_in_force = current(request, entries).value if entries else None
    if now_in_force != _before(request, draft):
        raise Refusal(Why.STALE, version=None)


def _before(request: HttpRequest, draft: Draft) -> Mapping[str, Any] | None:
    """The value the draft began from; ``None`` for a new list."""
    entries = reads.history(reader(request), SUBJECT, draft.code)
    found = next((one for one in entries if str(one.id) == draft.base), None)
    return found.value if found else None


def _keeper(request: HttpRequest) -> Any:
    viewer = reader(request)
    if not viewer.may(Capability.KEEP_RULES):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_RULES)
    return viewer
