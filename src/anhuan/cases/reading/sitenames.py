"""Which names of a file may mean one enterprise. A name alone never decides."""

import re
from collections.abc import Iterable
from typing import Final

from anhuan.cases.reading.text import squeezed
from anhuan.cases.reading.types import HazardRow, SiteGroup

LEGAL: Final = re.compile(r"(?:股份有限公司|有限责任公司|有限公司|集团公司|公司)$")
BRANCH: Final = re.compile(
    r"(?:\([^()]{1,20}(?:分公司|分店|分厂|分部|门店|店|项目部|车间|厂区|仓库|营业部|办事处|分院|校区)\)"
    r"|[^()]{0,20}(?:分公司|分店|分厂|分部|门店|\d+号?店|店|项目部|项目经理部|经营部|营业部|厂区|办事处|分院|校区))$"
)
SHORTEST: Final = 3
LONGEST: Final = 80


def site_groups(rows: Iterable[HazardRow]) -> tuple[SiteGroup, ...]:
    """Compare the enterprise names of the rows pair by pair where they resemble each other."""
    codes: dict[str, set[str]] = {}
    for row in rows:
        if row.site_name is not None:
            held = codes.setdefault(row.site_name, set())
            if row.uscc is not None and row.uscc_valid:
                held.add(row.uscc)
    shown = {name: squeezed(name).upper() for name in codes if len(name) <= LONGEST}
    groups = [*_same(shown), *_suffixes(shown, codes), *_short(shown, codes), *_branches(shown)]
    known = {frozenset(group.names) for group in groups}
    groups += [g for g in _same_code(codes) if frozenset(g.names) not in known]
    return tuple(groups)


def _same(shown: dict[str, str]) -> list[SiteGroup]:
    return [
        SiteGroup(tuple(names), "same", "bracket_width")
        for names in _by(shown).values()
        if len(names) > 1
    ]


def _by(keys: dict[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, key in keys.items():
        found.setdefault(key, []).append(name)
    return found


def _suffixes(shown: dict[str, str], codes: dict[str, set[str]]) -> list[SiteGroup]:
    firsts = {names[0]: key for key, names in _by(shown).items()}
    keys = {name: key.replace("有限责任公司", "有限公司") for name, key in firsts.items()}
    return [
        _proposed(tuple(names), "suffix_spelling", codes)
        for names in _by(keys).values()
        if len(names) > 1
    ]


def _proposed(names: tuple[str, ...], why: str, codes: dict[str, set[str]]) -> SiteGroup:
    held = [codes[name] for name in names if codes[name]]
    if len(held) > 1 and not set.intersection(*held):
        return SiteGroup(names, "distinct", "different_code")
    return SiteGroup(names, "probably_same", why)


def _core(key: str) -> str:
    return LEGAL.sub("", key)


def _short(shown: dict[str, str], codes: dict[str, set[str]]) -> list[SiteGroup]:
    """A short name is the end of a full name, with or without its legal form."""
    firsts = {names[0]: key for key, names in _by(shown).items()}
    keys: dict[str, list[str]] = {}
    for name, key in firsts.items():
        if len(key) >= SHORTEST:
            keys.setdefault(key, []).append(name)
    groups = []
    for name, key in firsts.items():
        if _core(key) == key:
            continue
        ends = {_core(key)[start:] for start in range(len(_core(key)) - SHORTEST + 1)}
        ends |= {key[start:] for start in range(1, len(_core(key)) - SHORTEST + 1)}
        groups += [
            _proposed((name, other), "short_name", codes)
            for end in sorted(ends)
            for other in keys.get(end, ())
            if other != name
        ]
    return groups


def _branches(shown: dict[str, str]) -> list[SiteGroup]:
    by_key = {key: names[0] for key, names in _by(shown).items()}
    groups = []
    for key, name in by_key.items():
        parents = [
            key[:end]
            for end in range(SHORTEST, len(key))
            if key[:end] in by_key and BRANCH.fullmatch(key[end:])
        ]
        if parents:
            groups.append(SiteGroup((by_key[parents[-1]], name), "distinct", "branch"))
    return groups


def _same_code(codes: dict[str, set[str]]) -> list[SiteGroup]:
    holders: dict[str, list[str]] = {}
    for name, held in codes.items():
        for code in held:
            holders.setdefault(code, []).append(name)
    return [
        SiteGroup((names[0], other), "probably_same", "same_code")
        for names in holders.values()
        for other in names[1:]
    ]
