"""Units and their chemicals from a table, one row a chemical."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from anhuan.base.ids import new_id
from anhuan.base.intake import Record, RowProblem, read_bytes, read_table
from anhuan.hazards.entering import CHEMICAL, chemical
from anhuan.hazards.models import HazardUnit
from anhuan.hazards.queries import standard
from anhuan.hazards.services.keeping import add_unit, change_unit
from anhuan.hazards.types import UnitKind, Use
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.services import record
from anhuan.sites.naming import normal_name
from anhuan.sites.queries import known_as

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "site": ("企业名称", "单位名称", "企业", "企业全称"),
    "code": ("统一社会信用代码", "信用代码"),
    "unit": ("单元名称", "单元", "辨识单元", "装置或设施"),
    "kind": ("单元类型", "单元类别"),
    "boundary": ("单元边界", "边界", "单元范围"),
    "persons": ("500米内人数", "厂界外500米人数", "厂外500m人数", "暴露人数", "周边人数"),
    "persons_source": ("人数来源", "人数依据"),
    "persons_on": ("人数日期", "统计日期", "核实日期"),
    "name": ("危险化学品名称", "化学品名称", "品名", "化学品", "名称"),
    "cas": ("CAS号", "CAS", "CAS登记号"),
    "classes": ("危险性类别", "危险性分类", "类别符号"),
    "quantity": ("设计最大量(t)", "设计最大量", "最大储量(t)", "最大储量", "最大存在量(t)"),
    "storage": ("储存方式", "贮存方式"),
    "use": ("用途",),
}
REQUIRED: Final = ("site", "unit", "name", "quantity")
OF_UNIT: Final = ("kind", "boundary", "persons", "persons_source", "persons_on")
KINDS: Final = {
    "生产单元": UnitKind.PRODUCTION,
    "生产": UnitKind.PRODUCTION,
    "储存单元": UnitKind.STORAGE,
    "储存": UnitKind.STORAGE,
    "贮存单元": UnitKind.STORAGE,
}
USES: Final = {
    "生产": Use.PRODUCTION,
    "储存": Use.STORAGE,
    "贮存": Use.STORAGE,
    "使用": Use.USE,
    "经营": Use.TRADE,
    "运输": Use.TRANSPORT,
}
Key = tuple[UUID, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class HazardImportReport:
    """What an import did, or would do: units by site and name, problems by row of the sheet."""

    rows: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    waiting: tuple[str, ...]
    problems: tuple[RowProblem, ...]
    saved: bool

    def as_json(self) -> dict[str, Any]:
        """The report in values that JSON has."""
        return asdict(self)


def import_hazards(
    path: Path,
    *,
    by: Viewer,
    at: datetime,
    headings: Mapping[str, str] | None = None,
    dry_run: bool = False,
) -> HazardImportReport:
    """Units from xlsx, xls or csv. ``headings``: the file's own heading → field, beside the usual
    ones. A unit with a problem in any of its rows waits whole; one that is stated so already
    stays as it is. Refuses ``WRONG_ROLE``, ``FILE_…``, ``MISSING`` (columns), ``MALFORMED``.
    """
    for capability in (Capability.IMPORT, Capability.KEEP_SITES):
        if not by.may(capability):
            raise Refusal(Why.WRONG_ROLE, capability=capability)
    words = {field: list(usual) for field, usual in HEADINGS.items()}
    for heading, field in (headings or {}).items():
        if field not in words:
            raise Refusal(Why.MALFORMED, field=field[:64], problem="unknown")
        words[field].append(heading)
    data = read_bytes(path)
    records = read_table(data, words, REQUIRED)
    with transaction.atomic():
        load = _Load(records, by, at)
        load.all()
        if load.added or load.changed:
            _note(path.name, data, load, by=by, at=at)
        if dry_run:
            transaction.set_rollback(True)
    return load.report(len(records), saved=not dry_run)


class _Load:
    """One run over the rows of a file."""

    def __init__(self, records: Sequence[Record], by: Viewer, at: datetime) -> None:
        self.records = records
        self.by = by
        self.at = at
        named = standard(at)
        self.rule = named.rule if named else None
        self.problems: list[RowProblem] = []
        self.added: list[str] = []
        self.changed: list[str] = []
        self.unchanged: list[str] = []
        self.waiting: list[str] = []
        self.sites = self._sites()

    def all(self) -> None:
        groups: dict[Key, list[Record]] = {}
        for row in self.records:
            absent = [name for name in REQUIRED if name not in row.values]
            for name in absent:
                self._problem(row, name, "missing")
            site = self._site(row)
            if "site" not in absent and site is None:
                self._problem(row, "site", "unknown", row.values.get("site", ""))
            if site is not None and "unit" not in absent:
                groups.setdefault((site, row.values["unit"]), []).append(row)
        for key, rows in groups.items():
            self._unit(key, rows)

    def _sites(self) -> dict[str, set[UUID]]:
        names = {normal_name(row.values.get("site", "")) for row in self.records}
        codes = {row.values.get("code", "") for row in self.records} - {""}
        found: dict[str, set[UUID]] = {}
        for one in known_as(self.by, names=names, codes=codes):
            for word in {one.normal_name, normal_name(one.short), one.code} - {""}:
                found.setdefault(word, set()).add(one.id)
        return found

    def _site(self, row: Record) -> UUID | None:
        """By the code, else by a name that only one visible site bears."""
        code, name = row.values.get("code", ""), normal_name(row.values.get("site", ""))
        found = self.sites.get(code, set()) if code else set()
        found = found or self.sites.get(name, set())
        return next(iter(found)) if len(found) == 1 else None

    def _unit(self, key: Key, rows: Sequence[Record]) -> None:
        title = f"{rows[0].values['site']} {key[1]}"
        before = len(self.problems)
        held = [self._chemical(row) for row in rows]
        given = {"name": key[1]} | self._stated(rows)
        bad = {problem.row for problem in self.problems}
        if len(self.problems) > before or bad & {row.row for row in rows}:
            self.waiting.append(title)
            return
        try:
            with transaction.atomic():
                self._put(key, given | {"chemicals": held}, title)
        except Refusal as refusal:
            self._refused(rows[0], refusal)
            self.waiting.append(title)

    def _put(self, key: Key, given: dict[str, Any], title: str) -> None:
        row = HazardUnit.objects.filter(site=key[0], name=key[1]).first()
        if row is None:
            given.setdefault("kind", UnitKind.STORAGE)
            add_unit(site_id=key[0], given=given, by=self.by, at=self.at)
            self.added.append(title)
        elif all(_same(getattr(row, name), value) for name, value in given.items()):
            self.unchanged.append(title)
        else:
            change_unit(
                unit_id=row.id, seen_version=row.version, changes=given, by=self.by, at=self.at
            )
            self.changed.append(title)

    def _stated(self, rows: Sequence[Record]) -> dict[str, Any]:
        """What the rows say of the unit itself; two rows that differ are a problem."""
        found: dict[str, Any] = {}
        for row in rows:
            for name in OF_UNIT:
                text = row.values.get(name, "")
                if not text:
                    continue
                value = _read(name, text)
                if value is None:
                    self._problem(row, name, "invalid", text)
                elif found.setdefault(name, value) != value:
                    self._problem(row, name, "differs", text)
        return found

    def _chemical(self, row: Record) -> dict[str, Any] | None:
        given = {name: row.values[name] for name in CHEMICAL if name in row.values}
        if "use" in given:
            given["use"] = USES.get(given["use"], given["use"])
        try:
            return chemical(given, self.rule)
        except Refusal as refusal:
            if refusal.why is not Why.MISSING:
                self._refused(row, refusal)
            return None

    def _refused(self, row: Record, refusal: Refusal) -> None:
        named = refusal.facts.get("fields") or (refusal.facts.get("field", ""),)
        problem = str(refusal.facts.get("problem", refusal.why.value))
        for field in named if isinstance(named, tuple) else (named,):
            self._problem(row, str(field), problem, row.values.get(str(field), ""))

    def _problem(self, row: Record, field: str, problem: str, text: str = "") -> None:
        self.problems.append(
            RowProblem(row=row.row, field=field, problem=problem, value=text[:80])
        )

    def report(self, rows: int, *, saved: bool) -> HazardImportReport:
        return HazardImportReport(
            rows=rows,
            added=tuple(self.added),
            changed=tuple(self.changed),
            unchanged=tuple(self.unchanged),
            waiting=tuple(self.waiting),
            problems=tuple(self.problems),
            saved=saved,
        )


def _read(name: str, text: str) -> Any:
    """A cell about the unit; ``None`` for what says nothing."""
    if name == "kind":
        return KINDS.get(text)
    if name == "persons":
        return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else None
    if name == "persons_on":
        return _day(text)
    return text


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.replace("/", "-").replace(".", "-"))
    except ValueError:
        return None


def _same(here: Any, given: Any) -> bool:
    return bool(here == given)


def _note(name: str, data: bytes, load: _Load, *, by: Viewer, at: datetime) -> None:
    """One entry for the file beside those of the units."""
    record(
        kind="hazard.imported",
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
