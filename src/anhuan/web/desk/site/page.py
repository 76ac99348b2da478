"""Everything the page of a site shows."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from anhuan.cases import queries as cases
from anhuan.cases.types import Row
from anhuan.cases.words.inputs import LINES
from anhuan.duty.queries import three_lines
from anhuan.inspections.choosing import kinds_for
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.chain import LINES as ORDER
from anhuan.rulebook.queries import rules_at
from anhuan.sites import queries
from anhuan.sites.types import Dossier, Identity, SiteLine
from anhuan.territory.queries import in_areas, lineage, unit_names
from anhuan.web.desk.calling import about_site
from anhuan.web.desk.case.persons import person
from anhuan.web.desk.site import words
from anhuan.web.desk.site.bonds import bonds
from anhuan.web.desk.site.checks import ChecksPart, checks_part
from anhuan.web.desk.site.permits import site_table
from anhuan.web.desk.visits.listed import site_visits
from anhuan.web.parts.dues import due_part
from anhuan.web.parts.formats import short_day
from anhuan.web.parts.frequencies import FrequencyLine, frequency_lines
from anhuan.web.parts.shapes import (
    Column,
    DutyLine,
    EmptyState,
    Facts,
    Link,
    Responsible,
    RiskMark,
    Table,
    Tag,
)
from anhuan.web.parts.shapes import Row as Line
from anhuan.web.parts.states import state_chip

UNKNOWN = "—"


@dataclass(frozen=True, slots=True)
class SitePage:
    """One page, already worded. ``sealed``: the reader's unit is sent there by a
    cross-inspection, and until it has handed in nothing that others found there is told."""

    id: UUID
    name: str
    where: str
    tags: tuple[Tag, ...]
    sentence: str
    completeness: str
    gaps: tuple[str, ...]
    identity: Facts
    sorting: Facts
    organisation: Facts
    three: DutyLine
    bonds: Facts | None
    neighbours: tuple[Link, ...]
    tenants: tuple[Link, ...]
    landlord: Link | None
    cases: Table
    calls: tuple[Link, ...]
    permits: Table
    frequencies: tuple[FrequencyLine, ...]
    checks: ChecksPart
    visits: Table
    sealed: bool
    may_visit: bool
    may_keep: bool
    today: str


def site_page(viewer: Viewer, site: UUID) -> SitePage:
    """The dossier as the viewer sees it. Refuses ``NOT_VISIBLE``."""
    dossier = queries.dossier(viewer, site)
    about, today = dossier.site, day_of(viewer.at)
    rows = cases.of_site(viewer, site)
    lines = three_lines(site, area=about.area, subject="", at=viewer.at)
    places, sealed = lineage(about.area_path), site in viewer.errands
    units = unit_names(
        unit for unit in (about.safety_department, about.environment_department) if unit
    )
    members = tuple(
        Responsible(
            str(LINES[line.value]),
            person(held) if held is not None and held.person else None,
            gap=_("Nobody is named") if held is None else _("%(post)s is vacant") % {
                "post": held.title,
            },
        )
        for line in ORDER
        for held in (lines.lines.get(line),)
    )  # fmt: skip
    return SitePage(
        id=about.id,
        name=about.name,
        where=" / ".join(place.name for place in places),
        tags=_tags(about),
        sentence=_sentence(about, rows, sealed=sealed),
        completeness=f"{dossier.completeness.good}/{dossier.completeness.applicable}",
        gaps=tuple(
            f"{words.LABELS.get(gap.field, gap.field)}：{words.STANDINGS[gap.standing]}"
            for gap in dossier.completeness.worst
        ),
        identity=_identity(dossier, today),
        sorting=_sorting(dossier, units, today),
        organisation=_organisation(dossier),
        three=DutyLine(members),
        bonds=bonds(viewer, site),
        neighbours=_links(dossier.same_address),
        tenants=_links(dossier.tenants),
        landlord=_link(dossier.landlord) if dossier.landlord else None,
        cases=case_table(viewer, rows),
        calls=about_site(viewer, rows),
        permits=site_table(viewer, site),
        frequencies=() if sealed else frequency_lines(viewer, site),
        checks=checks_part(viewer, about),
        visits=site_visits(viewer, site),
        sealed=sealed,
        may_visit=bool(kinds_for(viewer)),
        may_keep=viewer.may(Capability.KEEP_SITES) and in_areas(viewer, about.area_path),
        today=f"{today:%m-%d}",
    )


def _link(line: SiteLine) -> Link:
    return Link(line.name, reverse("desk:site", args=[line.id]))


def _links(lines: tuple[SiteLine, ...]) -> tuple[Link, ...]:
    return tuple(_link(line) for line in lines)


def _tags(about: Identity) -> tuple[Tag, ...]:
    found = [Tag(str(words.SUBJECTS[about.subject])), Tag(str(words.OPERATIONS[about.operation]))]
    return tuple([*found, *(Tag(tag) for tag in about.tags)])


def _sentence(about: Identity, rows: tuple[Row, ...], *, sealed: bool) -> str:
    if sealed:
        return _("%(name)s: your unit inspects here for others") % {
            "name": about.short or about.name
        }
    open_ = sum(row.is_open for row in rows)
    facts = {"name": about.short or about.name, "open": open_, "closed": len(rows) - open_}
    if not rows:
        return _("%(name)s: no case so far") % facts
    return _("%(name)s: %(open)d open, %(closed)d ended") % facts


def _vouched(dossier: Dossier, field: str, text: object, today: date) -> object:
    """A value with where it comes from and when it was checked, or that nobody has."""
    if text in (None, "", UNKNOWN):
        return UNKNOWN
    voucher = dossier.vouchers.get(field)
    if voucher is None:
        return f"{text}（{_('not verified')}）"
    if voucher.verified_on is None:
        return f"{text}（{voucher.source}，{_('not verified')}）"
    day = short_day(voucher.verified_on, year=today.year)
    checked = _("verified %(day)s") % {"day": day}
    return f"{text}（{voucher.source}，{checked}）"


def _pairs(dossier: Dossier, today: date, values: dict[str, object]) -> Facts:
    return Facts(
        tuple(
            (str(words.LABELS[name]), _vouched(dossier, name, value, today))
            for name, value in values.items()
        )
    )


def _identity(dossier: Dossier, today: date) -> Facts:
    about = dossier.site
    code = about.code or (about.code_missing and f"{_('none')}：{about.code_missing}")
    values: dict[str, object] = {
        "name": about.name,
        "code": code,
        "address": about.address,
        "registered_address": about.registered_address,
        "duty_phone": _masked(about.duty_phone),
        "founded_on": about.founded_on.isoformat() if about.founded_on else "",
    }
    if about.former_names:
        values["former_names"] = "、".join(about.former_names)
    return _pairs(dossier, today, values)


def _masked(phone: str) -> str:
    """Numbers are not printed in full where one call is not meant."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 9 else phone


def _sorting(dossier: Dossier, units: dict[UUID, str], today: date) -> Facts:
    about = dossier.site
    risk = str(words.RISKS[about.risk]) if about.risk in words.RISKS else ""
    values: dict[str, object] = {
        "industry": about.industry,
        "risk": risk,
        "supervision_class": about.supervision_class,
        "safety_department": units.get(about.safety_department, "") if (
            about.safety_department
        ) else "",
        "environment_department": units.get(about.environment_department, "") if (
            about.environment_department
        ) else "",
        "operation": _operation(about),
        "employees": about.employees,
        "employees_peak": about.employees_peak,
    }  # fmt: skip
    return _pairs(dossier, today, values)


def _operation(about: Identity) -> str:
    word = str(words.OPERATIONS[about.operation])
    if about.operation_since is None:
        return word
    return _("%(operation)s since %(day)s") % {
        "operation": word, "day": about.operation_since.isoformat(),
    }  # fmt: skip


def _organisation(dossier: Dossier) -> Facts:
    held = dossier.organisation
    flags = {None: UNKNOWN, True: _("yes"), False: _("no")}
    until = held.insurance_until.isoformat() if held.insurance_until else ""
    standard = held.standard_until.isoformat() if held.standard_until else ""
    pairs: tuple[tuple[str, object], ...] = (
        ("has_department", flags[held.has_department]),
        ("full_time_staff", held.full_time_staff),
        ("has_director", flags[held.has_director]),
        ("has_committee", flags[held.has_committee]),
        ("registered_engineers", held.registered_engineers),
        ("insurance_number", " ".join(word for word in (held.insurance_number, until) if word)),
        ("standard_level", " ".join(word for word in (held.standard_level, standard) if word)),
        ("self_score", held.self_score),
    )
    return Facts(
        tuple(
            (str(words.LABELS[name]), UNKNOWN if value in (None, "") else value)
            for name, value in pairs
        )
    )


def case_table(viewer: Viewer, rows: tuple[Row, ...]) -> Table:
    calendar = rules_at(viewer.at).calendar
    columns = (
        Column(_("Deadline"), place="due"),
        Column(_("Number"), place="more"),
        Column(_("Problem"), place="problem"),
        Column(_("State"), place="state"),
        Column(_("Ball"), place="ball"),
    )
    lines = tuple(
        Line(
            row.number,
            (
                due_part(row.ball_due_on, at=viewer.at, calendar=calendar) if row.is_open else "",
                Link(row.number, reverse("desk:case", args=[row.number])),
                row.description,
                state_chip(row.state, round_number=row.round, needs_grade=row.needs_grade),
                f"{row.ball_name} {row.ball_title}".strip(),
            ),
            url=reverse("desk:case", args=[row.number]),
        )
        for row in rows
    )
    empty = EmptyState(_("No case here so far. The first one found will stand here."))
    return Table(columns, lines, _("Cases of this site"), empty=empty)


def risk_mark(risk: str) -> RiskMark | str:
    if risk not in words.RISKS:
        return UNKNOWN
    return RiskMark(risk, str(words.RISKS[risk]))  # type: ignore[arg-type]
