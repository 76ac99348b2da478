"""Permits at the desk: the list, those of a site, one permit with who answers, its forms."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from anhuan.duty.licensing import licensors
from anhuan.duty.types import Licensor
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.permit import Ending, Validity
from anhuan.rulebook.queries import permit_kinds
from anhuan.sites.permits import Kinds, PermitTab, of_site, validity_of
from anhuan.sites.types import PermitLine, PermitPage
from anhuan.territory.queries import units_around
from anhuan.web.desk.showing import Eye, deadline_on, eye_of
from anhuan.web.parts.asking import ActForm, Options
from anhuan.web.parts.permits import (
    ENDINGS,
    VALIDITIES,
    answering,
    gap,
    kind_name,
    until_text,
    whom,
)
from anhuan.web.parts.shapes import (
    Cell,
    Column,
    DutyLine,
    EmptyState,
    Facts,
    Filter,
    FilterBar,
    Link,
    Option,
    Row,
    Table,
    ViewTab,
)

TABS: Final[Mapping[PermitTab, Promise]] = {
    PermitTab.DUE: pgettext_lazy("permit", "Running out or expired"),
    PermitTab.NOBODY: pgettext_lazy("permit", "Nobody answers"),
    PermitTab.ALL: pgettext_lazy("permit", "All that stand"),
}
LABELS: Final[Mapping[str, Promise]] = {
    "kind": pgettext_lazy("permit", "Kind of permit"),
    "number": pgettext_lazy("permit", "Number of the permit"),
    "issuer": pgettext_lazy("permit", "Issued by, as printed"),
    "unit": pgettext_lazy("permit", "Unit that answers for it"),
    "issued_on": pgettext_lazy("permit", "Issued on"),
    "valid_to": pgettext_lazy("permit", "Valid through"),
    "scope": pgettext_lazy("permit", "Scope"),
    "ended_how": pgettext_lazy("permit", "How it ended"),
    "ended_on": pgettext_lazy("permit", "Ended on"),
    "end_reason": pgettext_lazy("permit", "Why"),
}
FORMS: Final[Mapping[str, tuple[str, ...]]] = {
    "edit": ("kind", "number", "issuer", "unit", "issued_on", "valid_to", "scope"),
    "renew": ("number", "issued_on", "valid_to"),
    "end": ("ended_how", "ended_on", "end_reason"),
}
TITLES: Final[Mapping[str, Promise]] = {
    "new": pgettext_lazy("permit", "Enter a permit"),
    "edit": pgettext_lazy("permit", "Correct the permit"),
    "renew": pgettext_lazy("permit", "Record its renewal"),
    "end": pgettext_lazy("permit", "Record its end"),
}
NEEDED: Final = frozenset({"kind", "number", "issued_on", "ended_how", "ended_on", "end_reason"})
DAYS: Final = frozenset({"issued_on", "valid_to", "ended_on"})


@dataclass(frozen=True, slots=True)
class PermitShown:
    """One permit, already worded."""

    id: UUID
    version: int
    site: Link
    title: str
    sentence: str
    facts: Facts
    chain: DutyLine
    gap: str
    may_keep: bool
    stands: bool


def list_url(tab: PermitTab, **asked: str) -> str:
    query = {"tab": tab.value} | {name: text for name, text in asked.items() if text}
    return f"{reverse('desk:permits')}?{urlencode(query)}"


def bar(kinds: Kinds, tab: PermitTab, kind: str, unit: str, text: str) -> FilterBar:
    options = tuple(
        Option(one.name, list_url(tab, kind=code, unit=unit, q=text), code == kind)
        for code, one in kinds.items()
    )
    chosen = Filter(
        pgettext("permit", "Kind"),
        options,
        value=kinds[kind].name if kind in kinds else "",
        clear_url=list_url(tab, unit=unit, q=text) if kind else "",
    )
    tabs = tuple(
        ViewTab(str(word), list_url(each, kind=kind, unit=unit, q=text), current=each is tab)
        for each, word in TABS.items()
    )
    return FilterBar(tabs=tabs, filters=(chosen,))


def listed(page: PermitPage, kinds: Kinds, eye: Eye) -> Table:
    """Who answers stands in every row: a permit without anybody is a gap and drawn as one."""
    columns = (
        Column(pgettext("permit", "Valid through (working days)")),
        Column(pgettext("permit", "Permit")),
        Column(pgettext("permit", "Site"), cut="m"),
        Column(pgettext("permit", "Who answers for it"), cut="m"),
    )
    answers = licensors((line.unit for line in page.lines), at=eye.at)
    rows = tuple(_row(line, kinds, answers[line.unit], eye, site=True) for line in page.lines)
    empty = EmptyState(_("No permit under these conditions."))
    return Table(columns, rows, pgettext("permit", "Permits"), empty=empty)


def site_table(viewer: Viewer, site: UUID) -> Table:
    """The permits on the page of a site."""
    columns = (
        Column(pgettext("permit", "Valid through (working days)")),
        Column(pgettext("permit", "Permit")),
        Column(pgettext("permit", "Who answers for it"), cut="m"),
    )
    eye, lines = eye_of(viewer), of_site(viewer, site)
    answers = licensors((line.unit for line in lines), at=viewer.at)
    kinds = permit_kinds(viewer.at)
    rows = tuple(_row(line, kinds, answers[line.unit], eye, site=False) for line in lines)
    empty = EmptyState(_("No permit is entered. Whoever issued one answers for it from here on."))
    return Table(columns, rows, pgettext("permit", "Permits"), empty=empty)


def _row(line: PermitLine, kinds: Kinds, who: Licensor, eye: Eye, *, site: bool) -> Row:
    url = reverse("desk:permit", args=[line.id])
    name = f"{kind_name(line, kinds)} {line.number}"
    place = (Cell(line.site_name, title=line.site_name),) if site else ()
    answer = Cell(whom(who), mark="bad" if who.broken else "", title=whom(who))
    cells = (_until(line, kinds, eye), Cell(Link(name, url), title=name), *place, answer)
    return Row(str(line.id), cells, url=url)


def _until(line: PermitLine, kinds: Kinds, eye: Eye) -> object:
    """A deadline where something is due, else a plain day."""
    standing = validity_of(line, kinds, on=eye.today)
    if standing in {Validity.EXPIRING, Validity.EXPIRED}:
        return deadline_on(line.valid_to, eye)
    if standing is Validity.ENDED:
        return str(VALIDITIES[standing])
    return until_text(line)


def shown(viewer: Viewer, line: PermitLine) -> PermitShown:
    kinds, today = permit_kinds(viewer.at), eye_of(viewer).today
    who = licensors([line.unit], at=viewer.at)[line.unit]
    name = kind_name(line, kinds)
    stands = line.ended_on is None
    return PermitShown(
        id=line.id,
        version=line.version,
        site=Link(line.site_name, reverse("desk:site", args=[line.site])),
        title=f"{name} {line.number}",
        sentence=_sentence(line, kinds, name, who, today),
        facts=_facts(line, kinds, who),
        chain=DutyLine((answering(who),)),
        gap=gap(who),
        may_keep=stands and viewer.may(Capability.KEEP_SITES),
        stands=stands,
    )


def _sentence(line: PermitLine, kinds: Kinds, name: str, who: Licensor, today: date) -> str:
    """How it stands and with whom it lies, as one would say it."""
    standing = validity_of(line, kinds, on=today)
    facts = {"name": name, "day": until_text(line), "unit": who.unit_name or "—"}
    texts = {
        Validity.VALID: _("%(name)s: valid through %(day)s, %(unit)s answers"),
        Validity.EXPIRING: _("%(name)s: runs out on %(day)s, %(unit)s has to settle it"),
        Validity.EXPIRED: _("%(name)s: expired on %(day)s, %(unit)s has to settle it"),
        Validity.ENDED: _("%(name)s: it has ended"),
    }
    return texts[standing] % facts


def _facts(line: PermitLine, kinds: Kinds, who: Licensor) -> Facts:
    rule = kinds.get(line.kind)
    pairs: list[tuple[str, object]] = [
        (str(LABELS["kind"]), kind_name(line, kinds)),
        (str(LABELS["number"]), line.number),
        (str(LABELS["issuer"]), line.issuer or who.unit_name or "—"),
        (str(LABELS["issued_on"]), line.issued_on.isoformat()),
        (str(LABELS["valid_to"]), until_text(line)),
        (str(LABELS["scope"]), line.scope or "—"),
    ]
    if line.ended_on is not None:
        how = str(ENDINGS[Ending(line.ended_how)])
        pairs.append((str(LABELS["ended_how"]), f"{how} {line.ended_on.isoformat()}"))
        pairs.append((str(LABELS["end_reason"]), line.end_reason))
    if rule is not None:
        pairs.append((pgettext("permit", "Rule"), rule.source))
    return Facts(tuple(pairs))


def permit_form(
    viewer: Viewer,
    what: str,
    *,
    path: str,
    line: PermitLine | None = None,
    data: Mapping[str, Any] | None = None,
) -> ActForm:
    """The form of an act on a permit; ``path``: where the site lies, for the units to choose."""
    form = ActForm(data, initial=_initial(what, line))
    for name in FORMS[what]:
        made = _field(viewer, name, path)
        made.label = str(LABELS[name])
        made.required = name in NEEDED and (what, name) != ("renew", "number")
        form.fields[name] = made
    if "unit" in form.fields:
        form.fields["unit"].help_text = _(
            "Left open it is the unit printed on the paper; without one the department that "
            "licenses this kind at the place."
        )
    if what != "end":
        form.fields["valid_to"].help_text = _("Left open it has no end.")
    return form


def _field(viewer: Viewer, name: str, path: str) -> forms.Field:
    if name in DAYS:
        return forms.CharField(widget=forms.DateInput(attrs={"type": "date"}))
    options = _options(viewer, name, path)
    if options is not None:
        choices = [("", f"— {_('choose')} —"), *options]
        return forms.CharField(widget=forms.Select(choices=choices))
    if name in {"scope", "end_reason"}:
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 2, "maxlength": 1000}))
    return forms.CharField(widget=forms.TextInput(attrs={"maxlength": 80}))


def _options(viewer: Viewer, name: str, path: str) -> Options | None:
    if name == "kind":
        return [(code, one.name) for code, one in permit_kinds(viewer.at).items()]
    if name == "unit":
        return [(str(unit.id), unit.name) for unit in units_around(path)]
    if name == "ended_how":
        return [(one.value, str(word)) for one, word in ENDINGS.items()]
    return None


def _initial(what: str, line: PermitLine | None) -> dict[str, Any]:
    if line is None or what == "end":
        return {}
    if what == "renew":
        return {"number": line.number}
    found = {name: getattr(line, name) for name in FORMS["edit"]}
    found["issued_on"] = line.issued_on.isoformat()
    found["valid_to"] = line.valid_to.isoformat() if line.valid_to else ""
    found["unit"] = str(line.unit) if line.unit else ""
    return found


def typed(form: ActForm, names: Iterable[str] | Sequence[str]) -> dict[str, str]:
    """What was typed, trimmed; what is empty is sent as empty."""
    return {name: str(form.data.get(name, "")).strip() for name in names}
