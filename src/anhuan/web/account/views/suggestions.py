"""Suggest or complain about this system, and see the answer."""

from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from anhuan.base.clock import now
from anhuan.people import queries, services
from anhuan.web.account import words
from anhuan.web.account.forms import FindForm, SuggestForm
from anhuan.web.account.views.entrance import address
from anhuan.web.account.views.me import show

# Suggestions from one address a day before it has to wait.
LIMIT = 20


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def suggest(request: HttpRequest) -> HttpResponse:
    person = getattr(request.user, "person_id", None)
    form = SuggestForm(request.POST or None, initial={"page": request.GET.get("page", "")})
    if request.method == "POST" and form.is_valid() and _within_limit(request, form):
        number, code = services.suggest(**form.cleaned_data, by=person, at=now())
        told = {"number": number, "code": code, "anonymous": person is None}
        return render(request, "account/suggested.html", told)
    earlier = queries.suggestions_of(person) if person else []
    return show(request, "suggest", form, suggestions=earlier)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    form = FindForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        until = _spent(request, "find")
        found = None if until else queries.suggestion(given["number"], given["code"])
        if until:
            form.add_error(None, words.wait_until(until))
        elif found is None:
            form.add_error(None, _("Number and code do not match. Check both."))
    return show(request, "find", form, suggestions=[found] if found else [])


def _within_limit(request: HttpRequest, form: SuggestForm) -> bool:
    until = _spent(request, "suggest")
    if until is not None:
        form.add_error(None, words.wait_until(until))
        return False
    return True


def _spent(request: HttpRequest, kind: str) -> datetime | None:
    here = services.network(address(request))
    return services.spend(kind=kind, value=here, limit=LIMIT, at=now())
