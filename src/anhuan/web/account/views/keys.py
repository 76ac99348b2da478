"""The second factor and the keys for machines: what is shown once, and how it is stopped."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from anhuan.base.clock import now
from anhuan.people import queries, services
from anhuan.people.types import AccountLine, Scope
from anhuan.web.account.forms import ConfirmForm, EnableForm, TokenForm
from anhuan.web.account.views.me import confirmed, mine, show
from anhuan.web.parts.qr import qr_svg
from anhuan.web.parts.toasts import tell


@never_cache
@require_http_methods(["GET", "POST"])
def two_factor(request: HttpRequest) -> HttpResponse:
    """Off: asks for the password and proposes a secret. Proposed: shows it and asks for a code.
    On: new recovery codes, or off again."""
    account = mine(request)
    state = queries.factor(account.id)
    if state.proposed:
        return _enable(request, account, state.proposed)
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and confirmed(request, form):
        if not state.on:
            services.propose_two_factor(account_id=account.id)
        elif request.POST.get("act") == "renew":
            codes = services.renew_recovery_codes(
                account_id=account.id, by=account.person, at=now()
            )
            return render(request, "account/recovery_codes.html", {"codes": codes})
        else:
            services.disable_two_factor(account_id=account.id, by=account.person, at=now())
            tell(request, _("The second step is off."))
        return redirect("account:two-factor")
    return show(request, "two_factor", form, factor=state)


@never_cache
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    account, at = mine(request), now()
    form = TokenForm(request.POST or None)
    issued = None
    if request.method == "POST" and form.is_valid() and confirmed(request, form):
        issued = services.issue_token(
            account_id=account.id,
            name=form.cleaned_data["name"],
            scopes={Scope(scope) for scope in form.cleaned_data["scopes"]},
            term=timedelta(days=form.cleaned_data["days"]),
            by=account.person,
            at=at,
        )
        form = TokenForm()
    lines = queries.tokens(account.id, at)
    return show(request, "tokens", form, issued=issued, tokens=lines)


@require_POST
def token_revoke(request: HttpRequest, token_id: UUID) -> HttpResponse:
    account = mine(request)
    services.revoke_token(account_id=account.id, token_id=token_id, by=account.person, at=now())
    tell(request, _("The key is revoked. Programs that use it are refused from now on."))
    return redirect("account:tokens")


def _enable(request: HttpRequest, account: AccountLine, secret: str) -> HttpResponse:
    form = EnableForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        codes = services.enable_two_factor(
            account_id=account.id, code=form.cleaned_data["code"], by=account.person, at=now()
        )
        if codes is not None:
            return render(request, "account/recovery_codes.html", {"codes": codes})
        form.add_error("code", _("This code does not fit. Check the telephone's clock."))
    uri = services.provisioning_uri(
        secret, username=account.username, issuer=f"安环 {settings.NODE_NAME}"
    )
    spaced = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return show(request, "two_factor_enable", form, qr=qr_svg(uri), secret=spaced)
