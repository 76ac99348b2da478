"""A request that what is known of a person goes."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import pgettext_lazy as _

from anhuan.erasure.types import Ground


class ErasureForm(forms.Form):
    terms = forms.CharField(
        label=_("erasure", "Names and numbers to look for, one a line"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("erasure", "As they may stand anywhere: name, telephone, resident number."),
    )
    ground = forms.ChoiceField(label=_("erasure", "Legal ground"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("erasure", "Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("erasure", "Who asked, when, and what was checked. Without the name."),
    )
    over = forms.BooleanField(
        label=_("erasure", "No law or regulation demands that it be kept any longer"),
    )

    def __init__(self, *args: Any, grounds: Iterable[Ground], **more: Any) -> None:
        super().__init__(*args, **more)
        chosen: Any = self.fields["ground"]
        chosen.choices = [(one.code, f"{one.name} — {one.source}") for one in grounds]

    def lines(self) -> list[str]:
        return [line for line in self.cleaned_data["terms"].splitlines() if line.strip()]
