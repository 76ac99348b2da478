"""The form of a draft: a text for each part, and the conclusions one by one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import pgettext, pgettext_lazy

from anhuan.base.ids import new_id
from anhuan.judgements.types import JudgementFile, Written
from anhuan.judgements.words import SECTION_WORDS, WORK_WORDS
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.judgement import (
    LONGEST_CONCLUSION,
    LONGEST_TEXT,
    MOST_CONCLUSIONS,
    Conclusion,
    Section,
    Work,
)
from anhuan.kernel.refusal import Refusal, Why
from anhuan.web.desk.judgements.page import Part, part_of
from anhuan.web.desk.tasks.forms import unit_options
from anhuan.web.parts.asking import ActForm
from anhuan.web.parts.ids import read_id

SPARE: Final = 2
"""Empty rows beyond those written; saving opens further ones."""
LABELS: Final = {
    "text": pgettext_lazy("judgement", "Conclusion"),
    "unit": pgettext_lazy("judgement", "Who"),
    "due": pgettext_lazy("judgement", "Until when"),
    "work": pgettext_lazy("judgement", "Becomes"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One conclusion in the form; ``fixed`` is work already."""

    n: int
    fields: tuple[BoundField, ...]
    fixed: str = ""


@dataclass(frozen=True, slots=True)
class SheetForm:
    form: ActForm
    parts: tuple[tuple[Part, BoundField], ...]
    lines: tuple[Line, ...]


def sheet_form(viewer: Viewer, file: JudgementFile, data: Any = None) -> SheetForm:
    made = [one for one in file.concluded if one.one.made is not None]
    free = [one.one for one in file.concluded if one.one.made is None]
    shown = range(len(made) + 1, _last(len(made) + len(free), data) + 1)
    form = ActForm(data, initial=_initial(viewer, file, free, first=len(made) + 1))
    for section in Section:
        box = forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_TEXT})
        form.fields[section.value] = forms.CharField(
            required=False, widget=box, label=str(SECTION_WORDS[section])
        )
    units = [("", "—"), *unit_options(viewer)]
    for n in shown:
        form.fields |= _row(n, units)
    parts = tuple((part_of(file, each), form[each.value]) for each in Section)
    fixed = [Line(n, (), f"{one.one.text}（{one.number}）") for n, one in enumerate(made, start=1)]
    lines = [Line(n, tuple(form[f"{name}-{n}"] for name in LABELS)) for n in shown]
    return SheetForm(form=form, parts=parts, lines=(*fixed, *lines))


def _last(written: int, data: Any) -> int:
    """The last row shown: a few beyond what is written, and all that was sent."""
    sent = [n for n in range(1, MOST_CONCLUSIONS + 1) if data is not None and f"text-{n}" in data]
    return max(min(written + SPARE, MOST_CONCLUSIONS), *sent, written)


def _row(n: int, units: Sequence[tuple[str, str]]) -> dict[str, forms.Field]:
    works = [(work.value, str(word)) for work, word in WORK_WORDS.items()]
    box = forms.Textarea(attrs={"rows": 2, "maxlength": LONGEST_CONCLUSION})
    widgets: dict[str, forms.Widget] = {
        "text": box,
        "unit": forms.Select(choices=list(units)),
        "due": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        "work": forms.Select(choices=works),
    }
    return {
        f"{name}-{n}": forms.CharField(widget=widget, label=str(LABELS[name]))
        for name, widget in widgets.items()
    }


def _initial(
    viewer: Viewer, file: JudgementFile, free: Sequence[Conclusion], *, first: int
) -> dict[str, Any]:
    initial: dict[str, Any] = {each.value: text for each, text in file.written.items()}
    for n, one in enumerate(free, start=first):
        values = {"text": one.text, "unit": one.unit, "due": one.due_on, "work": one.work.value}
        initial |= {f"{name}-{n}": value for name, value in values.items()}
    tomorrow = day_of(viewer.at) + timedelta(days=1)
    for n in range(first + len(free), MOST_CONCLUSIONS + 1):
        initial |= {f"due-{n}": tomorrow, f"work-{n}": Work.TASK.value}
    return initial


def written_in(data: Mapping[str, str]) -> Written:
    """What was sent. A row without words and owner is no conclusion. Refuses ``MALFORMED`` by
    field."""
    texts = {each: _text(each.value, data.get(each.value, "")) for each in Section}
    found = []
    for n in range(1, MOST_CONCLUSIONS + 1):
        text = " ".join(_text(f"text-{n}", data.get(f"text-{n}", "")).split())
        if text or data.get(f"unit-{n}", ""):
            found.append(_conclusion(n, text, data))
    return Written(texts=texts, conclusions=tuple(found))


def _conclusion(n: int, text: str, data: Mapping[str, str]) -> Conclusion:
    unit, due, work = (data.get(f"{name}-{n}", "") for name in ("unit", "due", "work"))
    key = read_id(unit)
    if unit and key is None:
        raise Refusal(Why.MALFORMED, field=f"unit-{n}", problem="reference")
    if work not in set(Work):
        raise Refusal(Why.MALFORMED, field=f"work-{n}", problem="choice")
    return Conclusion(id=new_id(), text=text, work=Work(work), unit=key, due_on=_day(n, due))


def _day(n: int, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refusal(Why.MALFORMED, field=f"due-{n}", problem="date") from None


def _text(name: str, text: str) -> str:
    plain = text.replace("\r\n", "\n").strip()
    if any(char != "\n" and (char < " " or "\ud800" <= char <= "\udfff") for char in plain):
        raise Refusal(Why.MALFORMED, field=name, problem="control-character")
    return plain


def why_form(data: Any = None) -> ActForm:
    """What a correction corrects."""
    form = ActForm(data)
    box = forms.TextInput(attrs={"maxlength": 300})
    label = pgettext("judgement", "What is corrected, and why")
    form.fields["why"] = forms.CharField(widget=box, label=label)
    return form
