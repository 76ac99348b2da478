"""One visit for several departments: every check in one visit, within its own days, the fewest."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel.joint import Owing, together

START = date(2026, 1, 1)
KEYS = st.integers(0, 2).map(lambda n: UUID(int=n))


@st.composite
def owings(draw: st.DrawFn) -> list[Owing]:
    found = []
    for key in range(draw(st.integers(0, 9))):
        first = draw(st.integers(0, 40))
        days = draw(st.integers(0, 20))
        found.append(
            Owing(
                id=UUID(int=key),
                site=draw(KEYS),
                unit=draw(KEYS),
                first=START + timedelta(first),
                last=START + timedelta(first + days),
            )
        )
    return found


@given(checks=owings())
def test_every_check_is_in_one_visit_within_its_days(checks: list[Owing]) -> None:
    found = together(checks)
    parts = [part for visit in found for part in visit.parts]

    assert sorted(part.id for part in parts) == sorted(one.id for one in checks)
    for visit in found:
        assert visit.first <= visit.last
        assert all(part.site == visit.site for part in visit.parts)
        assert all(part.first <= visit.first <= visit.last <= part.last for part in visit.parts)


@given(checks=owings())
def test_no_fewer_visits_would_do(checks: list[Owing]) -> None:
    """Checks whose days have no day in common need a visit each."""
    for site in {one.site for one in checks}:
        here = [one for one in checks if one.site == site]
        apart: list[Owing] = []
        for one in sorted(here, key=lambda each: each.last):
            if all(one.first > other.last for other in apart):
                apart.append(one)
        assert len([visit for visit in together(checks) if visit.site == site]) == len(apart)


def test_visit_is_joint_only_with_several_units() -> None:
    one = Owing(id=UUID(int=1), site=UUID(int=0), unit=UUID(int=1), first=START, last=START)
    same = Owing(id=UUID(int=2), site=UUID(int=0), unit=UUID(int=1), first=START, last=START)
    other = Owing(id=UUID(int=3), site=UUID(int=0), unit=UUID(int=2), first=START, last=START)

    assert [visit.is_joint for visit in together([one, same])] == [False]
    assert [visit.is_joint for visit in together([one, other])] == [True]
