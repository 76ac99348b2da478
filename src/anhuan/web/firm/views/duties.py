"""The duties of the firm's posts: read, signed, and signed on paper by those without account."""

from datetime import date
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anhuan.duty.services import note_signature, sign_duties
from anhuan.kernel.calendar import day_of
from anhuan.web.firm.duties import duty_page
from anhuan.web.firm.places import own_site
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.viewers import ViewerRequest


@require_safe
def duties(request: ViewerRequest) -> HttpResponse:
    page = duty_page(request.viewer, own_site(request))
    today = f"{day_of(request.viewer.at):%Y-%m-%d}"
    return render(request, "firm/duties.html", {"duty": page, "today": today})


@require_POST
def sign(request: ViewerRequest, post: UUID) -> HttpResponse:
    sign_duties(post=post, by=request.viewer, at=request.viewer.at)
    tell(request, _("Signed. It is on the record with today's wording."))
    return redirect("firm:duties")


@require_POST
def paper(request: ViewerRequest, post: UUID) -> HttpResponse:
    """A day that is none is taken as today's: the field offers no other."""
    viewer = request.viewer
    signed_on = _day(request.POST.get("signed_on", "")) or day_of(viewer.at)
    note_signature(post=post, signed_on=signed_on, by=viewer, at=viewer.at)
    tell(request, _("Entered. Keep the signed sheet in the firm's file."))
    return redirect("firm:duties")


def _day(text: str) -> date | None:
    form = _DayForm({"day": text})
    return form.cleaned_data["day"] if form.is_valid() else None


class _DayForm(forms.Form):
    day = forms.DateField(input_formats=["%Y-%m-%d"])
