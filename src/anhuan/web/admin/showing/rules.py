"""The rulebook for readers: values in words, where they come from, what was before."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from anhuan.cases.words.climbing import MEASURES
from anhuan.kernel.access import Capability, Role
from anhuan.kernel.duty import duty_from_data
from anhuan.kernel.escalation import Measure
from anhuan.kernel.industries import Field
from anhuan.people.types import PersonLine
from anhuan.rulebook.history import Entry
from anhuan.territory.queries import unit_names
from anhuan.web.admin.dutywords import FIELDS, LEVEL_WORDS, LINE_WORDS, SIDE_WORDS
from anhuan.web.admin.dutywords import SUBJECTS as DUTY_SUBJECTS
from anhuan.web.admin.forms.accountability import EVENTS, NAMES, SUPERIORS
from anhuan.web.admin.forms.ladders import PROPOSED, when_text
from anhuan.web.admin.forms.monitors import limit_text, season_text
from anhuan.web.admin.forms.naming import field_text, key_text
from anhuan.web.admin.forms.rules import (
    ENDS,
    GRADINGS,
    LAST_DAYS,
    UNITS,
    WHOM,
    spans,
)
from anhuan.web.admin.showing.frequencies import cycle_words, reduction_words, template_words
from anhuan.web.admin.words import CAPABILITIES, ROLES, moment
from anhuan.web.parts.duties import cycle_text, deeds_text
from anhuan.web.parts.shapes import Cell, Column, EmptyState, Link, Row, Table, Tag, ViewTab

SUBJECTS: Final[Mapping[str, str | Promise]] = {
    "term": pgettext_lazy("rules", "Terms"),
    "evidence": pgettext_lazy("rules", "Evidence"),
    "kind": pgettext_lazy("rules", "Kinds of cases"),
    "workdays": pgettext_lazy("rules", "Working days"),
    "form": pgettext_lazy("rules", "Document forms"),
    "duty": pgettext_lazy("rules", "Duties"),
    "dossier": pgettext_lazy("rules", "Dossiers"),
    "escalation": pgettext_lazy("rules", "Escalation"),
    "quiet": pgettext_lazy("rules", "Quiet hours"),
    "responsibility": pgettext_lazy("rules", "Who has to answer"),
    "industry-department": pgettext_lazy("rules", "Departments by industry"),
    "behaviour": pgettext_lazy("rules", "Reason codes"),
    "exemption": pgettext_lazy("rules", "Grounds of exemption"),
    "trigger": pgettext_lazy("rules", "Triggers of leads"),
    "body": pgettext_lazy("rules", "Deciding bodies"),
    "publication": pgettext_lazy("rules", "Who reads matters"),
    "permit": pgettext_lazy("rules", "Permits"),
    "activity": pgettext_lazy("rules", "Illegal activities"),
    "route": pgettext_lazy("rules", "Decisions whose it is"),
    "interview": pgettext_lazy("rules", "Grounds of interviews"),
    "veto": pgettext_lazy("rules", "Conditions of vetoes"),
    "readiness": pgettext_lazy("rules", "States of duty"),
    "visit-cycle": pgettext_lazy("rules", "How often checks are made"),
    "visit-reduction": pgettext_lazy("rules", "What makes checks less often"),
    "campaign": pgettext_lazy("rules", "Templates of campaigns"),
    "erasure-ground": pgettext_lazy("rules", "Grounds of erasure"),
    "leniency": pgettext_lazy("rules", "What is not punished"),
    "key-object": pgettext_lazy("rules", "What is key"),
    "deputy-field": pgettext_lazy("rules", "Fields of deputies"),
    "checklist": pgettext_lazy("rules", "Checklists"),
    "visit": pgettext_lazy("rules", "Visits"),
    "season": pgettext_lazy("rules", "Seasons"),
    "alarm-limit": pgettext_lazy("rules", "Limits of outlets"),
}


def _term(value: Any) -> str:
    unit = dict(UNITS)[value["unit"]]
    text = pgettext("admin", "%(n)d %(unit)s") % {"n": value["amount"], "unit": unit}
    if value.get("last_day", "plain") == "plain":
        return text
    return f"{text}，{dict(LAST_DAYS)[value['last_day']]}"


def _evidence(value: Any) -> str:
    text = _("any case %(plain)d, a major hazard %(major)d")
    return text % {"plain": value["plain"], "major": value["major"]}


def _kind(value: Any) -> str:
    said = [str(dict(GRADINGS)[value.get("grading", "optional")])]
    for name, text in (
        ("starts_as_lead", _("begins as a lead")),
        ("original_immutable", _("original wording never changed")),
        ("acceptor_other_unit", _("accepted by another unit")),
    ):
        if value.get(name):
            said.append(text)
    return "，".join(said)


def _workdays(value: Any) -> str:
    if "days_off" in value:
        return spans(value["days_off"])
    off, extra = len(value["holidays"]), len(value["workdays"])
    return _("%(off)d days off, %(extra)d make-up days worked") % {"off": off, "extra": extra}


def _capability(value: Any) -> str:
    return "、".join(str(CAPABILITIES[Capability(one)]) for one in value) or "—"


def _form(value: Any) -> str:
    return value["number"] or _("without a number")


def _duty(value: Any) -> str:
    duty = duty_from_data(value)
    how = cycle_text(duty.cycle)
    kept = deeds_text(duty.deeds)
    return f"{how}（{kept}）" if kept else how


def _dossier(value: Any) -> str:
    said = [str(dict(WHOM)[value["whom"]])]
    if value["days"]:
        said.append(
            ngettext("checked every %(n)d day", "checked every %(n)d days", value["days"])
            % {"n": value["days"]}
        )
    if value["until"]:
        said.append(str(dict(ENDS)[value["until"]]))
    return "，".join(said)


def _escalation(value: Any) -> str:
    said = []
    for rung in value["rungs"]:
        words = {
            "days": when_text(rung, signed=True),
            "measure": MEASURES[Measure(rung["measure"])],
        }
        proposes = f"（→{PROPOSED[rung['proposes']]}）" if rung.get("proposes") else ""
        said.append(_("%(days)s %(measure)s") % words + proposes)
    return "，".join(said)


def _readiness(value: Any) -> str:
    said = [_("shifts begin at %(starts)s") % {"starts": "、".join(value["starts"])}]
    if value["more"]:
        more = ngettext("%(n)d person more", "%(n)d persons more", value["more"])
        said.append(more % {"n": value["more"]})
    if value["lead_up"]:
        up = ngettext(
            "led from %(n)d step higher", "led from %(n)d steps higher", value["lead_up"]
        )
        said.append(up % {"n": value["lead_up"]})
    if value.get("calls"):
        said.append(_("calls at %(calls)s") % {"calls": "、".join(value["calls"])})
    return "，".join(said)


def _quiet(value: Any) -> str:
    return _("%(from)s to %(to)s") % {"from": value["from"], "to": value["to"]}


def _asked(value: Any) -> str:
    if "most_objects" in value:
        text = _("%(n)d objects of one person, %(m2)s m²")
        return text % {"n": value["most_objects"], "m2": value["tolerance_m2"]}
    words = (LINE_WORDS[value["line"]], *LEVEL_WORDS.get(value["level"], ()))
    subjects = "、".join(str(DUTY_SUBJECTS[one]) for one in value["subjects"])
    return " · ".join([*map(str, words), str(SIDE_WORDS[value["side"]]), subjects])


def _department(value: Any) -> str:
    """Both columns, and where there is no department just that."""
    none = pgettext("admin", "no department")
    return " · ".join(
        f"{DUTY_SUBJECTS.get(subject, subject)}：{FIELDS[Field(field)] if field else none}"
        for subject, field in value.items()
    )


def _definition(value: Any) -> str:
    return str(value["definition"])


def _trigger(value: Any) -> str:
    event = f"{dict(EVENTS)[value['event']]}：{value['count']}"
    return event if value["on"] else f"{event}，{_('switched off')}"


def _body(value: Any) -> str:
    return _("at least %(n)d members present") % {"n": value["least"]}


def _publication(value: Any) -> str:
    names, superior = dict(NAMES)[value["names"]], dict(SUPERIORS)[value["superior"]]
    return _("persons named: %(names)s; the superior reads: %(superior)s") % {
        "names": names,
        "superior": superior,
    }


def _permit(value: Any) -> str:
    text = _("%(field)s licenses; on its list %(n)d days before the last day")
    return text % {"field": FIELDS[Field(value["field"])], "n": value["lead_days"]}


def _activity(value: Any) -> str:
    text = _("goes to: %(field)s, which licenses the legal version")
    return text % {"field": FIELDS[Field(value["field"])]}


def _route(value: Any) -> str:
    unit = UUID(value["unit"])
    return unit_names([unit]).get(unit, "—")


def _veto(value: Any) -> str:
    effects = "；".join(value["effects"])
    return f"{value['definition']} {effects}（{_term(value['period'])}）"


def _checklist(value: Any) -> str:
    n = len(value["items"])
    items = ngettext("%(n)d item", "%(n)d items", n) % {"n": n}
    return f"{value['object']}：{items}"


def _leniency(value: Any) -> str:
    return f"{value['definition']}（{'、'.join(value['areas'])}）"


def _visit(value: Any) -> str:
    return _("%(n)d officers at least") % {"n": value["least"]}


_VALUES: Final[Mapping[str, Callable[[Any], str]]] = {
    "term": _term,
    "evidence": _evidence,
    "kind": _kind,
    "workdays": _workdays,
    "capability": _capability,
    "form": _form,
    "duty": _duty,
    "dossier": _dossier,
    "escalation": _escalation,
    "quiet": _quiet,
    "responsibility": _asked,
    "industry-department": _department,
    "behaviour": _definition,
    "exemption": _definition,
    "trigger": _trigger,
    "body": _body,
    "publication": _publication,
    "permit": _permit,
    "activity": _activity,
    "route": _route,
    "interview": _definition,
    "veto": _veto,
    "readiness": _readiness,
    "visit-cycle": cycle_words,
    "visit-reduction": reduction_words,
    "campaign": template_words,
    "erasure-ground": _definition,
    "leniency": _leniency,
    "key-object": key_text,
    "deputy-field": field_text,
    "checklist": _checklist,
    "visit": _visit,
    "season": season_text,
    "alarm-limit": limit_text,
}


def value_text(entry: Entry) -> str:
    return _VALUES[entry.subject](entry.value)


def name(entry: Entry) -> str:
    if entry.subject == "industry-department":
        return f"{entry.code} {entry.name}"
    return str(ROLES[Role(entry.code)]) if entry.subject == "capability" else entry.name


def mark(entry: Entry) -> object:
    return pgettext("admin", "read") if entry.verified else Tag(pgettext("admin", "unverified"))


def sentence(entries: Sequence[Entry], later: Sequence[Entry]) -> str:
    """How many rules, how many of them nobody has read at the source, what comes next."""
    open_ = sum(not one.verified for one in entries)
    total = ngettext("%(n)d rule in force", "%(n)d rules in force", len(entries))
    text = total % {"n": len(entries)}
    if open_:
        text = _("%(rules)s, %(n)d unverified") % {"rules": text, "n": open_}
    if later:
        text = _("%(rules)s; the next change on %(day)s") % {
            "rules": text,
            "day": later[0].from_on,
        }
    return text


def tabs(subject: str) -> tuple[ViewTab, ...]:
    found = [
        ViewTab(str(word), f"{reverse('admin:rules')}?subject={code}", "", code == subject)
        for code, word in SUBJECTS.items()
    ]
    return tuple(found)


def table(entries: Sequence[Entry], later: Sequence[Entry]) -> Table:
    columns = (
        Column(pgettext("admin", "Rule")),
        Column(pgettext("admin", "In force")),
        Column(pgettext("admin", "From")),
        Column(pgettext("admin", "Source"), cut="l"),
        Column(pgettext("admin", "Checked")),
        Column(pgettext("admin", "To come")),
    )
    coming = {one.code: one for one in reversed(later)}
    rows = []
    for one in entries:
        url = _url(one)
        next_ = coming.get(one.code)
        cells = (
            Link(name(one), url),
            value_text(one),
            first_day(one),
            Cell(one.source, title=one.source),
            mark(one),
            f"{next_.from_on} {value_text(next_)}" if next_ and next_ != one else "—",
        )
        rows.append(Row(one.code, cells, url))
    empty = EmptyState(_("No rule of this kind is entered yet."))
    return Table(
        columns, tuple(rows), str(SUBJECTS.get(one.subject, "")) if rows else "", empty=empty
    )


def _url(entry: Entry) -> str:
    if entry.subject == "checklist":
        return reverse("admin:checklist", args=[entry.code])
    return reverse("admin:rule", args=[entry.subject, entry.code])


def first_day(entry: Entry) -> str:
    return _("from the start") if entry.from_on <= date(2000, 1, 1) else entry.from_on.isoformat()


def history(entries: Iterable[Entry], people: Mapping[UUID, PersonLine], today: date) -> Table:
    columns = (
        Column(pgettext("admin", "From")),
        Column(pgettext("admin", "Until")),
        Column(pgettext("admin", "Says"), cut="l"),
        Column(pgettext("admin", "Source"), cut="l"),
        Column(pgettext("admin", "Checked")),
        Column(pgettext("admin", "Entered")),
        Column(""),
    )
    rows = tuple(_version(one, people, today) for one in entries)
    return Table(columns, rows, pgettext("admin", "Every version"))


def _version(one: Entry, people: Mapping[UUID, PersonLine], today: date) -> Row:
    who = people[one.by].name if one.by and one.by in people else pgettext("admin", "shipped")
    said = value_text(one)
    source = f"{one.source} — {one.note}" if one.note else one.source
    state = ""
    if one.replaced_at is not None:
        state = _("recorded otherwise since %(at)s") % {"at": moment(one.replaced_at)}
    elif one.holds(today):
        state = pgettext("admin", "in force")
    elif one.from_on > today:
        state = pgettext("admin", "to come")
    cells = (
        first_day(one),
        one.to_on.isoformat() if one.to_on else "—",
        Cell(said, title=said),
        Cell(source, title=source),
        mark(one),
        f"{moment(one.recorded_at)} {who}",
        state,
    )
    return Row(str(one.id), cells, at=one.replaced_at is None and one.holds(today))
