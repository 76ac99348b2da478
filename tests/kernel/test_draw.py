"""The draw: anybody does it again, nobody is favoured, who stands aside is never drawn."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel.draw import Lots, drawn, keeps, list_hash, officers, promise
from anhuan.kernel.refusal import Refusal, Why

SEED = bytes(range(32))
KNOWN_PROMISE = "ce2e5e1d3b8f4428"
KNOWN_DRAW = ["place-3", "place-2", "place-4"]
NAMES = st.sets(st.text("abcdef", min_size=1, max_size=6), min_size=1, max_size=30)


def test_draw_of_a_known_seed_is_the_one_written_down() -> None:
    places = [f"place-{n}" for n in range(10)]

    assert (promise(SEED)[:16], drawn(places, 3, seed=SEED, lot="7 19 23")) == (
        KNOWN_PROMISE,
        KNOWN_DRAW,
    )


def test_promise_is_kept_by_its_own_seed_alone() -> None:
    assert (keeps(promise(SEED), SEED), keeps(promise(SEED), SEED[1:])) == (True, False)


@given(names=NAMES, lot=st.text(max_size=8), data=st.data())
def test_draw_is_done_again_whatever_the_order(
    names: set[str], lot: str, data: st.DataObject
) -> None:
    many = data.draw(st.integers(1, len(names)))
    found = drawn(sorted(names), many, seed=SEED, lot=lot)

    assert found == drawn(sorted(names, reverse=True), many, seed=SEED, lot=lot)
    assert (len(set(found)), set(found) <= names) == (many, True)


def test_other_lot_draws_otherwise() -> None:
    places = [f"{n:03d}" for n in range(200)]

    found = {tuple(drawn(places, 20, seed=SEED, lot=str(lot))) for lot in range(50)}

    assert len(found) == 50


@pytest.mark.parametrize("many", [0, 3])
def test_draw_of_more_than_there_are_is_refused(many: int) -> None:
    with pytest.raises(Refusal) as refused:
        drawn(["a", "b"], many, seed=SEED, lot="")

    assert refused.value == Refusal(Why.TOO_FEW, there=2, needed=many)


def test_each_place_is_drawn_about_equally_often() -> None:
    places = [str(n) for n in range(10)]
    counts = Counter(
        one for lot in range(2_000) for one in drawn(places, 3, seed=SEED, lot=str(lot))
    )

    # 600 expected each; four standard deviations are about 80.
    assert [one for one in places if not 515 < counts[one] < 685] == []


@given(bound=st.integers(1, 1 << 40), lot=st.text(max_size=4))
def test_number_lies_below_its_bound(bound: int, lot: str) -> None:
    assert 0 <= Lots(SEED, lot).below(bound) < bound


@given(places=NAMES, people=NAMES, data=st.data())
def test_officers_stand_aside_and_share_the_load(
    places: set[str], people: set[str], data: st.DataObject
) -> None:
    each = data.draw(st.integers(1, len(people)))
    pairs = st.sets(st.tuples(st.sampled_from(sorted(places)), st.sampled_from(sorted(people))))
    apart: dict[str, frozenset[str]] = {}
    for place, person in data.draw(pairs):
        apart[place] = apart.get(place, frozenset()) | {person}
    objects = sorted(places)
    free = min(len(people - apart.get(place, frozenset())) for place in objects)
    if free < each:
        with pytest.raises(Refusal) as refused:
            officers(objects, people, each=each, apart=apart, seed=SEED, lot="")
        assert refused.value.why is Why.TOO_FEW
        return

    found = officers(objects, people, each=each, apart=apart, seed=SEED, lot="")

    assert all(len(set(found[place])) == each for place in objects)
    assert all(not set(found[place]) & apart.get(place, frozenset()) for place in objects)
    if not apart:
        load = Counter(one for team in found.values() for one in team)
        loads = [load[one] for one in people]
        assert max(loads) - min(loads) <= 1


@given(names=NAMES)
def test_hash_of_a_list_hangs_on_what_is_on_it(names: set[str]) -> None:
    listed = sorted(names)

    assert list_hash(listed) == list_hash(reversed(listed))
    assert list_hash(listed) != list_hash([*listed, "zz"])
