"""Rows of a file of administrative divisions: codes of GB/T 2260 and GB/T 10114, 12 digits."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from anhuan.base.intake import RowProblem, is_json, read_json, read_table
from anhuan.kernel.geo import BadGeometry, read_area
from anhuan.kernel.refusal import Refusal, Why
from anhuan.territory.types import Level

MAX_FEATURES: Final = 50_000
LENGTH: Final = 12
LONGEST_NAME: Final = 100
HEADINGS: Final = {
    "code": ("代码", "区划代码", "行政区划代码", "编码"),
    "name": ("名称", "区划名称", "地名"),
    "level": ("级别", "层级"),
    "parent": ("上级", "上级代码", "父级代码"),
}
LEVELS: Final = {
    **{level.value: level for level in Level},
    "township": Level.STREET,
    "town": Level.STREET,
    "village": Level.COMMUNITY,
    "grid": Level.CELL,
    "省": Level.PROVINCE,
    "市": Level.CITY,
    "地": Level.CITY,
    "县": Level.COUNTY,
    "区县": Level.COUNTY,
    "乡": Level.STREET,
    "街道": Level.STREET,
    "乡镇": Level.STREET,
    "村": Level.COMMUNITY,
    "社区": Level.COMMUNITY,
    "网格": Level.CELL,
}
ZONE_WORDS: Final = ("开发区", "园区", "新区", "实验区", "试验区", "示范区", "保税")


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """One division as the file has it. ``parent``: a code, maybe unknown."""

    row: int
    code: str
    name: str
    level: Level
    parent: str
    geometry: Mapping[str, Any] | None = None

    @property
    def functional(self) -> bool:
        """Development zones: 71 to 79 in the county's place, 400 to 599 in the street's.

        Zones have no people's congress of their own; statistics number them apart.
        """
        if self.level is Level.COUNTY:
            return "71" <= self.code[4:6] <= "79"
        named = any(word in self.name for word in ZONE_WORDS)
        return self.level is Level.STREET and "400" <= self.code[6:9] <= "599" and named


def read_divisions(data: bytes) -> tuple[list[Division], list[RowProblem]]:
    """The divisions of a table or of GeoJSON features, and what is wrong with the others.

    A level not given follows from the code, and so does a parent. Refuses what cannot be read.
    """
    found: list[Division] = []
    problems: list[RowProblem] = []
    seen: set[str] = set()
    for row, values, geometry in _raw(data):
        division = _division(row, values, geometry, problems)
        if division is None:
            continue
        if division.code in seen:
            problems.append(_problem(row, "code", "repeated", division.code))
            continue
        seen.add(division.code)
        found.append(division)
    return found, problems


def read_boundaries(data: bytes) -> tuple[dict[str, Any], list[RowProblem]]:
    """Code (12 digits) to geometry, from GeoJSON features with a ``code``; 6 digits are a
    county's."""
    found: dict[str, Any] = {}
    problems: list[RowProblem] = []
    for row, values, geometry in _features(read_json(data)):
        code = full_code(values.get("code", ""))
        if not code:
            problems.append(_problem(row, "code", "invalid", values.get("code", "")))
        elif _fits(row, geometry, problems):
            found[code] = geometry
    return found, problems


def full_code(text: str) -> str:
    """A code of 2 to 12 digits filled up with zeros, or ``""``."""
    good = text.isascii() and text.isdigit() and len(text) in (2, 4, 6, 9, LENGTH)
    return text.ljust(LENGTH, "0") if good else ""


def _raw(data: bytes) -> Iterator[tuple[int, Mapping[str, str], Any]]:
    if is_json(data):
        yield from _features(read_json(data))
        return
    for record in read_table(data, HEADINGS, ("code", "name")):
        yield record.row, record.values, None


def _features(document: Any) -> Iterator[tuple[int, Mapping[str, str], Any]]:
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        raise Refusal(Why.FILE_TYPE, problem="not-a-feature-collection")
    if len(features) > MAX_FEATURES:
        raise Refusal(Why.TOO_MANY, most=MAX_FEATURES)
    for row, feature in enumerate(features, 1):
        about = feature.get("properties") if isinstance(feature, dict) else None
        values = {
            name: str(value).strip()
            for name, value in (about if isinstance(about, dict) else {}).items()
            if name in HEADINGS and isinstance(value, str | int)
        }
        yield row, values, feature.get("geometry") if isinstance(feature, dict) else None


def _division(
    row: int, values: Mapping[str, str], geometry: Any, problems: list[RowProblem]
) -> Division | None:
    code, name = full_code(values.get("code", "")), values.get("name", "")
    if not code:
        problems.append(_problem(row, "code", "invalid", values.get("code", "")))
        return None
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        problems.append(_problem(row, "name", "invalid", name))
        return None
    written = values.get("level", "")
    level = LEVELS.get(written.lower()) if written else level_of(code)
    if level is None:
        problems.append(_problem(row, "level", "invalid", written))
        return None
    if geometry is not None and not _fits(row, geometry, problems):
        return None
    given = values.get("parent", "")
    parent = full_code(given) if given else parent_of(code)
    return Division(row=row, code=code, name=name, level=level, parent=parent, geometry=geometry)


def _fits(row: int, geometry: Any, problems: list[RowProblem]) -> bool:
    try:
        read_area(geometry)
    except BadGeometry as bad:
        problems.append(_problem(row, "geometry", bad.problem.value, json.dumps(bad.where)))
        return False
    return True


def level_of(code: str) -> Level:
    """The level that the zeros at the end of a 12-digit code tell."""
    parts = (
        (code[9:], Level.COMMUNITY),
        (code[6:9], Level.STREET),
        (code[4:6], Level.COUNTY),
        (code[2:4], Level.CITY),
    )
    return next((level for digits, level in parts if digits.strip("0")), Level.PROVINCE)


def parent_of(code: str) -> str:
    """The code one level up; ``""`` above a province."""
    ends = {Level.COMMUNITY: 9, Level.STREET: 6, Level.COUNTY: 4, Level.CITY: 2}
    end = ends.get(level_of(code))
    return code[:end].ljust(LENGTH, "0") if end else ""


def _problem(row: int, field: str, problem: str, value: str) -> RowProblem:
    return RowProblem(row=row, field=field, problem=problem, value=value[:80])


def one_geometry(data: bytes) -> Any:
    """The one geometry of a GeoJSON file: bare, of a feature, or of a collection of one.

    Refuses ``FILE_BROKEN`` for what is no JSON, ``MALFORMED`` (geometry: not-one) for a
    collection of none or several. The geometry itself is not looked at.
    """
    found = read_json(data)
    features = found.get("features") if isinstance(found, dict) else None
    if isinstance(features, list):
        if len(features) != 1:
            raise Refusal(Why.MALFORMED, field="geometry", problem="not-one")
        found = features[0]
    if isinstance(found, dict) and found.get("type") == "Feature":
        found = found.get("geometry")
    return found
