"""The forms of a visit entered at the desk. The kernel alone judges what was typed."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from anhuan.cases.words.inputs import DOMAIN_CHOICES, GRADE_CHOICES, LABELS
from anhuan.inspections.choosing import kinds_for, lists_for
from anhuan.inspections.papers import second_officers
from anhuan.inspections.reading import Finding, Whole
from anhuan.inspections.services import Ordered
from anhuan.inspections.types import CheckLine
from anhuan.inspections.words import KIND_WORDS, REFUSAL_WORDS, VOID_WORDS
from anhuan.kernel.access import Viewer
from anhuan.kernel.checklist import Answer
from anhuan.kernel.inputs import written_day
from anhuan.kernel.paper import LINE, About, PaperAct
from anhuan.kernel.visit import VisitAct
from anhuan.territory.queries import colleagues
from anhuan.territory.types import Holder
from anhuan.web.parts.asking import ActForm
from anhuan.web.parts.ids import read_id
from anhuan.web.parts.uploads import MOST_FILES

A = VisitAct
Given = Mapping[str, Any] | None
LONG: Final = 4000
TYPED: Final = {
    About.PERSON: pgettext_lazy("visits", "Who was met"),
    About.POST: pgettext_lazy("visits", "In which post"),
    About.PHONE: pgettext_lazy("visits", "Telephone"),
    About.PLACE: pgettext_lazy("visits", "Which part of the place"),
}


def _choice(label: str, options: Iterable[tuple[str, str]], **more: Any) -> forms.Field:
    first = more.pop("first", _("choose"))
    widget = forms.Select(choices=[("", f"— {first} —"), *options])
    return forms.CharField(label=label, widget=widget, **more)


def _text(label: str, *, required: bool = True, rows: int = 3, **more: Any) -> forms.Field:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": LONG})
    return forms.CharField(label=label, widget=widget, required=required, **more)


def _line(label: str, *, required: bool = False, most: int = 200) -> forms.Field:
    widget = forms.TextInput(attrs={"maxlength": most})
    return forms.CharField(label=label, widget=widget, required=required)


def new_form(
    viewer: Viewer, site: UUID, *, plan: CheckLine | None = None, data: Given = None
) -> ActForm:
    """Kind, list and who came along; lists made for the firm's industry stand first. A check of a
    ``plan`` says what kind it takes, and by which list."""
    form = ActForm(data)
    known = (plan.visit_kind,) if plan else kinds_for(viewer)
    kinds = [(kind.value, str(KIND_WORDS[kind])) for kind in known]
    form.fields["kind"] = _choice(pgettext("visits", "Kind"), kinds)
    form.fields["kind"].initial = plan.visit_kind.value if plan else ""
    fits, others = lists_for(viewer, site)
    options: list[Any] = [(one.code, one.name) for one in fits]
    if others:
        more = (pgettext("visits", "Made for other places"), [(o.code, o.name) for o in others])
        options.append(more)
    form.fields["checklist"] = _choice(
        pgettext("visits", "Checklist"),
        options,
        required=False,
        first=pgettext("visits", "without a list"),
        initial=plan.checklist if plan else "",
    )
    form.fields["officer"] = _choice(
        _("Second officer"),
        mates(viewer, [viewer.person]),
        required=False,
        first=pgettext("visits", "nobody"),
        help_text=_("An inspection takes two officers; more can be added afterwards."),
    )
    return form


def mates(viewer: Viewer, there: Iterable[UUID]) -> list[tuple[str, str]]:
    """Colleagues of the own units who are not on the visit yet."""
    left = set(there)
    found = [one for unit in sorted(viewer.units) for one in colleagues(unit, at=viewer.at)]
    named = {one.person: f"{one.name} {one.title}" for one in found if one.person not in left}
    return [(str(person), name) for person, name in named.items() if person is not None]


def act_form(whole: Whole, act: VisitAct, others: Iterable[Holder], *, data: Given) -> ActForm:
    """The form of an act other than answers and findings. ``others``: who may still join."""
    form = ActForm(data)
    if act is A.JOIN:
        named = {str(one.person): f"{one.name} {one.unit_name} {one.title}" for one in others}
        form.fields["officer"] = _choice(pgettext("visits", "Who came along"), named.items())
    elif act is A.REFUSE_ENTRY:
        words = [(code, str(word)) for code, word in REFUSAL_WORDS.items()]
        widget = forms.RadioSelect(choices=words)
        label = pgettext("visits", "Why not")
        form.fields["refusal"] = forms.CharField(label=label, widget=widget)
        form.fields["description"] = _text(pgettext("visits", "What happened"))
    elif act is A.END:
        if whole.tally.open:
            form.fields["rest"] = _line(
                _("Why the %(n)d items left were not looked at") % {"n": whole.tally.open},
                required=True,
            )
        form.fields["summary"] = _text(pgettext("visits", "In short"), required=False)
    elif act is A.VOID:
        words = [(code, str(word)) for code, word in VOID_WORDS.items()]
        widget = forms.RadioSelect(choices=words)
        label = pgettext("visits", "Why it does not count")
        form.fields["void_reason"] = forms.CharField(label=label, widget=widget)
        form.fields["reason"] = _text(str(LABELS["reason"]), required=False)
    elif act is A.NOTE:
        form.fields["note"] = _text(str(LABELS["note"]))
    return form


def find_form(whole: Whole, item: str, *, data: Given = None) -> ActForm:
    """A finding; on an item of the list everything but the words is known."""
    form = ActForm(data, initial={"item": item})
    if whole.items:
        failing = [one for one in whole.items if one.answer is Answer.FAILS]
        rest = [one for one in whole.items if one.answer is not Answer.FAILS]
        options = [(one.item.code, one.item.text[:60]) for one in (*failing, *rest)]
        form.fields["item"] = _choice(
            pgettext("visits", "On which item"),
            options,
            required=False,
            first=pgettext("visits", "on none of the list"),
        )
    form.fields["description"] = _text(_("What was found"))
    form.fields["spot"] = _line(str(LABELS["spot"]))
    domains = [(code, str(word)) for code, word in DOMAIN_CHOICES.items()]
    form.fields["domain"] = _choice(
        str(LABELS["domain"]),
        domains,
        required=not whole.items,
        first=pgettext("visits", "as the item says"),
    )
    widget = forms.FileInput(attrs={"accept": "image/*"})
    widget.allow_multiple_selected = True
    widget.attrs["multiple"] = True
    form.fields["files"] = forms.Field(
        label=_("Photos and documents"),
        required=False,
        widget=widget,
        help_text=_("At most %(n)d.") % {"n": MOST_FILES},
    )
    return form


def paper_form(viewer: Viewer, whole: Whole, what: PaperAct, *, data: Given = None) -> ActForm:
    """Who signs beside the viewer, and what the record asks of whoever was met."""
    form = ActForm(data)
    team = [(str(one.person), f"{one.name} {one.title}") for one in second_officers(viewer, whole)]
    form.fields["second_officer"] = _choice(
        _("Second officer"),
        team,
        help_text=_("Two officers of your unit sign, each with a certificate in force."),
    )
    if what is PaperAct.RECORD:
        for name, label in TYPED.items():
            form.fields[name.value] = _line(str(label), most=LINE)
    return form


def orderable(viewer: Viewer, whole: Whole) -> list[Finding]:
    """The findings that the viewer's own unit may order put right."""
    return [one for one in whole.findings if one.case.unit in viewer.units and one.case.is_open]


def read_order(findings: Iterable[Finding], sent: Mapping[str, Any]) -> list[Ordered]:
    """The ticked findings with their day and grade; a day that is none stays empty."""
    found = []
    for one in findings:
        number = one.case.number
        if sent.get(f"order_{number}") != "1":
            continue
        day: date | None = written_day(str(sent.get(f"due_{number}", ""))) or one.case.due_on
        grade = str(sent.get(f"grade_{number}", ""))
        found.append(Ordered(case=one.case.id, due_on=day, grade=grade))
    return found


def grades() -> list[tuple[str, str]]:
    return [(code, str(word)) for code, word in GRADE_CHOICES.items()]


def person_of(text: str) -> UUID | str:
    """What is no identifier goes on as it is, to be refused by its name."""
    return read_id(text) or text
