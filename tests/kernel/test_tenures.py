"""Who held the ball when: nothing is left out, nothing counts twice."""

import itertools
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel.tenures import Span, Tenure, stretches, tallied

START = datetime(2026, 3, 2, tzinfo=UTC)
POST, OTHER = UUID(int=1), UUID(int=2)
ANN, BEN = UUID(int=11), UUID(int=12)
hours = st.integers(0, 200)


def at(hour: int) -> datetime:
    return START + timedelta(hours=hour)


def span(since: int, until: int | None, post: UUID | None = POST) -> Span:
    end = None if until is None else at(until)
    return Span(act="submit", post=post, unit=None, site=None, since=at(since), until=end)


def tenure(person: UUID, since: int, until: int | None, *, acting: bool = False) -> Tenure:
    end = None if until is None else at(until)
    return Tenure(post=POST, person=person, since=at(since), until=end, acting=acting)


def test_span_is_cut_where_the_post_changed_hands_and_where_it_stood_empty() -> None:
    found = stretches([span(0, 30)], [tenure(ANN, -5, 10), tenure(BEN, 20, None)])

    assert [(one.person, one.since, one.until) for one in found] == [
        (ANN, at(0), at(10)),
        (None, at(10), at(20)),
        (BEN, at(20), at(30)),
    ]


def test_holder_goes_before_a_stand_in() -> None:
    found = stretches([span(0, 10)], [tenure(BEN, 0, None, acting=True), tenure(ANN, 0, None)])

    assert [one.person for one in found] == [ANN]


def test_ball_with_a_firm_is_with_nobody_of_the_posts() -> None:
    found = stretches([span(0, 10, post=None)], [tenure(ANN, 0, None)])

    assert [one.person for one in found] == [None]


def test_hours_with_a_person_and_elsewhere() -> None:
    found = stretches([span(0, 30), span(30, None, OTHER)], [tenure(ANN, -5, 10)])

    assert tallied(found, ANN, at=at(40)) == {"with": 10.0, "elsewhere": 30.0}


@given(
    hours,
    hours,
    st.lists(st.tuples(st.sampled_from([ANN, BEN]), hours, hours, st.booleans()), max_size=6),
)
def test_stretches_cover_the_span_without_overlap(
    since: int, length: int, held: list[tuple[UUID, int, int, bool]]
) -> None:
    whole = span(since, since + length + 1)
    known = [tenure(who, a, a + n + 1, acting=acting) for who, a, n, acting in held]

    found = stretches([whole], known)

    assert (found[0].since, found[-1].until) == (whole.since, whole.until)
    assert all(a.until == b.since for a, b in itertools.pairwise(found))
    assert sum(one.hours(whole.since) for one in found) == length + 1
