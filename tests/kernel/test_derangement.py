"""Cross-inspection: no own area, nobody who stands aside, no pairs where that can be avoided."""

from collections import Counter
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel.derangement import exchanged, mutual
from anhuan.kernel.refusal import Refusal, Why

SEED = bytes(32)
TEAMS = ("东", "南", "西", "北", "中")


def possible(teams: tuple[str, ...], apart: dict[str, frozenset[str]]) -> list[dict[str, str]]:
    """Every exchange that is allowed, by trying all."""
    found = []
    for order in permutations(teams):
        one = dict(zip(teams, order, strict=True))
        if all(a != t and a not in apart.get(t, frozenset()) for t, a in one.items()):
            found.append(one)
    return found


@given(count=st.integers(0, 5), data=st.data(), lot=st.text(max_size=4))
def test_exchange_is_allowed_or_there_is_none(count: int, data: st.DataObject, lot: str) -> None:
    teams = TEAMS[:count]
    sides = st.dictionaries(
        st.sampled_from(teams), st.frozensets(st.sampled_from(teams)), max_size=count
    )
    apart = data.draw(sides) if teams else {}
    known = possible(teams, apart)
    if not known:
        with pytest.raises(Refusal) as refused:
            exchanged(teams, seed=SEED, lot=lot, apart=apart)
        assert refused.value.why is Why.NO_EXCHANGE
        return

    found = exchanged(teams, seed=SEED, lot=lot, apart=apart)

    assert found in known
    assert bool(mutual(found)) == all(mutual(one) for one in known)


@pytest.mark.parametrize("count", [3, 12, 60])
def test_many_teams_have_no_pairs(count: int) -> None:
    teams = [f"{n:02d}" for n in range(count)]
    found = exchanged(teams, seed=SEED, lot="1")

    assert (sorted(found.values()), mutual(found)) == (teams, [])
    assert [team for team, area in found.items() if team == area] == []


def test_two_teams_inspect_each_other() -> None:
    found = exchanged(["东", "西"], seed=SEED, lot="")

    assert (found, mutual(found)) == ({"东": "西", "西": "东"}, [("东", "西")])


def test_team_that_cannot_be_placed_is_named() -> None:
    with pytest.raises(Refusal) as refused:
        exchanged(["东"], seed=SEED, lot="")

    assert refused.value == Refusal(Why.NO_EXCHANGE, team="东")


def test_exchange_is_drawn_again_by_anybody() -> None:
    assert exchanged(TEAMS, seed=SEED, lot="8") == exchanged(TEAMS[::-1], seed=SEED, lot="8")


def test_each_exchange_without_pairs_is_drawn_about_equally_often() -> None:
    teams = TEAMS[:4]
    counts = Counter(
        tuple(sorted(exchanged(teams, seed=SEED, lot=str(lot)).items())) for lot in range(600)
    )
    whole = [one for one in possible(teams, {}) if not mutual(one)]

    # 100 expected of each of the six; four standard deviations are about 36.
    assert len(counts) == len(whole)
    assert [n for n in counts.values() if not 60 < n < 140] == []
