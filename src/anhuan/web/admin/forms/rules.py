"""A new version of a rule, one form for each subject; each gives the value the rulebook holds."""

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import pgettext_lazy as _

from anhuan.cases.words.climbing import MEASURES
from anhuan.kernel.access import Capability
from anhuan.kernel.cycle import Every
from anhuan.kernel.deadline import LastDay, Unit
from anhuan.kernel.duty import DEEDS, Reach
from anhuan.kernel.escalation import Measure
from anhuan.web.admin.dutywords import FIELDS, SUBJECTS
from anhuan.web.admin.forms.people import day_field
from anhuan.web.admin.words import CAPABILITIES
from anhuan.web.parts.duties import EVERY, deed_text

UNITS: Final = (
    (Unit.WORKDAY.value, _("term", "working days")),
    (Unit.DAY.value, _("term", "calendar days")),
    (Unit.HOUR.value, _("term", "hours")),
    (Unit.MONTH.value, _("term", "months")),
)
LAST_DAYS: Final = (
    (LastDay.PLAIN.value, _("term", "ends on that day")),
    (LastDay.MOVED.value, _("term", "a day off moves it to the next working day")),
)
FIELD_CHOICES: Final = [(one.value, word) for one, word in FIELDS.items()]
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


class RuleForm(forms.Form):
    """What every version has: from when, by which source, read or not, and why it changes."""

    from_on = day_field(
        _("admin", "In force from"), help_text=_("admin", "What is done from this day on.")
    )
    source = forms.CharField(
        label=_("admin", "Source"),
        max_length=400,
        help_text=_("admin", "Name, number and clause, as printed."),
    )
    verified = forms.BooleanField(
        label=_("admin", "I have read the clause itself"),
        required=False,
        help_text=_("admin", "Without this it is shown as unverified."),
    )
    note = forms.CharField(
        label=_("admin", "Why it changes"), max_length=400, help_text=_("admin", "One sentence.")
    )
    own: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.order_fields((*self.own, "from_on", "source", "verified", "note"))

    def value(self) -> Any:
        raise NotImplementedError

    @staticmethod
    def start(value: Any) -> Mapping[str, Any]:
        """The fields of ``value`` as the form begins with them."""
        return dict(value)


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


class LadderForm(RuleForm):
    """A ladder of escalation, a rung a line; what it is for stays as it was."""

    rungs = forms.CharField(
        label=_("admin", "Rungs"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 9, "spellcheck": "false", "class": "admin-code-box"}),
        help_text=_(
            "admin",
            "One rung a line: days from the due day (-7, 0, 1; 5w for working days), measure, "
            "steps up, supervision level, ! if urgent. As: 7 supervision 2 1 !",
        ),
    )
    rank = forms.IntegerField(
        label=_("admin", "Before other ladders"),
        min_value=0,
        max_value=99,
        help_text=_("admin", "Of the ladders that fit, the one with the highest number holds."),
    )
    scope = forms.JSONField(widget=forms.HiddenInput, required=False)
    own = ("rungs", "rank", "scope")

    def clean_rungs(self) -> list[dict[str, Any]]:
        text: str = self.cleaned_data["rungs"]
        found = []
        for number, line in enumerate(text.strip().splitlines(), start=1):
            rung = rung_of(line)
            if rung is None:
                said = gettext(
                    "Line %(n)d cannot be read: %(text)s. Write it as: 7 supervision 2 1 !"
                )
                raise forms.ValidationError(said % {"n": number, "text": line.strip()[:40]})
            found.append(rung)
        if len({rung["code"] for rung in found}) != len(found):
            raise forms.ValidationError(gettext("Two rungs have the same day. Leave one."))
        return found

    def value(self) -> Any:
        given = self.cleaned_data
        scope = given["scope"] if isinstance(given["scope"], dict) else {}
        return scope | {"rank": given["rank"], "rungs": given["rungs"]}

    @staticmethod
    def start(value: Any) -> Mapping[str, Any]:
        scope = {name: value[name] for name in value if name not in {"rank", "rungs"}}
        lines = "\n".join(rung_line(rung) for rung in value["rungs"])
        return {"rungs": lines, "rank": value.get("rank", 0), "scope": scope}


def rung_line(rung: Mapping[str, Any]) -> str:
    """A rung as the form begins with it: “7 督办函 2 1 !”."""
    days = f"{rung['days']}{'w' if rung.get('unit') == Unit.WORKDAY.value else ''}"
    level = rung.get("supervision", 0)
    words = [days, str(MEASURES[Measure(rung["measure"])]), str(rung["up"]), str(level)]
    return " ".join(word.replace(" ", "-") for word in words) + (
        " !" if rung.get("urgent") else ""
    )


def rung_of(line: str) -> dict[str, Any] | None:
    """The rung that a line says; the measure in the reader's words or by its code. Its code
    follows from its day, so that a ladder changed elsewhere reaches no rung twice."""
    named = {str(word).replace(" ", "-"): one.value for one, word in MEASURES.items()}
    named |= {one.value: one.value for one in Measure}
    match = re.fullmatch(
        r"([+-]?[0-9]{1,3})(w?)\s+(\S+)\s+([0-9])\s+([0-9])(\s+[!！])?", line.strip()
    )
    if match is None or match[3] not in named:
        return None
    days = int(match[1])
    return {
        "code": f"late-{days}" if days > 0 else f"remind-{-days}",
        "days": days,
        "unit": (Unit.WORKDAY if match[2] else Unit.DAY).value,
        "up": int(match[4]),
        "measure": named[match[3]],
        "supervision": int(match[5]),
        "urgent": bool(match[6]),
    }


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
    own = ("number", "template")

    def value(self) -> Any:
        return {name: self.cleaned_data[name] for name in self.own}


class DutyForm(RuleForm):
    """What is asked, how often, and which acts keep it; on whom it falls stays as it is."""

    text = forms.CharField(
        label=_("admin", "What the duty asks"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    clause = forms.CharField(label=_("admin", "By which clause"), max_length=400)
    every = forms.ChoiceField(
        label=_("admin", "How often"),
        required=False,
        choices=[("", _("cycle", "standing")), *((one.value, EVERY[one]) for one in Every)],
    )
    times = forms.IntegerField(
        label=_("admin", "How many times in it"), min_value=1, max_value=31, initial=1
    )
    acts = forms.MultipleChoiceField(
        label=_("admin", "Kept by"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("admin", "None: it stands in the list and nothing falls due."),
    )
    at = forms.ChoiceField(
        label=_("admin", "Where the act counts"),
        choices=[
            (Reach.OBJECT.value, _("reach", "at the object itself")),
            (Reach.ANYWHERE.value, _("reach", "anywhere")),
        ],
    )
    bearer = forms.JSONField(widget=forms.HiddenInput)
    own = ("text", "clause", "every", "times", "acts", "at", "bearer")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        acts: Any = self.fields["acts"]
        acts.choices = [(deed, deed_text(deed)) for deed in sorted(DEEDS)]

    def value(self) -> Any:
        given = self.cleaned_data
        found = {name: given[name] for name in ("bearer", "text", "clause")}
        if given["every"]:
            found["cycle"] = {"every": given["every"], "times": given["times"]}
        if given["acts"]:
            found["evidence"] = {"acts": given["acts"], "at": given["at"]}
        return found

    @staticmethod
    def start(value: Any) -> Mapping[str, Any]:
        cycle, evidence = value.get("cycle") or {}, value.get("evidence") or {}
        return {
            "text": value["text"],
            "clause": value["clause"],
            "every": cycle.get("every", ""),
            "times": cycle.get("times", 1),
            "acts": list(evidence.get("acts", [])),
            "at": evidence.get("at", Reach.OBJECT.value),
            "bearer": value["bearer"],
        }


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


class DepartmentForm(RuleForm):
    safety = forms.ChoiceField(label=_("subject", "Safety"), required=False)
    environment = forms.ChoiceField(label=_("subject", "Environment"), required=False)
    own = ("safety", "environment")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in self.own:
            field: Any = self.fields[name]
            field.choices = [("", _("admin", "no department")), *FIELD_CHOICES]

    def value(self) -> Any:
        return {name: self.cleaned_data[name] or None for name in self.own}


class AskedForm(RuleForm):
    """Whether an answer is asked for in safety, in environment, or in both."""

    subjects = forms.MultipleChoiceField(
        label=_("admin", "Asked for in"),
        choices=[(code, SUBJECTS[code]) for code in ("safety", "environment")],
        widget=forms.CheckboxSelectMultiple,
    )
    of = forms.CharField(widget=forms.HiddenInput)
    line = forms.CharField(widget=forms.HiddenInput)
    level = forms.CharField(widget=forms.HiddenInput, required=False)
    side = forms.CharField(widget=forms.HiddenInput)
    own = ("subjects", "of", "line", "level", "side")

    def value(self) -> Any:
        return {name: self.cleaned_data[name] for name in self.own}


class LimitsForm(RuleForm):
    most_objects = forms.IntegerField(
        label=_("admin", "Objects of one person, at most"), min_value=1, max_value=100_000
    )
    tolerance_m2 = forms.IntegerField(
        label=_("admin", "Ground that counts as none (m²)"), min_value=0, max_value=1_000_000
    )
    own = ("most_objects", "tolerance_m2")

    def value(self) -> Any:
        return {name: self.cleaned_data[name] for name in self.own}


def form_of(subject: str, code: str) -> type[RuleForm]:
    """The form for a version of this rule."""
    return LimitsForm if (subject, code) == ("responsibility", "limits") else FORMS[subject]


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
    "responsibility": AskedForm,
    "industry-department": DepartmentForm,
}
