"""Rungs of minutes: of what is owed by an instant, such as the answer to a duty call."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel.calendar import end_of_day
from anhuan.kernel.climbing import Above, Chart, told
from anhuan.kernel.escalation import (
    Aspect,
    Known,
    Measure,
    Owed,
    Policy,
    Rung,
    forecast,
    reached,
)
from tests.kernel.rungs import (
    CHEN,
    DAY,
    DUE,
    FIRM,
    HAN,
    HEAD,
    MAYOR,
    WANG,
    ZHENG,
    beijing,
    held,
    known,
    owed,
    reaching,
    stories,
    told_of,
)

MINUTE = timedelta(minutes=1)
CALLED = beijing(11, 28, 23)
MINUTES = Policy(
    rungs=tuple(
        Rung(code=f"min-{n}", days=0, up=up, measure=Measure.LETTER, minutes=n)
        for n, up in ((0, 1), (15, 2), (30, 3))
    )
)


def call(**changes: object) -> Owed:
    base = owed(
        act="answer_call",
        due_at=CALLED + 15 * MINUTE,
        opened_at=CALLED,
        aspects=(Aspect(since=CALLED),),
        post=FIRM,
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def test_rungs_of_minutes_count_from_the_due_instant() -> None:
    found = forecast(call(), (known(call=MINUTES),))

    assert told_of(found) == [
        ("min-0", CALLED + 15 * MINUTE),
        ("min-15", CALLED + 30 * MINUTE),
        ("min-30", CALLED + 45 * MINUTE),
    ]


def test_what_is_done_at_the_due_instant_itself_is_in_time() -> None:
    in_time = call(closed_at=CALLED + 15 * MINUTE)
    late = call(closed_at=CALLED + 15 * MINUTE + timedelta(microseconds=1))

    assert forecast(in_time, (known(call=MINUTES),)) == ()
    assert [each.rung.code for each in forecast(late, (known(call=MINUTES),))] == ["min-0"]


def test_rungs_of_minutes_of_what_is_due_by_a_day_count_from_its_end() -> None:
    found = forecast(owed(), (known(call=MINUTES),))

    assert told_of(found)[0] == ("min-0", beijing(11, 29))


def test_ladder_of_minutes_that_begins_late_gives_its_highest_passed_rung_at_once() -> None:
    begun = CALLED + 32 * MINUTE
    found = forecast(call(), (known(since=begun, call=MINUTES),))

    assert told_of(found) == [("min-15", begun), ("min-30", CALLED + 45 * MINUTE)]


def test_call_climbs_through_the_posts_named_for_it_before_the_chain() -> None:
    asked, lead = UUID(int=8), UUID(int=9)
    above = {post: [Above(since=None, until=None, superior=HEAD)] for post in (asked, lead)}
    above[HEAD] = [Above(since=None, until=None, superior=MAYOR)]
    holders = {asked: WANG, lead: CHEN, HEAD: ZHENG, MAYOR: HAN}
    full = Chart(above=above, holdings={post: [held(post, who)] for post, who in holders.items()})
    thing = call(post=asked, through=(lead, HEAD))

    persons = [told(thing, reaching(up), full).person for up in range(5)]

    assert persons == [WANG, CHEN, ZHENG, HAN, HAN]


@given(stories(), st.integers(0, 23 * 60), st.lists(st.integers(0, 90), min_size=1, max_size=4))
def test_what_is_owed_by_an_instant_stays_true_whatever_becomes_known_later(
    story: tuple[Owed, tuple[Known, ...]], minute: int, steps: list[int]
) -> None:
    thing, knowledge = story
    end = end_of_day((thing.due_on or DUE) - DAY) + minute * MINUTE
    ladder = Policy(
        rungs=tuple(
            Rung(code=f"min-{n}", days=0, up=1, measure=Measure.LETTER, minutes=n)
            for n in sorted(set(steps))
        )
    )
    timed = replace(thing, due_at=end, window=False)
    told_by = tuple(replace(each, policies={"call": ladder}) for each in knowledge)

    found = forecast(timed, told_by)

    assert all(each.at >= end for each in found)
    for each in found:
        before = tuple(one for one in told_by if one.since <= each.at)
        assert each in reached(timed, before, at=each.at)
