"""Cross-inspection (交叉检查): every team inspects an area that is not its own, by lot.

No team gets its own area or one it must stand aside from (回避); no two teams inspect each other
where that can be avoided.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from anhuan.kernel.draw import Lots
from anhuan.kernel.refusal import Refusal, Why

TRIES: Final = 200
STEPS: Final = 20_000
Exchange = dict[str, str]
NOBODY: Final[Mapping[str, frozenset[str]]] = {}


def exchanged(
    teams: Sequence[str],
    *,
    seed: bytes,
    lot: str,
    apart: Mapping[str, frozenset[str]] = NOBODY,
) -> Exchange:
    """Each team with the team whose area it inspects, a permutation of ``teams``.

    ``apart``: the teams whose areas a team must not inspect. Every exchange without two teams
    inspecting each other is equally likely where draws find one; where none is found, one with
    such pairs is given. Refuses ``NO_EXCHANGE`` (team) where there is none at all, naming a team
    that cannot be placed.
    """
    known = sorted(set(teams))
    barred = {team: apart.get(team, frozenset()) | {team} for team in known}
    lots = Lots(seed, f"{lot}\nteams")
    for _ in range(TRIES if len(known) > 1 else 0):
        found = dict(zip(known, lots.shuffled(known), strict=True))
        if _allowed(found, barred) and not mutual(found):
            return found
    searched = _search(known, barred, lots)
    return searched if searched is not None else _match(known, barred, lots)


def mutual(exchange: Mapping[str, str]) -> list[tuple[str, str]]:
    """The pairs that inspect each other."""
    return sorted(
        (one, other) for one, other in exchange.items() if one < other and exchange[other] == one
    )


def _allowed(exchange: Exchange, barred: Mapping[str, frozenset[str]]) -> bool:
    return all(area not in barred[team] for team, area in exchange.items())


def _search(
    known: Sequence[str], barred: Mapping[str, frozenset[str]], lots: Lots
) -> Exchange | None:
    """An exchange without pairs, by trying; ``None`` where none was found in so many steps."""
    order = sorted(lots.shuffled(known), key=lambda team: -len(barred[team]))
    wishes = {team: [a for a in lots.shuffled(known) if a not in barred[team]] for team in order}
    return next(islice(_placed(order, wishes, {}, [STEPS]), 1), None)


def _placed(
    order: Sequence[str], wishes: Mapping[str, Sequence[str]], found: Exchange, left: list[int]
) -> Iterator[Exchange]:
    if len(found) == len(order):
        yield dict(found)
        return
    team = order[len(found)]
    taken = set(found.values())
    for area in wishes[team]:
        left[0] -= 1
        if left[0] < 0:
            return
        if area in taken or found.get(area) == team:
            continue
        found[team] = area
        yield from _placed(order, wishes, found, left)
        del found[team]


def _match(known: Sequence[str], barred: Mapping[str, frozenset[str]], lots: Lots) -> Exchange:
    """Any exchange at all, by augmenting paths: what it does not find does not exist."""
    team_of: dict[str, str] = {}
    for team in lots.shuffled(known):
        if not _augment(team, lots.shuffled(known), barred, team_of, set()):
            raise Refusal(Why.NO_EXCHANGE, team=team)
    return {team: area for area, team in sorted(team_of.items(), key=lambda pair: pair[1])}


def _augment(
    team: str,
    areas: Sequence[str],
    barred: Mapping[str, frozenset[str]],
    team_of: dict[str, str],
    seen: set[str],
) -> bool:
    for area in areas:
        if area in barred[team] or area in seen:
            continue
        seen.add(area)
        if area not in team_of or _augment(team_of[area], areas, barred, team_of, seen):
            team_of[area] = team
            return True
    return False
