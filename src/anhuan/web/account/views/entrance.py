"""Getting in and out."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model, login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from anhuan.base.clock import now
from anhuan.kernel.refusal import Refusal
from anhuan.people import queries, services
from anhuan.people.types import Code, CodeState, Entrance, Purpose
from anhuan.sites.queries import site_name
from anhuan.sites.services import join_firm
from anhuan.web.account import words
from anhuan.web.account.forms import (
    FirmJoinForm,
    JoinForm,
    ResetForm,
    SecondFactorForm,
    SignInForm,
)
from anhuan.web.account.language import speak
from anhuan.web.parts.attempts import attempt

LIFETIME = timedelta(hours=12)
PENDING = "second-factor-pending"
PENDING_TERM = timedelta(minutes=10)
BACKEND = "django.contrib.auth.backends.ModelBackend"


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    onward = safe_next(request)
    if request.user.is_authenticated:
        return redirect(onward)
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at = now()
        entrance = services.check_password(**form.cleaned_data, address=address(request), at=at)
        if entrance.account is not None and entrance.second_factor:
            return _ask_second(request, entrance.account, onward, at)
        if entrance.account is not None:
            return enter(request, entrance.account, onward, at)
        form.add_error(None, words.not_in(entrance))
        return _page(request, "sign_in", form, _status(entrance), onward=onward)
    return _page(request, "sign_in", form, onward=onward)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    at = now()
    account_id = _half_way(request, at)
    if account_id is None:
        return redirect("account:sign-in")
    form = SecondFactorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        entrance = services.check_second_factor(
            account_id=account_id,
            code=form.cleaned_data["code"],
            address=address(request),
            at=at,
        )
        if entrance.account is not None:
            return enter(request, account_id, request.session[PENDING]["next"], at)
        form.add_error("code", words.wrong_second(entrance))
        return _page(request, "second_factor", form, _status(entrance))
    return _page(request, "second_factor", form)


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("account:sign-in")


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """A firm's code, scanned from its order, comes with the address; anybody's is typed."""
    typed = (request.POST or request.GET).get("code", "")[:32]
    code = _looked_at(request, typed)
    firm = site_name(code.site) if code.site else ""
    kind = FirmJoinForm if firm else JoinForm
    form = kind(request.POST or None, initial={"code": typed})
    if request.method == "POST" and form.is_valid() and _may_join(form, code):
        at = now()
        account_id = attempt(lambda: _joined(form.cleaned_data, firm=bool(firm), at=at))
        if not isinstance(account_id, Refusal):
            return enter(request, account_id, resolve_url("account:me"), at)
        form.add_error("code", words.bad_code(Code(state=CodeState.EXPIRED)))
    return _page(request, "join", form, firm=firm)


def _looked_at(request: HttpRequest, typed: str) -> Code:
    if not typed:
        return Code(state=CodeState.UNKNOWN)
    return services.look_at_code(
        code=typed, purpose=Purpose.JOIN, address=address(request), at=now()
    )


def _joined(given: Mapping[str, Any], *, firm: bool, at: datetime) -> UUID:
    account = {name: given[name] for name in ("code", "username", "password")}
    if not firm:
        return services.accept_invitation(**account, at=at)
    who = {name: given[name] for name in ("name", "title", "phone")}
    return join_firm(**account, **who, at=at)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def reset(request: HttpRequest) -> HttpResponse:
    form = ResetForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _may_reset(request, form):
        given = form.cleaned_data
        services.accept_reset(code=given["code"], password=given["password"], at=now())
        return render(request, "account/reset_done.html")
    return _page(request, "reset", form)


def enter(
    request: HttpRequest, account_id: UUID, onward: str, at: datetime
) -> HttpResponseRedirect:
    """Start a session under a fresh key that ends 12 hours from now, however busy."""
    account = get_user_model().objects.get(pk=account_id)
    request.session.pop(PENDING, None)
    login(request, account, backend=BACKEND)
    device = request.headers.get("User-Agent", "")[:200]
    request.session.set_expiry(at + LIFETIME)
    request.session.update(
        {"started_at": at.isoformat(), "address": address(request), "device": device}
    )
    services.note_sign_in(account_id=account_id, address=address(request), device=device, at=at)
    return speak(HttpResponseRedirect(onward), account.language)


def address(request: HttpRequest) -> str:
    """The client's address; ``config.proxy`` has put it here."""
    return str(request.META.get("REMOTE_ADDR", ""))


def safe_next(request: HttpRequest) -> str:
    """Where to go afterwards: only to a page of this very host."""
    wish = request.POST.get("next") or request.GET.get("next") or ""
    here = url_has_allowed_host_and_scheme(
        wish, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wish if here else resolve_url("account:me")


def _ask_second(request: HttpRequest, account_id: UUID, onward: str, at: datetime) -> HttpResponse:
    # A fresh session: the one that came may have been planted.
    request.session.flush()
    account = get_user_model().objects.get(pk=account_id)
    request.session[PENDING] = {
        "account": str(account_id),
        "proof": account.get_session_auth_hash(),
        "next": onward,
        "at": at.isoformat(),
    }
    return redirect("account:second-factor")


def _half_way(request: HttpRequest, at: datetime) -> UUID | None:
    """Whose password was right a moment ago, if it is still the password."""
    pending: dict[str, str] = request.session.get(PENDING, {})
    if not pending or datetime.fromisoformat(pending["at"]) + PENDING_TERM <= at:
        return None
    account = get_user_model().objects.filter(pk=pending["account"], is_active=True).first()
    if account is None:
        return None
    same = constant_time_compare(pending["proof"], account.get_session_auth_hash())
    return account.id if same else None


def _may_join(form: JoinForm, code: Code) -> bool:
    given = form.cleaned_data
    if code.state != CodeState.OPEN:
        form.add_error("code", words.bad_code(code))
        return False
    if queries.username_taken(given["username"]):
        form.add_error("username", _("Somebody has this username. Choose another."))
        return False
    return form.judge(username=given["username"], name=code.name or given.get("name", ""))


def _may_reset(request: HttpRequest, form: ResetForm) -> bool:
    code = services.look_at_code(
        code=form.cleaned_data["code"],
        purpose=Purpose.RESET,
        address=address(request),
        at=now(),
    )
    if code.state != CodeState.OPEN:
        form.add_error("code", words.bad_code(code))
        return False
    return form.judge(username=code.username, name=code.name)


def _status(entrance: Entrance) -> int:
    return 429 if entrance.locked_until is not None else 422


def _page(
    request: HttpRequest, name: str, form: Any, status: int = 0, **more: Any
) -> HttpResponse:
    code = status or (422 if form.is_bound and form.errors else 200)
    return render(request, f"account/{name}.html", {"form": form, **more}, status=code)
