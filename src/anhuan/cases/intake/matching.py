"""Which known site a name of a file means. A name alone is asked about, never decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from anhuan.cases.intake.findings import SITE
from anhuan.cases.intake.keys import name_key, site_key
from anhuan.cases.intake.types import LEFT_AS_TEXT, NEW_SITE
from anhuan.kernel.access import Viewer
from anhuan.sites.naming import normal_name, tidy_address
from anhuan.sites.queries import known_as
from anhuan.sites.types import Ground, KnownSite

MOST_CANDIDATES: Final = 3


@dataclass(frozen=True, slots=True)
class Match:
    """The site a name means for certain, or the ones it may mean, each with the ground."""

    site: UUID | None = None
    candidates: tuple[tuple[KnownSite, Ground], ...] = ()


NOTHING: Final = Match()


class Matcher:
    """The sites that the names and codes of some rows may mean, read at once."""

    def __init__(self, viewer: Viewer, rows: Iterable[Mapping[str, Any]]) -> None:
        listed = list(rows)
        names = {site_key(values) for values in listed} - {""}
        codes = {values["uscc"] for values in listed if values.get("uscc_valid")}
        self._by_name: dict[str, list[KnownSite]] = {}
        self._by_code: dict[str, list[KnownSite]] = {}
        for site in known_as(viewer, names=names, codes=codes):
            for name in {site.normal_name, normal_name(site.short)} - {""}:
                self._by_name.setdefault(name, []).append(site)
            if site.code:
                self._by_code.setdefault(site.code, []).append(site)

    def match(self, values: Mapping[str, Any]) -> Match:
        """The code with the name, or the name with the address, decide; all else is proposed."""
        name = site_key(values)
        if not name:
            return NOTHING
        code = values.get("uscc") if values.get("uscc_valid") else None
        coded = self._by_code.get(code, []) if code else []
        named = self._by_name.get(name, [])
        if code:
            named = [site for site in named if site.code in ("", code)]
        both = [site for site in coded if site in named]
        if len(both) == 1:
            return Match(site=both[0].id)
        address = tidy_address(values.get("address") or "")
        placed = [site for site in named if address and tidy_address(site.address) == address]
        if len(placed) == 1 and not coded:
            return Match(site=placed[0].id)
        return Match(candidates=_ranked(coded, placed, named))


def _ranked(
    coded: Sequence[KnownSite], placed: Sequence[KnownSite], named: Sequence[KnownSite]
) -> tuple[tuple[KnownSite, Ground], ...]:
    found: dict[UUID, tuple[KnownSite, Ground]] = {}
    grounds = ((Ground.CODE, coded), (Ground.NAME_AND_ADDRESS, placed), (Ground.NAME, named))
    for ground, sites in grounds:
        for site in sites:
            found.setdefault(site.id, (site, ground))
    return tuple(found.values())[:MOST_CANDIDATES]


def question(match: Match, values: Mapping[str, Any], sheet: str | None) -> dict[str, Any]:
    """The finding that asks which site is meant."""
    return {
        "sheet": sheet,
        "row": values["source_row"],
        "field": "site_name",
        "reason": SITE,
        "raw": values["site_name"],
        "kept": True,
        "candidates": [
            {
                "site": str(site.id),
                "name": site.name,
                "address": site.address,
                "code": site.code,
                "ground": ground.value,
            }
            for site, ground in match.candidates
        ],
    }


def decided(decisions: Mapping[str, str], values: Mapping[str, Any]) -> str:
    """What a person decided about the row's name; "" for nothing yet."""
    return decisions.get(name_key(values), "")


def site_of(decision: str) -> UUID | None:
    return None if decision in ("", LEFT_AS_TEXT, NEW_SITE) else UUID(decision)
