"""New versions of a season and of a limit of outlets, and both in words."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as __
from django.utils.translation import pgettext_lazy as _

from anhuan.base.clock import now
from anhuan.kernel.season import season
from anhuan.rulebook.queries import names_of
from anhuan.web.admin.forms.version import RuleForm

SPANS: Final[Mapping[str, str | Promise]] = {
    "hour": _("alarm limit", "mean of an hour"),
    "day": _("alarm limit", "mean of a day"),
}


class SeasonForm(RuleForm):
    """Days that every year has; over the turn of the year where it ends before it begins."""

    begins = forms.CharField(
        label=_("season", "First day"), max_length=5, help_text=_("season", "As 11-15.")
    )
    ends = forms.CharField(
        label=_("season", "Last day"),
        max_length=5,
        help_text=_("season", "As 03-15; before the first day: of the next year."),
    )
    own = ("begins", "ends")

    def clean_begins(self) -> str:
        return _day(self.cleaned_data["begins"])

    def clean_ends(self) -> str:
        return _day(self.cleaned_data["ends"])

    def value(self) -> Any:
        return {name: self.cleaned_data[name] for name in self.own}


def _day(text: str) -> str:
    try:
        season({"begins": text, "ends": text})
    except ValueError:
        raise forms.ValidationError(__("Write a day that every year has, as 11-15.")) from None
    return text


def _holds() -> list[tuple[str, str | Promise]]:
    return [("", _("alarm limit", "the whole year")), *names_of("season", now()).items()]


class AlarmLimitForm(RuleForm):
    """What may not be exceeded; of what and of which station stays as it is."""

    most = forms.DecimalField(
        label=_("alarm limit", "Not more than"), min_value=0, max_digits=11, decimal_places=6
    )
    span = forms.ChoiceField(label=_("alarm limit", "Counts as"), choices=list(SPANS.items()))
    season = forms.ChoiceField(
        label=_("alarm limit", "Holds"),
        required=False,
        choices=_holds,
        help_text=_("alarm limit", "A limit of a season holds on its days in every year."),
    )
    fixed = forms.JSONField(widget=forms.HiddenInput)
    own: ClassVar[tuple[str, ...]] = ("most", "span", "season", "fixed")

    def value(self) -> Any:
        given = self.cleaned_data
        fixed = given["fixed"] if isinstance(given["fixed"], dict) else {}
        most = format(given["most"].normalize(), "f")
        return fixed | {"most": most, "span": given["span"], "season": given["season"]}

    @staticmethod
    def start(value: Any) -> Mapping[str, Any]:
        own = {name: value.get(name, "") for name in ("most", "span", "season")}
        return own | {"fixed": {name: value[name] for name in value if name not in own}}


def season_text(value: Any) -> str:
    text = _("season", "every year from %(begins)s to %(ends)s")
    return str(text) % {"begins": value["begins"], "ends": value["ends"]}


def limit_text(value: Any) -> str:
    """What is held against what, and in which season."""
    said = f"{SPANS[value['span']]} ≤ {value['most']} {value['unit']}"
    if value.get("converted"):
        said += __(" at reference oxygen")
    code = value.get("season")
    return f"{said}，{names_of('season', now()).get(code, code)}" if code else said


MONITOR_FORMS: Final[Mapping[str, type[RuleForm]]] = {
    "season": SeasonForm,
    "alarm-limit": AlarmLimitForm,
}
