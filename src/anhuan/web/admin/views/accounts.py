"""People with their accounts: found, invited, let in again, closed; who opened what."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anhuan.base.clock import now
from anhuan.base.outside import words_in
from anhuan.devices.queries import devices_of
from anhuan.devices.services import revoke_of_another
from anhuan.erasure.queries import may_erase
from anhuan.kernel.access import Capability
from anhuan.people.queries import persons as people_named
from anhuan.people.types import CertificateKind, Standing
from anhuan.territory import accounts as reads
from anhuan.territory.services import accounts as services
from anhuan.web.admin.forms.people import (
    CertificateForm,
    CorrectPersonForm,
    PersonForm,
    WhyForm,
    WithdrawForm,
)
from anhuan.web.admin.pages import FormPage, chosen_id, reader, save, show, show_form
from anhuan.web.admin.showing import people as showing
from anhuan.web.parts.toasts import tell


@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    viewer = reader(request)
    words = words_in(request.GET.get("q", ""), most=64)
    wanted = request.GET.get("standing", "")
    standing = Standing(wanted) if wanted in set(Standing) else None
    counts = reads.counts(viewer)
    found = reads.persons(
        viewer, words=words, standing=standing, after=chosen_id(request, "after")
    )
    return show(
        request,
        "accounts",
        sentence=showing.sentence(counts),
        tabs=showing.tabs(counts, standing, words),
        table=showing.table(found, request),
        words=words,
        standing=wanted,
    )


@never_cache
@require_GET
def account(request: HttpRequest, person: UUID) -> HttpResponse:
    viewer = reader(request)
    file = reads.person_file(viewer, person)
    opened = file.disclosures
    named = people_named([one.by for one in opened] + [person])
    return show(
        request,
        "account",
        file=file,
        person=file.row.person,
        may_erase=may_erase(viewer) and person != viewer.person,
        may_organise=viewer.may(Capability.KEEP_ORGANISATION),
        facts=showing.facts(file),
        acts=showing.acts(file),
        posts=showing.posts(file.row.posts, linked=viewer.may(Capability.KEEP_ORGANISATION)),
        certificates=showing.certificates(file.certificates, person, kept=file.kept),
        sessions=showing.sessions(file.sessions),
        phones=devices_of(person, viewer.at),
        disclosures=showing.disclosures(opened, named),
    )


@require_http_methods(["GET", "POST"])
def person_new(request: HttpRequest) -> HttpResponse:
    form = PersonForm(request.POST or None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        saved = save(form, lambda: services.enter_person(**given, by=reader(request), at=now()))
        if saved:
            tell(request, _("%(name)s is entered. Now invite by code.") % given)
            return redirect("admin:account", saved.value)
    title = _("Enter a person")
    about = _("Look first whether the person is in the list: a second entry has no past.")
    page = FormPage(title, pgettext("admin", "Enter person"), reverse("admin:accounts"), about)
    return show_form(request, form, page)


@require_http_methods(["GET", "POST"])
def person_change(request: HttpRequest, person: UUID) -> HttpResponse:
    viewer = reader(request)
    line = reads.person_file(viewer, person).row.person
    short = line.short if line.short != line.name else ""
    form = CorrectPersonForm(request.POST or None, initial={"name": line.name, "short": short})
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data, phone=form.cleaned_data["phone"] or None)
        if save(
            form, lambda: services.correct_person(person=person, **given, by=viewer, at=now())
        ):
            tell(request, pgettext("admin", "Saved."))
            return redirect("admin:account", person)
    back = reverse("admin:account", args=[person])
    title = _("Correct what is known of %(name)s") % {"name": line.name}
    return show_form(request, form, FormPage(title, pgettext("admin", "Save"), back))


@never_cache
@require_POST
def person_code(request: HttpRequest, person: UUID) -> HttpResponse:
    """The slip is the answer to this very request; the code is nowhere else."""
    viewer = reader(request)
    issued = services.issue_code(person=person, by=viewer, at=now())
    row = reads.person_file(viewer, person).row
    name = "account:reset" if row.account else "account:join"
    return show(
        request,
        "slip",
        person=row.person,
        account=row.account,
        issued=issued,
        address=request.build_absolute_uri(reverse(name)),
    )


@require_POST
def person_act(request: HttpRequest, person: UUID) -> HttpResponse:
    viewer, at = reader(request), now()
    act = request.POST.get("act", "")
    if act == "close":
        services.close_person(person=person, by=viewer, at=at)
        tell(request, _("The account is closed."))
    elif act == "reopen":
        services.reopen_person(person=person, by=viewer, at=at)
        tell(request, _("The account is open again, with the old password."))
    elif act == "unlock":
        services.unlock_person(person=person, by=viewer, at=at)
        tell(request, _("Unlocked. The next attempt counts anew."))
    elif act == "end":
        ended = services.end_sessions(person=person, by=viewer, at=at)
        text = ngettext("%(n)d sign-in ended.", "%(n)d sign-ins ended.", ended)
        tell(request, text % {"n": ended})
    return redirect("admin:account", person)


@require_POST
def device_revoke(request: HttpRequest, person: UUID, device: UUID) -> HttpResponse:
    """Whoever keeps the person's account ends a phone of the person's."""
    viewer = reader(request)
    revoke_of_another(device_id=device, person=person, by=viewer, at=now())
    tell(request, _("This phone is ended. It wipes what it carries at its next contact."))
    return redirect("admin:account", person)


@never_cache
@require_http_methods(["GET", "POST"])
def person_phone(request: HttpRequest, person: UUID) -> HttpResponse:
    viewer = reader(request)
    line = reads.person_file(viewer, person).row.person
    form = WhyForm(request.POST or None)
    phone = ""
    if form.is_bound and form.is_valid():
        why = form.cleaned_data["why"]
        saved = save(
            form, lambda: services.reveal_phone(person=person, why=why, by=viewer, at=now())
        )
        phone = (saved.value or _("No number is entered.")) if saved else ""
    title = _("Telephone of %(name)s") % {"name": line.name}
    back = reverse("admin:account", args=[person])
    return show_form(request, form, FormPage(title, _("Show the number"), back), found=phone)


@require_http_methods(["GET", "POST"])
def certificate(request: HttpRequest, person: UUID) -> HttpResponse:
    viewer = reader(request)
    line = reads.person_file(viewer, person).row.person
    form = CertificateForm(request.POST or None)
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data, kind=CertificateKind(form.cleaned_data["kind"]))
        if save(form, lambda: services.certify(person=person, **given, by=viewer, at=now())):
            tell(request, _("Certificate %(number)s is registered.") % given)
            return redirect("admin:account", person)
    title = _("Certificate of %(name)s") % {"name": line.name}
    about = _("Once one is registered, nobody signs as an officer without a valid one.")
    back = reverse("admin:account", args=[person])
    return show_form(request, form, FormPage(title, pgettext("admin", "Register"), back, about))


@require_http_methods(["GET", "POST"])
def certificate_withdraw(request: HttpRequest, person: UUID, certificate: UUID) -> HttpResponse:
    viewer = reader(request)
    file = reads.person_file(viewer, person)
    number = next((one.number for one in file.certificates if one.id == certificate), "")
    form = WithdrawForm(request.POST or None)
    if form.is_bound and form.is_valid():
        on = form.cleaned_data["on"]
        if save(
            form,
            lambda: services.take_certificate(
                person=person, certificate=certificate, on=on, by=viewer, at=now()
            ),
        ):
            tell(request, _("Certificate %(number)s is withdrawn.") % {"number": number})
            return redirect("admin:account", person)
    title = _("Withdraw certificate %(number)s") % {"number": number}
    back = reverse("admin:account", args=[person])
    return show_form(request, form, FormPage(title, pgettext("admin", "Withdraw"), back))


@require_GET
def disclosures(request: HttpRequest) -> HttpResponse:
    lines = reads.opened(reader(request))
    ids = [one.by for one in lines] + [one.subject for one in lines if one.subject]
    return show(request, "disclosures", table=showing.disclosures(lines, people_named(ids)))
