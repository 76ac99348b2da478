"""Forms of the roster: turns for a range of days, one place, one day, a state, its end."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from anhuan.duty.rosters import last_turns, rostered_until
from anhuan.kernel.access import Role, Viewer
from anhuan.kernel.calendar import ONE_DAY, day_of, end_of_day, start_of_day
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.roster import NORMAL
from anhuan.rulebook.queries import readiness_at
from anhuan.territory.queries import area_lines, colleagues
from anhuan.territory.types import Holder, Level
from anhuan.web.desk.case.door import area_options
from anhuan.web.parts.asking import ActForm
from anhuan.web.parts.ids import read_id
from anhuan.web.parts.onduty import OCCASIONS

LABELS: Final = {
    "from_on": pgettext_lazy("roster", "From"),
    "to_on": pgettext_lazy("roster", "Until"),
    "leads": pgettext_lazy("roster", "Leaders on duty, in turn"),
    "people": pgettext_lazy("roster", "On duty, in turn"),
    "persons": pgettext_lazy("roster", "Persons in each shift"),
    "starts": pgettext_lazy("roster", "Shifts begin at"),
    "post": pgettext_lazy("roster", "Who comes instead"),
    "because": pgettext_lazy("roster", "Why"),
    "day": pgettext_lazy("roster", "Day"),
    "lead": pgettext_lazy("roster", "Leader on duty"),
    "code": pgettext_lazy("roster", "State"),
    "occasion": pgettext_lazy("roster", "Occasion"),
    "area": pgettext_lazy("roster", "Area"),
    "since": pgettext_lazy("roster", "From"),
    "until": pgettext_lazy("roster", "Until 24:00 of"),
}
FOUR_WEEKS: Final = 28
LEADING: Final = frozenset({Role.LEADER, Role.APPROVER})
DECLARED_FOR: Final = (Level.CITY, Level.COUNTY, Level.STREET)
LONGEST: Final = 200


def line_of(held: Holder) -> str:
    """A colleague as a line of a list in turn: “陈立 副站长”."""
    return f"{held.name} {held.title}"


def turns_form(viewer: Viewer, unit: UUID, *, data: Any = None) -> ActForm:
    """Prefilled: the days after the roster ends, and the people of the last turns, else all."""
    people = colleagues(unit, at=viewer.at)
    last, until = last_turns(viewer, unit), rostered_until(unit)
    first = max(day_of(viewer.at), until + ONE_DAY) if until else day_of(viewer.at)
    known = {held.post: held for held in people}
    leads = [known[post] for post in last.leads if post in known] if last else []
    duty = [known[post] for post in last.people if post in known] if last else []
    leads = leads or [held for held in people if held.role in LEADING] or people[:1]
    duty = duty or [held for held in people if held not in leads] or people
    starts = " ".join(f"{m // 60:02d}:{m % 60:02d}" for m in last.starts) if last else ""
    form = ActForm(
        data,
        initial={
            "from_on": first.isoformat(),
            "to_on": (first + (FOUR_WEEKS - 1) * ONE_DAY).isoformat(),
            "leads": "\n".join(map(line_of, leads)),
            "people": "\n".join(map(line_of, duty)),
            "persons": str(last.persons if last else 1),
            "starts": starts,
        },
    )
    hint = _("One person a line, in the order of turns. Take out whoever is not to be on duty.")
    form.fields["from_on"] = _date()
    form.fields["to_on"] = _date()
    form.fields["leads"] = _lines(hint)
    form.fields["people"] = _lines(hint)
    form.fields["persons"] = forms.CharField(
        widget=forms.NumberInput(attrs={"min": 1, "max": 12}),
        help_text=_("A raised state adds to it by its rule."),
    )
    form.fields["starts"] = forms.CharField(
        required=False,
        widget=forms.TextInput(attrs={"maxlength": 40}),
        help_text=_("As 08:00 20:00 for two shifts a day; empty: as the rulebook says."),
    )
    return _labelled(form)


def read_turns(viewer: Viewer, unit: UUID, data: Mapping[str, str]) -> dict[str, Any]:
    """What ``make_roster`` takes. Refuses ``MALFORMED`` by the field, ``MISSING``."""
    known = {line_of(held): held.post for held in colleagues(unit, at=viewer.at)}
    persons = data.get("persons", "").strip()
    return {
        "from_on": read_day(data, "from_on"),
        "to_on": read_day(data, "to_on"),
        "leads": _posts(data.get("leads", ""), known, "leads"),
        "people": _posts(data.get("people", ""), known, "people"),
        "persons": int(persons) if persons.isdecimal() and len(persons) < 3 else 0,
        "starts": data.get("starts", "").replace("，", " ").replace(",", " ").split(),
    }


def _posts(text: str, known: Mapping[str, UUID], name: str) -> list[UUID]:
    """The posts of the lines; a name alone will do where one person has it."""
    alone: dict[str, list[UUID]] = {}
    for line, post in known.items():
        alone.setdefault(line.partition(" ")[0], []).append(post)
    found = []
    for line in (" ".join(each.split()) for each in text.splitlines()):
        if not line:
            continue
        posts = [known[line]] if line in known else alone.get(line, [])
        if len(posts) != 1:
            raise Refusal(Why.MALFORMED, field=name, problem="reference")
        found.append(posts[0])
    return found


def read_day(data: Mapping[str, str], name: str) -> date:
    text = data.get(name, "").strip()
    if not text:
        raise Refusal(Why.MISSING, fields=(name,))
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(Why.MALFORMED, field=name, problem="date") from None


def change_form(viewer: Viewer, unit: UUID, *, but: UUID | None, data: Any = None) -> ActForm:
    form = ActForm(data)
    people = [held for held in colleagues(unit, at=viewer.at) if held.post != but]
    form.fields["post"] = _select([(str(held.post), line_of(held)) for held in people])
    form.fields["because"] = _line()
    return _labelled(form)


def day_form(viewer: Viewer, unit: UUID, *, data: Any = None) -> ActForm:
    people = colleagues(unit, at=viewer.at)
    form = ActForm(data, initial={"day": day_of(viewer.at).isoformat()})
    form.fields["day"] = _date()
    form.fields["lead"] = _select([(str(held.post), line_of(held)) for held in people])
    form.fields["people"] = forms.CharField(
        widget=forms.CheckboxSelectMultiple(
            choices=[(str(held.post), line_of(held)) for held in people]
        )
    )
    form.fields["because"] = _line(required=False)
    form = _labelled(form)
    form.fields["people"].label = str(pgettext_lazy("roster", "On duty"))
    return form


def state_form(viewer: Viewer, *, data: Any = None) -> ActForm:
    today = day_of(viewer.at).isoformat()
    rules = readiness_at(viewer.at)
    lines = [line for line in area_lines(viewer) if line.level in DECLARED_FOR]
    form = ActForm(data, initial={"since": today, "until": today})
    ranked = sorted(rules.values(), key=lambda rule: rule.asked.rank)
    form.fields["code"] = forms.CharField(
        widget=forms.RadioSelect(
            choices=[(rule.code, rule.name) for rule in ranked if rule.code != NORMAL]
        ),
        help_text=" ".join(
            f"{rule.name}：{rule.note}。" for rule in ranked if rule.code != NORMAL
        ),
    )
    form.fields["occasion"] = _select([(one.value, str(word)) for one, word in OCCASIONS.items()])
    form.fields["because"] = _line()
    form.fields["area"] = _select(area_options(lines))
    form.fields["since"] = _date()
    form.fields["until"] = _date()
    return _labelled(form)


def read_state(viewer: Viewer, data: Mapping[str, str]) -> dict[str, Any]:
    """What ``declare_state`` takes: from now or 0:00 of a day to come, to 24:00 of the last."""
    since: datetime = max(start_of_day(read_day(data, "since")), viewer.at)
    return {
        "code": data.get("code", ""),
        "occasion": data.get("occasion", ""),
        "because": data.get("because", ""),
        "area": read_id(data.get("area", "")) or UUID(int=0),
        "since": since,
        "until": _end(read_day(data, "until")),
    }


def _end(day: date) -> datetime:
    if day.year > 9000:
        raise Refusal(Why.MALFORMED, field="until", problem="date")
    return end_of_day(day)


def end_form(*, data: Any = None) -> ActForm:
    form = ActForm(data)
    form.fields["because"] = _line()
    return _labelled(form)


def _labelled(form: ActForm) -> ActForm:
    for name, field in form.fields.items():
        field.label = str(LABELS[name])
    return form


def _date() -> forms.Field:
    return forms.CharField(widget=forms.DateInput(attrs={"type": "date"}))


def _lines(hint: str) -> forms.Field:
    widget = forms.Textarea(attrs={"rows": 6, "maxlength": 4000, "spellcheck": "false"})
    return forms.CharField(widget=widget, help_text=hint)


def _line(*, required: bool = True) -> forms.Field:
    return forms.CharField(required=required, widget=forms.TextInput(attrs={"maxlength": LONGEST}))


def _select(options: Sequence[tuple[str, str]]) -> forms.Field:
    return forms.CharField(widget=forms.Select(choices=list(options)))
