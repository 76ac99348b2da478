"""One's own page: who I am here, my posts, language, password, where I am signed in."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from anhuan.base.clock import now
from anhuan.kernel.access import Seat
from anhuan.people import queries, services
from anhuan.people.types import AccountLine, Language
from anhuan.territory.queries import holders
from anhuan.web.account import words
from anhuan.web.account.forms import ChangePasswordForm
from anhuan.web.account.language import speak
from anhuan.web.account.views.entrance import address, safe_next
from anhuan.web.parts.toasts import tell


def mine(request: HttpRequest) -> AccountLine:
    """The account of whoever is signed in; pages for everybody do not ask."""
    if not isinstance(request.user, get_user_model()):
        raise PermissionDenied
    return queries.account(request.user.id)


def seats(request: HttpRequest) -> tuple[Seat, ...]:
    """The posts held now, from the viewer that the request carries."""
    viewer = getattr(request, "viewer", None)
    return viewer.seats if viewer else ()


def confirmed(request: HttpRequest, form: forms.Form) -> bool:
    """Whether ``current`` is the present password; wrong ones count as failed sign-ins."""
    entrance = services.check_password(
        username=mine(request).username,
        password=form.cleaned_data["current"],
        address=address(request),
        at=now(),
    )
    if entrance.account != mine(request).id:
        form.add_error("current", words.wrong_current(entrance))
        return False
    return True


def show(request: HttpRequest, name: str, form: forms.Form, **more: Any) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, f"account/{name}.html", {"form": form, **more}, status=status)


def _posts(request: HttpRequest) -> list[str]:
    """Each post held now with its unit before it, as the head of every page names it."""
    own = seats(request)
    held = holders([seat.post for seat in own], at=now())
    units = {post: one.unit_name for post, one in held.items()}
    return [" ".join(filter(None, (units.get(seat.post), seat.title))) for seat in own]


@never_cache
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    account = mine(request)
    context = {
        "account": account,
        "posts": _posts(request),
        "certificates": queries.certificates(account.person),
        "factor": queries.factor(account.id),
    }
    return render(request, "account/me.html", context)


@login_not_required
@require_http_methods(["GET", "POST"])
def language(request: HttpRequest) -> HttpResponse:
    """Only a POST changes it; a link leads to the page with the choice."""
    chosen = request.POST.get("language", "")
    response = redirect(safe_next(request))
    if chosen not in set(Language):
        return response
    if request.user.is_authenticated:
        services.set_language(account_id=request.user.pk, language=Language(chosen))
    return speak(response, chosen)


@never_cache
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    form = ChangePasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and confirmed(request, form):
        account = mine(request)
        if form.judge(username=account.username, name=account.name):
            services.change_password(
                account_id=account.id,
                password=form.cleaned_data["password"],
                keep_session=request.session.session_key or "",
                by=account.person,
                at=now(),
            )
            update_session_auth_hash(request, get_user_model().objects.get(pk=account.id))
            return render(request, "account/password_done.html")
    return show(request, "password", form, forced=mine(request).must_change_password)


@never_cache
@require_http_methods(["GET", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    account, at = mine(request), now()
    key = request.session.session_key or ""
    if request.method == "POST":
        mark = request.POST.get("mark", "")
        if mark:
            services.end_session(account_id=account.id, mark=mark, by=account.person, at=at)
            tell(request, _("Signed out there."))
        else:
            services.revoke_sessions(
                account_id=account.id, keep_session=key, by=account.person, at=at
            )
            tell(request, _("Signed out everywhere but here."))
        return redirect("account:sessions")
    lines = queries.sessions(account.id, at, key)
    return render(request, "account/sessions.html", {"sessions": lines})
