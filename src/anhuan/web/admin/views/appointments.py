"""Somebody put into a post, taken out of it, and what was recorded wrongly put right."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from anhuan.base.clock import now
from anhuan.base.outside import words_in
from anhuan.kernel.calendar import day_of, end_of_day
from anhuan.territory import establishment as reads
from anhuan.territory import services
from anhuan.territory.services.accounts import enter_person
from anhuan.web.admin.forms.people import PersonForm
from anhuan.web.admin.forms.posts import AppointForm, EndForm, SpanForm
from anhuan.web.admin.pages import FormPage, reader, save, show, show_form, start_of
from anhuan.web.admin.showing import posts as showing
from anhuan.web.parts.toasts import tell

FEW = 20


@require_http_methods(["GET", "POST"])
def appoint(request: HttpRequest, post: UUID) -> HttpResponse:
    """First a name is looked for, then one of those found is chosen."""
    viewer = reader(request)
    row = reads.post_row(viewer, post, at=viewer.at)
    words = words_in(request.GET.get("q", ""), most=64)
    people = showing.candidates(reads.candidates(viewer, words, limit=FEW)) if words else []
    form = AppointForm(
        request.POST or None,
        people=people,
        initial={
            "since": day_of(viewer.at),
            "acting": not row.vacant,
            "person": str(people[0][0]) if len(people) == 1 else None,
        },
    )
    if form.is_bound and form.is_valid():
        span = _span(form.cleaned_data)
        person = UUID(form.cleaned_data["person"])
        if save(
            form,
            lambda: services.appoint(post=post, person=person, **span, by=viewer, at=now()),
        ):
            tell(request, _("Appointed. What is due at this post is with them from that day."))
            return redirect("admin:post", post)
    return show(
        request,
        "appoint",
        post=row,
        form=form,
        found=people,
        words=words,
        entering=PersonForm(initial={"name": words}),
    )


@require_POST
def appoint_new(request: HttpRequest, post: UUID) -> HttpResponse:
    """Somebody who is not in the list is entered, then chosen."""
    viewer = reader(request)
    reads.post_row(viewer, post, at=viewer.at)
    form = PersonForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        saved = save(form, lambda: enter_person(**given, by=viewer, at=now()))
        if saved:
            tell(request, _("%(name)s is entered. Now choose the days.") % given)
            url = reverse("admin:appoint", args=[post])
            return redirect(f"{url}?q={saved.value}")
    back = reverse("admin:appoint", args=[post])
    return show_form(
        request, form, FormPage(_("Enter a person"), pgettext("admin", "Enter person"), back)
    )


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, appointment: UUID) -> HttpResponse:
    """A stand-in goes back to their own work; a holder hands over first."""
    viewer = reader(request)
    term = reads.term(viewer, appointment)
    if not term.acting:
        return redirect("admin:handover", term.person)
    form = EndForm(request.POST or None, initial={"last": day_of(viewer.at)})
    if form.is_bound and form.is_valid():
        until, basis = end_of_day(form.cleaned_data["last"]), form.cleaned_data["basis"]
        if save(
            form,
            lambda: services.end_appointment(
                appointment=appointment, until=until, basis=basis, by=viewer, at=now()
            ),
        ):
            tell(request, _("%(name)s leaves the post with that day.") % {"name": term.name})
            return redirect("admin:post", term.post)
    title = _("When does %(name)s leave the post?") % {"name": term.name}
    effect = _("What is open at the post stays with the post; a vacancy climbs to its superior.")
    back = reverse("admin:post", args=[term.post])
    return show_form(request, form, FormPage(title, pgettext("admin", "End"), back, "", effect))


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, appointment: UUID) -> HttpResponse:
    """Dates, stand-in or document were entered wrongly; or it never was (withdraw)."""
    viewer = reader(request)
    term = reads.term(viewer, appointment)
    last = day_of(term.valid_to - showing.SHORT) if term.valid_to else None
    first = {"since": day_of(term.valid_from), "last": last}
    form = SpanForm(
        request.POST or None, initial=first | {"acting": term.acting, "basis": term.basis}
    )
    if form.is_bound and form.is_valid():
        changes = _changes(form)
        if save(
            form,
            lambda: services.correct_appointment(
                appointment=appointment, changes=changes, by=viewer, at=now()
            ),
        ):
            tell(request, _("Corrected. What was known before stays to be seen."))
            return redirect("admin:post", term.post)
    return show(
        request,
        "correct",
        term=term,
        form=form,
        back=reverse("admin:post", args=[term.post]),
    )


@require_POST
def withdraw(request: HttpRequest, appointment: UUID) -> HttpResponse:
    viewer = reader(request)
    term = reads.term(viewer, appointment)
    services.withdraw_appointment(appointment=appointment, by=viewer, at=now())
    tell(request, _("Withdrawn: %(name)s never held the post.") % {"name": term.name})
    return redirect("admin:post", term.post)


def _span(given: dict[str, Any]) -> dict[str, Any]:
    return {
        "since": start_of(given["since"]),
        "until": end_of_day(given["last"]) if given["last"] else None,
        "acting": given["acting"],
        "basis": given["basis"],
    }


def _changes(form: SpanForm) -> dict[str, Any]:
    """Only what was changed, so that the hour of an untouched day stays."""
    span = _span(form.cleaned_data)
    names = {"since": "valid_from", "last": "valid_to", "acting": "acting", "basis": "basis"}
    keys = {"since": "since", "last": "until", "acting": "acting", "basis": "basis"}
    return {names[one]: span[keys[one]] for one in form.changed_data}
