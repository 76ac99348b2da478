"""Sites from a table: what is new enters, what may be known already waits for a person."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from anhuan.base.ids import new_id
from anhuan.base.intake import Record, RowProblem, read_bytes, read_table
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.services import record
from anhuan.sites.entering import read
from anhuan.sites.models import Site
from anhuan.sites.queries import similar
from anhuan.sites.services.dossiers import add_site, change_site
from anhuan.sites.sheet import AREA_COLUMNS, HEADINGS, REQUIRED, BadCell, values_of
from anhuan.sites.types import Candidate, Ground
from anhuan.territory.naming import areas_by_name
from anhuan.territory.types import AreaNames

NEW: Final = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A row that may be a known site; waits for ``decisions``."""

    row: int
    name: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteImportReport:
    """What an import did, or would do: rows by their number in the sheet."""

    rows: int
    added: tuple[int, ...]
    changed: tuple[int, ...]
    unchanged: tuple[int, ...]
    proposals: tuple[Proposal, ...]
    problems: tuple[RowProblem, ...]
    saved: bool

    def as_json(self) -> dict[str, Any]:
        """The report in values that JSON has."""
        return {
            "rows": self.rows,
            "added": list(self.added),
            "changed": list(self.changed),
            "unchanged": list(self.unchanged),
            "proposals": [
                {
                    "row": each.row,
                    "name": each.name,
                    "candidates": [
                        {
                            "site": str(one.site.id),
                            "name": one.site.name,
                            "address": one.site.address,
                            "code": one.site.code,
                            "ground": one.ground.value,
                        }
                        for one in each.candidates
                    ],
                }
                for each in self.proposals
            ],
            "problems": [asdict(each) for each in self.problems],
            "saved": self.saved,
        }


def import_sites(
    path: Path,
    *,
    by: Viewer,
    at: datetime,
    headings: Mapping[str, str] | None = None,
    area: UUID | None = None,
    decisions: Mapping[int, str] | None = None,
    dry_run: bool = False,
) -> SiteImportReport:
    """Sites from xlsx, xls or csv.

    ``headings``: the file's own heading → field, beside the usual ones (``sheet.HEADINGS``).
    ``area``: where the names of counties, streets, communities and cells are looked up, and
    where rows lie that name none. A row with the same code, name and address as a known site
    adds nothing; one that may be a known site for another reason is proposed and waits, until
    ``decisions`` says for its row number ``"new"`` or the id of the site whose fields it
    changes. Rows with problems wait too; the others are saved. Refuses ``WRONG_ROLE``,
    ``FILE_…``, ``MISSING`` (columns).
    """
    for capability in (Capability.IMPORT, Capability.KEEP_SITES):
        if not by.may(capability):
            raise Refusal(Why.WRONG_ROLE, capability=capability)
    data = read_bytes(path)
    words = {field: list(usual) for field, usual in HEADINGS.items()}
    for heading, field in (headings or {}).items():
        if field not in words:
            raise Refusal(Why.MALFORMED, field=field[:64], problem="unknown")
        words[field].append(heading)
    records = read_table(data, words, REQUIRED)
    with transaction.atomic():
        load = _Load(by, at, area, decisions or {})
        for each in records:
            load.take(each)
        if load.added or load.changed:
            _note(path.name, data, load, by=by, at=at)
        if dry_run:
            transaction.set_rollback(True)
    return load.report(rows=len(records), saved=not dry_run)


class _Load:
    """One run over the rows of a file."""

    def __init__(
        self, by: Viewer, at: datetime, area: UUID | None, decisions: Mapping[int, str]
    ) -> None:
        self.by = by
        self.at = at
        self.area = area
        self.decisions = decisions
        self.names: AreaNames = areas_by_name(by, area)
        self.added: list[int] = []
        self.changed: list[int] = []
        self.unchanged: list[int] = []
        self.proposals: list[Proposal] = []
        self.problems: list[RowProblem] = []

    def take(self, row: Record) -> None:
        try:
            given = values_of(row.values) | self._place(row)
            with transaction.atomic():
                self._enter(row, given)
        except BadCell as bad:
            self._problem(row, bad.field, "invalid", bad.text)
        except Refusal as refusal:
            self._refused(row, refusal)

    def _enter(self, row: Record, given: dict[str, Any]) -> None:
        absent = tuple(name for name in REQUIRED if name not in given)
        if absent:
            raise Refusal(Why.MISSING, fields=absent)
        decision = self.decisions.get(row.row)
        if decision == NEW:
            add_site(given=given, by=self.by, at=self.at)
            self.added.append(row.row)
            return
        found = self._candidates(given)
        if decision is not None:
            self._change(row, given, decision, found)
        elif any(self._says_nothing_new(one, row, given) for one in found):
            self.unchanged.append(row.row)
        elif found:
            proposal = Proposal(row=row.row, name=given["name"], candidates=tuple(found))
            self.proposals.append(proposal)
        else:
            add_site(given=given, by=self.by, at=self.at)
            self.added.append(row.row)

    def _candidates(self, given: Mapping[str, Any]) -> list[Candidate]:
        """Not by position: many firms under one roof are the normal case."""
        return similar(
            self.by,
            name=given["name"],
            address=given["address"],
            code=given.get("code", ""),
            phone=given.get("duty_phone", ""),
        )

    def _says_nothing_new(self, one: Candidate, row: Record, given: Mapping[str, Any]) -> bool:
        """Whether code, name and address are those of the candidate, and all else is too."""
        if one.ground not in (Ground.CODE, Ground.NAME_AND_ADDRESS):
            return False
        values = read(_written(row, given))
        known = Site.objects.get(pk=one.site.id)
        values.pop("area_id", None)
        values.setdefault("code", "")
        return all(getattr(known, name) == value for name, value in values.items())

    def _change(
        self, row: Record, given: dict[str, Any], decision: str, found: list[Candidate]
    ) -> None:
        site = next((one.site.id for one in found if str(one.site.id) == decision), None)
        if site is None:
            raise Refusal(Why.MALFORMED, field="decision", problem="not-proposed")
        version = Site.objects.values_list("version", flat=True).get(pk=site)
        changes = _written(row, given)
        change_site(site_id=site, seen_version=version, changes=changes, by=self.by, at=self.at)
        self.changed.append(row.row)

    def _place(self, row: Record) -> dict[str, UUID]:
        code = row.values.get("area", "")
        path = [row.values[name] for name in AREA_COLUMNS if name in row.values]
        if not code and not path:
            return {"area": self.area} if self.area else {}
        found = self.names.by_code(code) if code else self.names.by_names(path)
        if found is None:
            raise BadCell("area", code or " / ".join(path))
        return {"area": found}

    def _refused(self, row: Record, refusal: Refusal) -> None:
        if refusal.why is Why.REPEATED:
            self.unchanged.append(row.row)
            return
        named = refusal.facts.get("fields") or (refusal.facts.get("field", ""),)
        problem = str(refusal.facts.get("problem", refusal.why.value))
        for field in named if isinstance(named, tuple) else (named,):
            self._problem(row, str(field), problem, row.values.get(str(field), ""))

    def _problem(self, row: Record, field: str, problem: str, text: str) -> None:
        found = RowProblem(row=row.row, field=field, problem=problem, value=text[:80])
        self.problems.append(found)

    def report(self, *, rows: int, saved: bool) -> SiteImportReport:
        return SiteImportReport(
            rows=rows,
            added=tuple(self.added),
            changed=tuple(self.changed),
            unchanged=tuple(self.unchanged),
            proposals=tuple(self.proposals),
            problems=tuple(self.problems),
            saved=saved,
        )


def _written(row: Record, given: Mapping[str, Any]) -> dict[str, Any]:
    """What the row itself says, without the type it was given for want of one."""
    return {k: v for k, v in given.items() if k != "subject" or k in row.values}


def _note(name: str, data: bytes, load: _Load, *, by: Viewer, at: datetime) -> None:
    """One entry for the file beside those of the sites."""
    record(
        kind="site.imported",
        subject=new_id(),
        version=1,
        public={
            "sha256": hashlib.sha256(data).hexdigest(),
            "added": len(load.added),
            "changed": len(load.changed),
        },
        body={"file": name},
        by=by.person,
        at=at,
    )
