"""A new version of a rule, one form for each subject; each gives the value the rulebook holds."""

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import pgettext_lazy as _

from anhuan.kernel.access import Capability
from anhuan.kernel.deadline import LastDay, Unit
from anhuan.web.admin.forms.duties import AskedForm, DepartmentForm, DutyForm
from anhuan.web.admin.forms.ladders import LadderForm
from anhuan.web.admin.forms.readiness import ReadinessForm
from anhuan.web.admin.forms.version import RuleForm
from anhuan.web.admin.words import CAPABILITIES

UNITS: Final = (
    (Unit.WORKDAY.value, _("term", "working days")),
    (Unit.DAY.value, _("term", "calendar days")),
    (Unit.MINUTE.value, _("term", "minutes")),
    (Unit.HOUR.value, _("term", "hours")),
    (Unit.MONTH.value, _("term", "months")),
)
LAST_DAYS: Final = (
    (LastDay.PLAIN.value, _("term", "ends on that day")),
    (LastDay.MOVED.value, _("term", "a day off moves it to the next working day")),
)
GRADINGS: Final = (
    ("required", _("grading", "has to be graded")),
    ("optional", _("grading", "may be graded")),
    ("none", _("grading", "is not graded")),
)

WHOM: Final = (
    ("all", _("dossier rule", "everybody")),
    ("coded", _("dossier rule", "whoever has or must have a credit code")),
    ("enterprise", _("dossier rule", "enterprises")),
    ("none", _("dossier rule", "nobody")),
)
ENDS: Final = (
    ("", _("dossier rule", "has no end of its own")),
    ("insurance_until", _("dossier rule", "the last day of the insurance")),
)


class TermForm(RuleForm):
    amount = forms.IntegerField(label=_("admin", "How long"), min_value=1, max_value=9999)
    unit = forms.ChoiceField(label=_("admin", "Counted in"), choices=UNITS)
    last_day = forms.ChoiceField(label=_("admin", "The last day"), choices=LAST_DAYS)
    own = ("amount", "unit", "last_day")

    def value(self) -> Any:
        return {name: self.cleaned_data[name] for name in self.own}


class EvidenceForm(RuleForm):
    plain = forms.IntegerField(
        label=_("admin", "Exhibits for any case, at least"), min_value=0, max_value=20
    )
    major = forms.IntegerField(
        label=_("admin", "Exhibits for a major hazard, at least"), min_value=0, max_value=20
    )
    own = ("plain", "major")

    def value(self) -> Any:
        return {name: self.cleaned_data[name] for name in self.own}


class KindForm(RuleForm):
    grading = forms.ChoiceField(label=_("admin", "Grading"), choices=GRADINGS)
    starts_as_lead = forms.BooleanField(
        label=_("admin", "Begins as a lead to be verified"), required=False
    )
    original_immutable = forms.BooleanField(
        label=_("admin", "The original wording is never changed"), required=False
    )
    acceptor_other_unit = forms.BooleanField(
        label=_("admin", "Another unit than the implementer accepts it"), required=False
    )
    own = ("grading", "starts_as_lead", "original_immutable", "acceptor_other_unit")

    def value(self) -> Any:
        return {name: self.cleaned_data[name] for name in self.own}


class QuietForm(RuleForm):
    starts = forms.RegexField(
        r"\A([01][0-9]|2[0-3]):[0-5][0-9]\Z",
        label=_("admin", "Quiet from"),
        help_text=_(
            "admin", "As 21:00. Only what is not urgent waits; nothing climbs later for it."
        ),
    )
    ends = forms.RegexField(r"\A([01][0-9]|2[0-3]):[0-5][0-9]\Z", label=_("admin", "Quiet until"))
    own = ("starts", "ends")

    def value(self) -> Any:
        return {"from": self.cleaned_data["starts"], "to": self.cleaned_data["ends"]}

    @staticmethod
    def start(value: Any) -> Mapping[str, Any]:
        return {"starts": value["from"], "ends": value["to"]}


class CapabilityForm(RuleForm):
    capabilities = forms.MultipleChoiceField(
        label=_("admin", "May"),
        required=False,
        choices=[(one.value, word) for one, word in CAPABILITIES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    own = ("capabilities",)

    def value(self) -> Any:
        chosen = set(self.cleaned_data["capabilities"])
        return [one.value for one in Capability if one.value in chosen]

    @staticmethod
    def start(value: Any) -> Mapping[str, Any]:
        return {"capabilities": list(value)}


class TemplateForm(RuleForm):
    number = forms.CharField(
        label=_("admin", "Pattern of the number"), max_length=100, required=False
    )
    template = forms.CharField(
        label=_("admin", "Typst template"),
        max_length=100_000,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 18, "spellcheck": "false", "class": "admin-code-box"}
        ),
    )
    own: ClassVar[tuple[str, ...]] = ("number", "template")

    def value(self) -> Any:
        return {name: self.cleaned_data[name] for name in self.own}


class DossierForm(RuleForm):
    whom = forms.ChoiceField(label=_("admin", "Whom it is asked of"), choices=WHOM)
    days = forms.IntegerField(
        label=_("admin", "A check counts for days"),
        required=False,
        min_value=1,
        max_value=3650,
        help_text=_("admin", "Empty: for ever."),
    )
    until = forms.ChoiceField(label=_("admin", "Valid until"), required=False, choices=ENDS)
    place = forms.IntegerField(label=_("admin", "Place among the gaps"), min_value=1, max_value=99)
    own = ("whom", "days", "until", "place")

    def value(self) -> Any:
        return {name: self.cleaned_data[name] for name in self.own}


class DaysField(forms.CharField):
    """Days of one year as MM-DD, with spans as 10-01~10-08, apart by blanks or lines."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), max_length=4000, **more)


class CalendarForm(RuleForm):
    year = forms.IntegerField(min_value=1990, max_value=2100, widget=forms.HiddenInput)
    holidays = DaysField(
        label=_("admin", "Days off"),
        help_text=_("admin", "Weekends inside a break too. As 10-01~10-08 or 04-06."),
    )
    workdays = DaysField(
        label=_("admin", "Make-up days worked"),
        required=False,
        help_text=_("admin", "Weekend days on which work is done."),
    )
    own = ("year", "holidays", "workdays")

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for name in ("holidays", "workdays"):
            if name in given and "year" in given:
                self._read(name, given)
        both = set(given.get("holidays", ())) & set(given.get("workdays", ()))
        if both and not self.errors:
            text = gettext("%(days)s stand in both lists. Leave them in one.")
            self.add_error("workdays", text % {"days": "、".join(sorted(both))})
        return given

    def _read(self, name: str, given: dict[str, Any]) -> None:
        days, wrong = days_of(given["year"], given[name])
        given[name] = days
        if wrong:
            text = gettext("There is no such day: %(days)s. Write 10-01 or 10-01~10-08.")
            self.add_error(name, text % {"days": "、".join(wrong)})

    def value(self) -> Any:
        return {name: self.cleaned_data[name] for name in ("holidays", "workdays")}

    @staticmethod
    def start(value: Any) -> Mapping[str, Any]:
        return {name: spans(value[name]) for name in ("holidays", "workdays")}


class NewCalendarForm(CalendarForm):
    year = forms.IntegerField(label=_("admin", "Year"), min_value=1990, max_value=2100)


def days_of(year: int, text: str) -> tuple[list[str], list[str]]:
    """The days that ``text`` names, in order, and the words in it that name none."""
    found: set[date] = set()
    wrong = []
    for word in re.split(r"[\s,，、;；]+", text.strip()):
        ends = [_day(year, part) for part in re.split(r"[~～至]", word)]
        first, last = ends[0], ends[-1]
        if first is None or last is None or len(ends) > 2 or last < first:
            wrong += [word] if word else []
            continue
        found |= {first + timedelta(days=n) for n in range((last - first).days + 1)}
    return [f"{day:%m-%d}" for day in sorted(found)], wrong


def _day(year: int, text: str) -> date | None:
    match = re.fullmatch(r"([0-9]{1,2})-([0-9]{1,2})", text)
    if match is None:
        return None
    month, day = int(match[1]), int(match[2])
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def spans(days: Iterable[str]) -> str:
    """Days as MM-DD written short: neighbours as one span."""
    found: list[list[date]] = []
    for text in sorted(days):
        day = date(2000, int(text[:2]), int(text[3:]))
        if found and day - found[-1][-1] == timedelta(days=1):
            found[-1].append(day)
        else:
            found.append([day])
    return " ".join(
        f"{run[0]:%m-%d}" if len(run) == 1 else f"{run[0]:%m-%d}~{run[-1]:%m-%d}" for run in found
    )


FORMS: Final[Mapping[str, type[RuleForm]]] = {
    "term": TermForm,
    "evidence": EvidenceForm,
    "kind": KindForm,
    "capability": CapabilityForm,
    "workdays": CalendarForm,
    "form": TemplateForm,
    "duty": DutyForm,
    "dossier": DossierForm,
    "escalation": LadderForm,
    "quiet": QuietForm,
    "readiness": ReadinessForm,
    "responsibility": AskedForm,
    "industry-department": DepartmentForm,
}
