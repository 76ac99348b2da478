"""A new version of a state of duty (值守状态): what it asks of every shift."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import pgettext_lazy as _

from anhuan.kernel.roster import MOST_CALLS, MOST_PERSONS, MOST_UP, starts_of
from anhuan.web.admin.forms.version import RuleForm


class ReadinessForm(RuleForm):
    """How many more, from how much higher they are led, when shifts begin, when it calls."""

    rank = forms.IntegerField(
        label=_("admin", "Before other states"),
        min_value=0,
        max_value=9,
        help_text=_("admin", "Of two states that hold the one with the highest number does."),
    )
    more = forms.IntegerField(
        label=_("admin", "Persons more in each shift"), min_value=0, max_value=MOST_PERSONS
    )
    lead_up = forms.IntegerField(
        label=_("admin", "Led from so many steps higher"),
        min_value=0,
        max_value=MOST_UP,
        help_text=_("admin", "At most up to the head of the unit."),
    )
    starts = forms.CharField(
        label=_("admin", "Shifts begin at"),
        max_length=40,
        help_text=_("admin", "For units that name none. As 08:00 20:00"),
    )
    calls = forms.CharField(
        label=_("admin", "Calls by itself at"),
        max_length=100,
        required=False,
        help_text=_("admin", "As 10:00 21:00; empty: it does not."),
    )
    own = ("rank", "more", "lead_up", "starts", "calls")

    def clean_starts(self) -> list[str]:
        return _times(self.cleaned_data["starts"])

    def clean_calls(self) -> list[str]:
        found = self.cleaned_data["calls"].split()
        # Each alone: there may be more calls in a day than shifts.
        return [_times(each)[0] for each in found[: MOST_CALLS + 1]]

    def value(self) -> Any:
        return {name: self.cleaned_data[name] for name in self.own}

    @staticmethod
    def start(value: Any) -> Mapping[str, Any]:
        texts = {name: " ".join(value.get(name, ())) for name in ("starts", "calls")}
        return dict(value) | texts


def _times(text: str) -> list[str]:
    try:
        starts_of(text.split())
    except ValueError:
        raise forms.ValidationError(gettext("Write times as 08:30, each once.")) from None
    return text.split()
