"""The law as data: what holds, since when, by which source; changed by a new version."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from anhuan.base.clock import now
from anhuan.kernel.access import Capability
from anhuan.kernel.calendar import day_of
from anhuan.kernel.refusal import Refusal, Why
from anhuan.people.queries import persons as people_named
from anhuan.rulebook import history as reads
from anhuan.rulebook import services
from anhuan.rulebook.history import Entry
from anhuan.rulebook.queries import PAPERS
from anhuan.web.admin.forms.accountability import ACCOUNTABILITY_FORMS
from anhuan.web.admin.forms.checklists import VisitForm
from anhuan.web.admin.forms.duties import LimitsForm
from anhuan.web.admin.forms.frequencies import FREQUENCY_FORMS
from anhuan.web.admin.forms.licensing import LICENSING_FORMS
from anhuan.web.admin.forms.monitors import MONITOR_FORMS
from anhuan.web.admin.forms.naming import NAMING_FORMS
from anhuan.web.admin.forms.papers import PaperLinesForm
from anhuan.web.admin.forms.rules import FORMS, NewCalendarForm
from anhuan.web.admin.forms.version import RuleForm
from anhuan.web.admin.pages import FormPage, reader, save, show, show_form
from anhuan.web.admin.showing import roles as matrix
from anhuan.web.admin.showing import rules as showing
from anhuan.web.admin.showing.calendar import months
from anhuan.web.parts.toasts import tell

EVERY: Final[Mapping[str, type[RuleForm]]] = {
    **FORMS,
    **ACCOUNTABILITY_FORMS,
    **LICENSING_FORMS,
    **NAMING_FORMS,
    "visit": VisitForm,
    **FREQUENCY_FORMS,
    **MONITOR_FORMS,
}


def form_of(subject: str, code: str) -> type[RuleForm]:
    """The form for a version of this rule."""
    if (subject, code) == ("responsibility", "limits"):
        return LimitsForm
    if subject == "form" and code.startswith(PAPERS):
        return PaperLinesForm
    return EVERY[subject]


@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    viewer = reader(request)
    wanted = request.GET.get("subject", "term")
    subject = wanted if wanted in showing.SUBJECTS else "term"
    entries = reads.in_force(viewer, subject)
    later = reads.to_come(viewer, subject)
    if subject == "workdays":
        entries.sort(key=lambda one: one.code, reverse=True)
    return show(
        request,
        "rules",
        sentence=showing.sentence(entries, later),
        tabs=showing.tabs(subject),
        table=showing.table(entries, later),
        subject=subject,
        keeps=viewer.may(Capability.KEEP_RULES),
    )


@require_GET
def rule(request: HttpRequest, subject: str, code: str) -> HttpResponse:
    viewer = reader(request)
    entries = _entries(request, subject, code)
    today = day_of(viewer.at)
    current = _current(entries, request)
    known = people_named([one.by for one in entries if one.by])
    yearly = subject == "workdays" and "holidays" in current.value
    return show(
        request,
        "rule",
        rule=current,
        name=showing.name(current),
        value=showing.value_text(current),
        mark=showing.mark(current),
        since=showing.first_day(current),
        history=showing.history(entries, known, today),
        months=months(int(code), current.value) if yearly else (),
        keeps=viewer.may(Capability.KEEP_RULES) and code != "every_year",
        subject_name=showing.SUBJECTS.get(subject, pgettext("admin", "Roles")),
        home=_home(subject),
    )


@require_http_methods(["GET", "POST"])
def rule_change(request: HttpRequest, subject: str, code: str) -> HttpResponse:
    viewer = reader(request)
    _need(request)
    current = _current(_entries(request, subject, code), request)
    kind = form_of(subject, code)
    initial = {"source": current.source, "year": code} | dict(kind.start(current.value))
    form = kind(request.POST or None, initial=initial)
    back = reverse("admin:rule", args=[subject, code])
    if form.is_bound and form.is_valid() and _change(request, form, subject, code):
        return redirect(back)
    title = _("New version: %(name)s") % {"name": showing.name(current)}
    about = _("In force now: %(value)s") % {"value": showing.value_text(current)}
    effect = _(
        "What is done from that day on follows the new version; what was done before, and dates "
        "already set, stay as they are."
    )
    page = FormPage(title, _("Enter the version"), back, about, effect)
    return show_form(request, form, page, draft=bool(viewer))


@require_http_methods(["GET", "POST"])
def calendar_new(request: HttpRequest) -> HttpResponse:
    _need(request)
    form = NewCalendarForm(request.POST or None)
    if form.is_bound and form.is_valid():
        year = str(form.cleaned_data["year"])
        name = f"{year} 年工作日"
        if _change(request, form, "workdays", year, name=name):
            return redirect("admin:rule", "workdays", year)
    back = _home("workdays")
    about = _("As the State Council publishes it each November. Until then dates are estimates.")
    page = FormPage(_("Working days of a year"), _("Enter the year"), back, about)
    return show_form(request, form, page, draft=True)


@require_GET
def roles(request: HttpRequest) -> HttpResponse:
    viewer = reader(request)
    entries = reads.in_force(viewer, "capability")
    context = {
        "table": matrix.table(entries),
        "later": reads.to_come(viewer, "capability"),
        "on": day_of(viewer.at),
        "keeps": viewer.may(Capability.KEEP_RULES),
    }
    return show(request, "roles_print" if "print" in request.GET else "roles", **context)


def _need(request: HttpRequest) -> None:
    if not reader(request).may(Capability.KEEP_RULES):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.KEEP_RULES)


def _entries(request: HttpRequest, subject: str, code: str) -> list[Entry]:
    entries = reads.history(reader(request), subject, code) if subject in EVERY else []
    if not entries:
        raise Http404
    return entries


def _current(entries: list[Entry], request: HttpRequest) -> Entry:
    """The version in force today, else the one that stands for the latest start."""
    today = day_of(reader(request).at)
    known = [one for one in entries if one.replaced_at is None]
    return next((one for one in known if one.holds(today)), known[0])


def _change(request: HttpRequest, form: RuleForm, subject: str, code: str, **more: Any) -> bool:
    given = form.cleaned_data
    saved = save(
        form,
        lambda: services.change_rule(
            subject=subject,
            code=code,
            value=form.value(),
            from_on=given["from_on"],
            source=given["source"],
            verified=given["verified"],
            note=given["note"],
            by=reader(request),
            at=now(),
            **more,
        ),
    )
    if saved:
        text = _("What is done from %(day)s on follows the new version.")
        tell(request, text % {"day": given["from_on"]})
    return bool(saved)


def _home(subject: str) -> str:
    if subject == "capability":
        return reverse("admin:roles")
    return f"{reverse('admin:rules')}?subject={subject}"
