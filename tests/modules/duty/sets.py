"""A city as plain sets, from which the gaps are found by asking for every object one by one.
Shares no code with the program's own search."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

Named = tuple[str, str, str, str, str, UUID]
"""kind, line, level, side, subject, object."""


@dataclass
class State:
    """What is, by id; nothing here knows how the program keeps it."""

    area: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    post: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    unit: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    term: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    site: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    charge: list[dict[str, Any]] = field(default_factory=list)
    rule: dict[str, dict[str, str | None]] = field(default_factory=dict)


def asked(state: State) -> set[Named]:
    """Every gap, found by asking for each object on its own."""
    every = {*_ground(state), *_of_areas(state), *_of_sites(state)}
    return {one for one in every if one[0]}


def _of_areas(state: State) -> Iterator[Named]:
    for key, area in state.area.items():
        sides = ("government",) if area["level"] == "cell" else ("government", "party")
        for side in sides if area["on"] else ():
            for subject in ("safety", "environment"):
                kind = _charged(state, key, "territory", area["level"], side)
                yield (kind, "territory", area["level"], side, subject, key)


def _of_sites(state: State) -> Iterator[Named]:
    for key, site in state.site.items():
        for subject in ("safety", "environment") if site["on"] else ():
            kind = _charged(state, key, "enterprise", "", "enterprise")
            yield (kind, "enterprise", "", "enterprise", subject, key)
            kind = _department(state, site, subject)
            yield (kind, "industry", "county", "government", subject, key)


def _ground(state: State) -> Iterator[Named]:
    for key, area in state.area.items():
        if not area["on"]:
            continue
        parts = [row for row in state.area.values() if row["parent"] == key]
        bare = any(not row["on"] for row in parts)
        drawn = all(row["drawn"] for row in parts if row["on"])
        if not area["drawn"] or (bare and drawn):
            yield ("uncovered-area", "territory", area["level"], "government", "", key)
    for key, site in state.site.items():
        if site["on"] and not state.area[site["area"]]["on"]:
            yield ("uncovered-site", "territory", "", "government", "", key)


def _charged(state: State, key: UUID, line: str, level: str, side: str) -> str:
    for row in state.charge:
        if (row["object"], row["line"], row["level"], row["side"]) == (key, line, level, side):
            return _sound(state, row["post"])
    return "no-post"


def _department(state: State, site: dict[str, Any], subject: str) -> str:
    code = site["industry"]
    section = {"26": "C", "52": "F"}[code[:2]]
    rules = [state.rule[one] for one in (code, code[:3], code[:2], section) if one in state.rule]
    wanted = rules[0].get(subject) if rules else None
    place = state.area[site["area"]]
    while place["level"] != "county":
        place = state.area[place["parent"]]
    for key, unit in state.unit.items():
        if unit["on"] and unit["field"] == wanted and state.area[unit["area"]] is place:
            posts = [one for one, row in state.post.items() if row["unit"] == key and row["on"]]
            if not posts:
                return "no-post"
            return _sound(state, min(posts, key=lambda one: int(state.post[one]["rank"])))
    return "no-department"


def _holder(state: State, post: UUID) -> UUID | None:
    for row in state.term.values():
        if row["post"] == post and not row["ended"]:
            person: UUID = row["person"]
            return person
    return None


def _sound(state: State, post: UUID) -> str:
    row = state.post[post]
    if not row["on"]:
        return "no-post"
    if _holder(state, post) is None:
        return "expired"
    if row["site"] is not None or row["superior"] is None:
        return ""
    step = row["superior"]
    while step is not None:
        if state.post[step]["on"] and _holder(state, step) is not None:
            return ""
        step = state.post[step]["superior"]
    return "no-path"
