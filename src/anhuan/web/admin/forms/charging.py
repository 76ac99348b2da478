"""A post charged with an area or a site."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import pgettext_lazy as _

from anhuan.kernel.chain import Line, Side
from anhuan.territory.establishment import PostRow
from anhuan.web.admin.forms.people import day_field


class ChargeForm(forms.Form):
    post = forms.ChoiceField(label=_("admin", "Which post answers"))
    since = day_field(_("admin", "From"), help_text=_("admin", "This day counts."))
    clause = forms.CharField(label=_("admin", "By which document"), max_length=200, required=False)
    object = forms.UUIDField(widget=forms.HiddenInput)
    line = forms.ChoiceField(
        choices=[(one.value, one.value) for one in Line], widget=forms.HiddenInput
    )
    side = forms.ChoiceField(
        choices=[(one.value, one.value) for one in Side], widget=forms.HiddenInput
    )
    level = forms.CharField(max_length=12, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, posts: Iterable[PostRow], **more: Any) -> None:
        super().__init__(*args, **more)
        chosen: Any = self.fields["post"]
        chosen.choices = [(str(one.id), f"{one.unit_name} {one.title}".strip()) for one in posts]
