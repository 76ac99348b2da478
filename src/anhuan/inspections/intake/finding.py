"""What a file names, found in the node: its places, its inspectors, its checklists."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from anhuan.base.ids import derived_id
from anhuan.base.outside import is_held
from anhuan.inspections.intake.types import Choices, Read
from anhuan.kernel.access import Viewer
from anhuan.kernel.checklist import Checklist
from anhuan.people.queries import persons
from anhuan.people.services import add_person
from anhuan.rulebook.queries import checklist_spans
from anhuan.sites.naming import normal_name, tidy_address
from anhuan.sites.queries import known_as
from anhuan.sites.services import add_sites
from anhuan.sites.types import KnownSite, Subject
from anhuan.territory.members import persons_of_units

UNSAID: Final = "旧记录未载明"


class Places:
    """The sites of one file, each looked up once. A site is known by its credit code, by name and
    address, or by a name that only one site has."""

    def __init__(self, by: Viewer, area: UUID, at: datetime, choices: Choices) -> None:
        self.by, self.area, self.at, self.choices = by, area, at, choices
        self.entered = 0
        self._found: dict[tuple[str, str, str], UUID | str] = {}

    def know(self, visits: Iterable[Read], *, save: bool) -> None:
        """Look up the places of some visits at once, and enter those that may be entered."""
        wanted = {_key(each.site): each.site for each in visits}
        fresh = {key: site for key, site in wanted.items() if key not in self._found}
        if not fresh:
            return
        known = known_as(
            self.by,
            names={name for _, name, _ in fresh},
            codes={code for code, _, _ in fresh if code},
        )
        by_name: dict[str, list[KnownSite]] = {}
        for one in known:
            by_name.setdefault(one.normal_name, []).append(one)
        codes = {one.code: one.id for one in known if one.code}
        for key in fresh:
            self._found[key] = codes.get(key[0]) or _by_name(by_name.get(key[1], []), key[2])
        missing = {key: site for key, site in fresh.items() if self._found[key] == "unknown"}
        if missing and self.choices.add_sites:
            self._enter(missing, save=save)

    def _enter(
        self, missing: Mapping[tuple[str, str, str], Mapping[str, Any]], *, save: bool
    ) -> None:
        if not save:
            self.entered += len(missing)
            self._found |= dict.fromkeys(missing, "new")
            return
        given = [_dossier(site) for site in missing.values()]
        made = add_sites(given=given, area=self.area, by=self.by, at=self.at)
        for key, one in zip(missing, made, strict=True):
            self._found[key] = one if isinstance(one, UUID) else "refused"
            self.entered += isinstance(one, UUID)

    def of(self, visit: Read) -> UUID | str:
        """The site of a visit, or in one word why there is none; ``new`` when it would be
        entered."""
        return self._found[_key(visit.site)]


def _key(site: Mapping[str, Any]) -> tuple[str, str, str]:
    address = tidy_address(site["address"]) if "address" in site else ""
    return site.get("code", "").upper(), normal_name(site["name"]), address


def _by_name(found: Sequence[KnownSite], address: str) -> UUID | str:
    exact = [one for one in found if one.address == address] if address else list(found)
    if len(exact) > 1:
        return "ambiguous"
    return exact[0].id if exact else "unknown"


def _dossier(site: Mapping[str, Any]) -> dict[str, Any]:
    given = {"subject": Subject.ENTERPRISE, "address": UNSAID} | dict(site)
    return given if given.get("code") else given | {"code": "", "code_missing": UNSAID}


class Inspectors:
    """The persons of one file by their names: those of the unit, else persons known by name only,
    always the same for one unit and name."""

    def __init__(self, unit: UUID, by: Viewer, at: datetime, *, add: bool) -> None:
        self.unit, self.by, self.at, self.add = unit, by, at, add
        self.entered = 0
        self._found: dict[str, UUID | None] = {}
        for person in persons(persons_of_units([unit], at=at)).values():
            self._found[person.name] = None if person.name in self._found else person.id

    def of(self, names: Iterable[str], *, save: bool) -> frozenset[UUID] | None:
        """The persons of those names; ``None`` when one of them is nobody, or several."""
        found = [self._one(name, save=save) for name in names]
        return None if None in found else frozenset(one for one in found if one is not None)

    def _one(self, name: str, *, save: bool) -> UUID | None:
        if name not in self._found:
            person = derived_id(self.unit, f"inspector {name}")
            known = person in persons([person])
            if not known and self.add and is_held(name):
                self.entered += 1
                if save:
                    add_person(name=name, by=self.by.person, at=self.at, person_id=person)
            self._found[name] = person if known or self.add else None
        return self._found[name]


class Lists:
    """The checklists of one file, each in the version of the day of the visit."""

    def __init__(self) -> None:
        self._spans: dict[str, Any] = {}

    def of(self, code: str, at: datetime) -> Checklist | None:
        if code not in self._spans:
            self._spans[code] = checklist_spans(code) if is_held(code) else []
        for start, end, version in self._spans[code]:
            if start <= at and (end is None or at < end):
                found: Checklist = version.checklist
                return found
        return None
