"""When rungs become true, with what was known then, and whom they reach."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given

from anhuan.kernel.calendar import Calendar, YearNotice, end_of_day
from anhuan.kernel.climbing import told
from anhuan.kernel.deadline import Unit
from anhuan.kernel.escalation import (
    Aspect,
    Known,
    Owed,
    Policy,
    Quiet,
    forecast,
    reached,
    supervision,
)
from tests.kernel.rungs import (
    CHEN,
    DAY,
    DUE,
    EPOCH,
    FIRM,
    HAN,
    HEAD,
    LADDER,
    MAYOR,
    OFFICER,
    OPENED,
    WANG,
    ZHENG,
    beijing,
    chart,
    held,
    instants,
    known,
    owed,
    reaching,
    rung,
    stories,
    told_of,
)


def test_rungs_fall_at_midnight_of_their_day_counted_from_the_due_day() -> None:
    found = forecast(owed(), (known(),))

    assert told_of(found) == [
        ("remind-7", beijing(11, 21)),
        ("remind-0", beijing(11, 28)),
        ("late-1", beijing(11, 29)),
        ("late-7", beijing(12, 5)),
        ("late-15", beijing(12, 13)),
    ]


def test_what_is_kept_in_the_last_minute_of_the_due_day_never_was_late() -> None:
    last = beijing(11, 29) - timedelta(microseconds=1)
    kept = reached(owed(closed_at=last), (known(),), at=beijing(12, 20))
    late = reached(owed(closed_at=beijing(11, 29) + DAY), (known(),), at=beijing(12, 20))

    assert [each.rung.code for each in kept] == ["remind-7", "remind-0"]
    assert [each.rung.code for each in late] == ["remind-7", "remind-0", "late-1"]


def test_working_days_follow_the_calendar() -> None:
    ladder = Policy(rungs=(rung(3, 1, unit=Unit.WORKDAY),))
    rest = YearNotice(frozenset({date(2026, 11, 30)}), frozenset())

    plain = forecast(owed(), (known(steps=ladder),))
    shifted = forecast(owed(), (known(calendar=Calendar({2026: rest}), steps=ladder),))

    assert told_of(plain) == [("late-3", beijing(12, 2))]
    assert told_of(shifted) == [("late-3", beijing(12, 3))]


def test_a_notice_that_comes_in_between_moves_only_what_is_not_yet_true() -> None:
    ladder = Policy(rungs=(rung(1, 1, unit=Unit.WORKDAY), rung(3, 2, unit=Unit.WORKDAY)))
    off = YearNotice(frozenset({date(2026, 11, 30), date(2026, 12, 3)}), frozenset())
    heard = beijing(12, 1)
    both = (
        known(steps=ladder),
        known(since=heard, calendar=Calendar({2026: off}), steps=ladder),
    )

    found = forecast(owed(), both)

    assert told_of(found) == [("late-1", beijing(11, 30)), ("late-3", beijing(12, 4))]


def test_a_notice_that_makes_a_past_day_the_day_counts_from_when_it_was_known() -> None:
    ladder = Policy(rungs=(rung(2, 1, unit=Unit.WORKDAY),))
    worked = YearNotice(frozenset(), frozenset({date(2026, 11, 29)}))
    heard = beijing(11, 30, 15)
    both = (
        known(steps=ladder),
        known(since=heard, calendar=Calendar({2026: worked}), steps=ladder),
    )

    assert told_of(forecast(owed(), both)) == [("late-2", heard)]


def test_what_opens_late_gets_the_highest_passed_rung_alone_at_once() -> None:
    opened = beijing(12, 8, 9)
    late = owed(opened_at=opened, aspects=(Aspect(since=opened, overseer=OFFICER),))

    assert told_of(forecast(late, (known(),))) == [
        ("late-7", opened),
        ("late-15", beijing(12, 13)),
    ]


def test_a_graver_grade_begins_its_own_ladder_where_it_stands() -> None:
    major = Policy(rank=9, grades=frozenset({"major"}), rungs=(rung(-3), rung(1, 2), rung(3, 3)))
    graded = beijing(12, 2, 10)
    turned = (
        Aspect(since=OPENED, grade="general", overseer=OFFICER),
        Aspect(since=graded, grade="major", overseer=OFFICER),
    )
    found = forecast(owed(aspects=turned), (known(general=LADDER, major=major),))

    assert [(e.family, e.rung.code, e.at) for e in found] == [
        ("general", "remind-7", beijing(11, 21)),
        ("general", "remind-0", beijing(11, 28)),
        ("general", "late-1", beijing(11, 29)),
        ("major", "late-3", graded),
    ]


def test_the_supervision_level_stays_until_the_case_ends() -> None:
    fix = owed(closed_at=beijing(12, 6))
    recheck = owed(act="pass", opened_at=beijing(12, 6), due_on=date(2026, 12, 20))
    both = (fix, replace(recheck, aspects=(Aspect(since=beijing(12, 6)),)))

    levels = [
        supervision(both, (known(),), at=at, ended_at=beijing(12, 15))
        for at in (beijing(12, 4), beijing(12, 5), beijing(12, 14), beijing(12, 15))
    ]

    assert levels == [0, 1, 1, 0]


def test_without_a_day_or_with_an_absurd_one_nothing_climbs() -> None:
    days = (None, date.min, date.max)
    assert [forecast(owed(due_on=day), (known(),)) for day in days] == [(), (), ()]


def test_a_firms_rung_climbs_from_whoever_watches_it() -> None:
    full = chart(held(FIRM, WANG), held(OFFICER, CHEN), held(HEAD, ZHENG), held(MAYOR, HAN))

    persons = [told(owed(), reaching(up), full).person for up in range(6)]

    assert persons == [WANG, CHEN, ZHENG, HAN, HAN, HAN]


def test_a_vacancy_climbs_and_says_from_where() -> None:
    found = told(owed(), reaching(1), chart(held(FIRM, WANG), held(MAYOR, HAN)))

    assert (found.post, found.person, found.climbed_from) == (MAYOR, HAN, OFFICER)
    assert found.persons == (HAN, WANG)


def test_nobody_up_to_the_top_is_said_and_not_dropped() -> None:
    found = told(owed(), reaching(2), chart())

    assert (found.post, found.person, found.persons) == (HEAD, None, ())


def test_an_appointment_entered_late_changes_nobody_who_was_told() -> None:
    entered = beijing(12, 9)
    late = chart(held(OFFICER, CHEN, EPOCH, entered), held(HEAD, ZHENG))

    before = told(owed(), reaching(1, beijing(12, 5)), late)
    after = told(owed(), reaching(1, beijing(12, 13)), late)

    assert (before.person, after.person) == (ZHENG, CHEN)


def test_quiet_hours_put_off_to_their_end_and_no_further() -> None:
    night = Quiet(starts=21 * 60, ends=7 * 60)

    asked = [beijing(12, 4, 20), beijing(12, 4, 21), beijing(12, 5, 6), beijing(12, 5, 7)]

    assert [night.after(at) for at in asked] == [
        beijing(12, 4, 20),
        beijing(12, 5, 7),
        beijing(12, 5, 7),
        beijing(12, 5, 7),
    ]
    assert Quiet(starts=0, ends=0).after(beijing(12, 5)) == beijing(12, 5)


MISSED = Policy(rungs=(rung(0), rung(1, 1), rung(3, 2)), rank=1, windows=True)
WINDOW = {"cyclic": True, "window": True}
END = beijing(11, 29)


def test_missed_window_climbs_by_the_ladder_of_windows_though_it_is_closed() -> None:
    ladders = (known(general=LADDER, window=MISSED),)
    missed = owed(**WINDOW, closed_at=END)

    assert told_of(forecast(missed, ladders)) == [
        ("remind-0", beijing(11, 28)),
        ("late-1", END),
        ("late-3", beijing(12, 1)),
    ]


def test_window_whose_end_nobody_noted_yet_climbs_alike() -> None:
    ladders = (known(general=LADDER, window=MISSED),)

    assert forecast(owed(**WINDOW), ladders) == forecast(owed(**WINDOW, closed_at=END), ladders)


def test_kept_window_climbs_no_further() -> None:
    kept = owed(**WINDOW, closed_at=beijing(11, 28, 18))

    assert told_of(forecast(kept, (known(window=MISSED),))) == [("remind-0", beijing(11, 28))]


def test_ladder_not_made_for_windows_ends_with_the_window() -> None:
    found = forecast(owed(**WINDOW), (known(),))

    assert told_of(found) == [("remind-7", beijing(11, 21)), ("remind-0", beijing(11, 28))]


def test_ladder_of_windows_is_for_nothing_else() -> None:
    found = forecast(owed(), (known(general=LADDER, window=MISSED),))

    assert {each.family for each in found} == {"general"}


def test_ladder_made_after_the_end_reaches_no_window_missed_before() -> None:
    later = (known(), known(since=beijing(12, 2), general=LADDER, window=MISSED))

    assert told_of(forecast(owed(**WINDOW, closed_at=END), later)) == told_of(
        forecast(owed(**WINDOW), (known(),))
    )


@given(stories(), instants)
def test_what_is_true_stays_true_whatever_becomes_known_later(
    story: tuple[Owed, tuple[Known, ...]], at: datetime
) -> None:
    """History at an instant needs nothing that was recorded after it, so a worker that was away
    finds what one that never stopped has written."""
    thing, knowledge = story
    as_known = tuple(each for each in knowledge if each.since <= at)
    before = tuple(aspect for aspect in thing.aspects if aspect.since <= at)
    still = thing.closed_at is None or thing.closed_at > at
    as_it_was = replace(thing, aspects=before, closed_at=None if still else thing.closed_at)

    assert reached(as_it_was, as_known, at=at) == reached(thing, knowledge, at=at)


@given(stories())
def test_each_rung_is_reached_once_and_within_the_life_of_the_obligation(
    story: tuple[Owed, tuple[Known, ...]],
) -> None:
    thing, knowledge = story
    found = forecast(thing, knowledge)

    assert len({each.key for each in found}) == len(found)
    assert [each.at for each in found] == sorted(each.at for each in found)
    missed = thing.window and thing.ends == end_of_day(thing.due_on or DUE)
    ends = datetime.max.replace(tzinfo=UTC) if missed else thing.ends
    assert all(thing.opened_at <= each.at < ends for each in found)
