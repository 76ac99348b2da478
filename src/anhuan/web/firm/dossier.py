"""我厂档案 and 找人: what is on file about the firm, and who answers for it on the three lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from anhuan.cases.briefing import officers_of_site
from anhuan.cases.words.inputs import DOMAIN_CHOICES, LINES
from anhuan.duty.queries import three_lines
from anhuan.kernel.access import Viewer
from anhuan.kernel.chain import LINES as ORDER
from anhuan.kernel.refusal import Refusal, Why
from anhuan.sites.queries import dossier as dossier_of
from anhuan.sites.types import Completeness, Dossier, Operation, Standing
from anhuan.territory.queries import area_names, holders, posts_of_site
from anhuan.territory.types import Holder
from anhuan.web.firm.words import holder_part
from anhuan.web.parts.frequencies import FrequencyLine, frequency_lines
from anhuan.web.parts.shapes import Facts, PersonPost

SUBJECTS: Final = ("safety", "environment")
FIELDS: Final = {
    "name": pgettext_lazy("firm file", "Name"),
    "code": pgettext_lazy("firm file", "Credit code"),
    "address": pgettext_lazy("firm file", "Address"),
    "lon": pgettext_lazy("firm file", "Position"),
    "area": pgettext_lazy("firm file", "Area"),
    "industry": pgettext_lazy("firm file", "Industry"),
    "safety_department": pgettext_lazy("firm file", "Department for safety"),
    "environment_department": pgettext_lazy("firm file", "Department for environment"),
    "duty_phone": pgettext_lazy("firm file", "Duty telephone"),
    "risk": pgettext_lazy("firm file", "Risk"),
    "operation": pgettext_lazy("firm file", "Operation"),
    "employees": pgettext_lazy("firm file", "Employees"),
    "registered_address": pgettext_lazy("firm file", "Registered address"),
    "has_department": pgettext_lazy("firm file", "Safety department"),
    "insurance_number": pgettext_lazy("firm file", "Liability insurance"),
}
STANDINGS: Final = {
    Standing.MISSING: pgettext_lazy("firm file", "missing"),
    Standing.EXPIRED: pgettext_lazy("firm file", "run out"),
    Standing.UNVERIFIED: pgettext_lazy("firm file", "not verified"),
    Standing.GOOD: pgettext_lazy("firm file", "verified"),
}
OPERATIONS: Final = {
    Operation.OPERATING: pgettext_lazy("firm file", "operating"),
    Operation.STOPPED: pgettext_lazy("firm file", "stopped"),
    Operation.CLOSED: pgettext_lazy("firm file", "closed down"),
    Operation.MOVED: pgettext_lazy("firm file", "moved"),
}
RISKS: Final = {
    "major": pgettext_lazy("risk", "Major"),
    "larger": pgettext_lazy("risk", "Larger"),
    "general": pgettext_lazy("risk", "General"),
    "low": pgettext_lazy("risk", "Low"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to turn to: on which line, which post, and how to call."""

    line: str
    who: PersonPost | None
    gap: str = ""
    phone: str = ""
    call: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class FirmFile:
    name: str
    sentence: str
    gaps: tuple[tuple[str, str], ...]
    facts: Facts
    organisation: Facts
    neighbours: tuple[str, ...]
    frequencies: tuple[FrequencyLine, ...]


def firm_file(viewer: Viewer, site: UUID) -> FirmFile:
    found = dossier_of(viewer, site)
    names = area_names([found.site.area] if found.site.area else [])
    area = names.get(found.site.area, "") if found.site.area else ""
    return FirmFile(
        name=found.site.name,
        sentence=_sentence(found.completeness),
        gaps=tuple(_gap(each.field, each.standing) for each in found.completeness.worst),
        facts=_facts(found, area),
        organisation=_organisation(found),
        neighbours=tuple(each.short or each.name for each in found.same_address),
        frequencies=frequency_lines(viewer, site),
    )


def _sentence(found: Completeness) -> str:
    left = found.applicable - found.good
    if not left:
        return _("All %(n)d entries are there and verified") % {"n": found.applicable}
    return _("%(good)d of %(all)d entries are verified, %(left)d to be put right") % {
        "good": found.good,
        "all": found.applicable,
        "left": left,
    }


def _gap(field: str, standing: Standing) -> tuple[str, str]:
    return str(FIELDS.get(field, field)), str(STANDINGS[standing])


def _facts(found: Dossier, area: str) -> Facts:
    site = found.site
    known = site.lon is not None and site.lat is not None
    position = f"{site.lon:.5f}, {site.lat:.5f}" if known else ""
    values = {
        "name": site.name,
        "code": site.code,
        "address": site.address,
        "registered_address": site.registered_address,
        "area": area,
        "lon": position,
        "industry": site.industry,
        "operation": str(OPERATIONS[site.operation]),
        "risk": str(RISKS.get(site.risk, "")),
        "employees": str(site.employees) if site.employees is not None else "",
        "duty_phone": site.duty_phone,
    }
    unknown = pgettext("firm file", "not known")
    return Facts(tuple((str(FIELDS[name]), text or unknown) for name, text in values.items()))


def _organisation(found: Dossier) -> Facts:
    held = found.organisation
    pairs: list[tuple[str, object]] = [
        (pgettext("firm file", "Safety department"), _yes(held.has_department)),
        (pgettext("firm file", "Full-time staff"), _known(held.full_time_staff)),
        (pgettext("firm file", "Safety director"), _yes(held.has_director)),
        (pgettext("firm file", "Insurance"), _until(held.insurance_number, held.insurance_until)),
        (pgettext("firm file", "Standard"), _until(held.standard_level, held.standard_until)),
    ]
    return Facts(tuple(pairs))


def _yes(value: bool | None) -> str:
    if value is None:
        return pgettext("firm file", "not known")
    return pgettext("firm file", "yes") if value else pgettext("firm file", "no")


def _known(value: int | None) -> str:
    return pgettext("firm file", "not known") if value is None else str(value)


def _until(text: str, until: date | None) -> str:
    if not text:
        return pgettext("firm file", "not known")
    return _("%(text)s, until %(day)s") % {"text": text, "day": until} if until else text


def people(viewer: Viewer, site: UUID, area: UUID | None) -> tuple[Group, ...]:
    """The three lines for safety and for environment, and the firm's own posts."""
    firm = pgettext("firm people", "our firm")
    groups = []
    for subject in SUBJECTS:
        lines = three_lines(site, area=area, subject=subject, at=viewer.at).lines
        members = tuple(_person(viewer, str(LINES[line.value]), lines[line]) for line in ORDER)
        title = _("Who answers for us: %(domain)s") % {"domain": DOMAIN_CHOICES[subject]}
        groups.append(Group(title, members))
    if groups[0].people == groups[1].people:
        groups = [Group(_("Who answers for us"), groups[0].people)]
    own = holders(posts_of_site(site), at=viewer.at).values()
    staff = tuple(_person(viewer, firm, held) for held in own if held.person is not None)
    return (*groups, Group(_("At our firm"), staff)) if staff else tuple(groups)


def _person(viewer: Viewer, line: str, held: Holder | None) -> Person:
    if held is None:
        return Person(line, None, gap=_("Nobody is named. Ask the street's safety station."))
    if held.person is None:
        post = " ".join(word for word in (held.unit_name, held.title) if word)
        return Person(line, None, gap=_("%(post)s is vacant") % {"post": post})
    mine = held.person == viewer.person
    reachable = bool(held.phone_masked) and not mine
    return Person(
        _("%(line)s · you") % {"line": line} if mine else line,
        holder_part(held),
        phone=held.phone_masked,
        call=reverse("firm:call", args=[held.post]) if reachable else "",
    )


def callable_holder(viewer: Viewer, site: UUID, area: UUID | None, post: UUID) -> Holder:
    """Whoever holds a post that answers for the firm or handles one of its open cases. Refuses
    ``NOT_VISIBLE`` for any other post."""
    known: set[UUID] = set(posts_of_site(site)) | officers_of_site(viewer, site)
    for subject in SUBJECTS:
        lines = three_lines(site, area=area, subject=subject, at=viewer.at).lines
        known |= _posts(lines.values())
    if post not in known:
        raise Refusal(Why.NOT_VISIBLE)
    return holders([post], at=viewer.at)[post]


def _posts(held: Iterable[Holder | None]) -> set[UUID]:
    return {one.post for one in held if one is not None}
