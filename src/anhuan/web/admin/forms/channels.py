"""The robot of a unit's group."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import pgettext_lazy as _

from anhuan.notices.types import GROUPS
from anhuan.territory.types import UnitLine
from anhuan.web.parts.channels import CHANNELS


class GroupForm(forms.Form):
    unit = forms.TypedChoiceField(label=_("channels", "Unit"))
    channel = forms.ChoiceField(
        label=_("channels", "Service"), choices=[(one.value, CHANNELS[one]) for one in GROUPS]
    )
    target = forms.CharField(
        label=_("channels", "Address of the robot"),
        max_length=300,
        help_text=_(
            "channels", "As the group's settings show it. It is sealed and not shown again."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    secret = forms.CharField(
        label=_("channels", "Signing secret"),
        max_length=100,
        required=False,
        help_text=_("channels", "Only DingTalk, and only if the robot asks for one."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, units: Iterable[UnitLine], **more: Any) -> None:
        super().__init__(*args, **more)
        unit: Any = self.fields["unit"]
        unit.choices = [(str(one.id), one.name) for one in units]
