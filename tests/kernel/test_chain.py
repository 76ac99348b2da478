"""Who answers: at a time, as known at a time, on three lines, up to whoever is there."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel.chain import (
    LINES,
    Answer,
    Break,
    Charge,
    Holding,
    Line,
    Side,
    Span,
    answers,
    climb,
    holder,
)

PLANT, OTHER = UUID(int=1), UUID(int=2)
POST, ABOVE, TOP, ASIDE = (UUID(int=n) for n in (11, 12, 13, 14))
JIN, GAO, YU = (UUID(int=n) for n in (21, 22, 23))


def day(month: int, of: int = 1) -> datetime:
    return datetime(2026, month, of, tzinfo=UTC)


def span(since=1, until=None, *, recorded=1, struck=None) -> Span:
    return Span(
        valid_from=day(since),
        valid_to=until and day(until),
        recorded_from=day(recorded),
        recorded_to=struck and day(struck),
    )


def held(post=POST, person=JIN, acting=False, **when) -> Holding:
    return Holding(post=post, person=person, span=span(**when), acting=acting)


def charged(post=POST, line=Line.TERRITORY, subject="", of=PLANT, **when) -> Charge:
    return Charge(
        object=of,
        subject=subject,
        line=line,
        level="street",
        side=Side.GOVERNMENT,
        post=post,
        span=span(**when),
    )


def who(holdings, at=6, known_at=6, post=POST) -> UUID | None:
    found = holder(post, holdings, at=day(at), known_at=day(known_at))
    return found and found.person


def answer(charges, holdings, at=6, known_at=6, subject="fire", line=Line.TERRITORY) -> Answer:
    return answers(
        charges, holdings, object=PLANT, subject=subject, at=day(at), known_at=day(known_at)
    )[line]


# valid time and recorded time


@pytest.mark.parametrize(("at", "covered"), [(2, False), (3, True), (4, True), (5, False)])
def test_span_holds_from_its_start_to_before_its_end(at, covered):
    assert span(3, 5).covers(day(at), day(6)) is covered


@pytest.mark.parametrize(("known_at", "covered"), [(2, False), (3, True), (4, True), (5, False)])
def test_span_is_known_from_its_record_to_before_it_is_struck(known_at, covered):
    assert span(1, recorded=3, struck=5).covers(day(1), day(known_at)) is covered


def test_holder_changes_at_the_very_instant_of_the_succession():
    holdings = [held(person=JIN, until=5), held(person=GAO, since=5)]

    assert [who(holdings, at=month) for month in (4, 5)] == [JIN, GAO]


def test_holder_recorded_late_does_not_rewrite_what_was_known_then():
    """Gao held the post from March, but nobody wrote it down before June."""
    holdings = [
        held(person=JIN, struck=6),
        held(person=JIN, until=3, recorded=6),
        held(person=GAO, since=3, recorded=6),
    ]

    assert who(holdings, at=4, known_at=4) == JIN
    assert who(holdings, at=4, known_at=7) == GAO
    assert who(holdings, at=2, known_at=7) == JIN


def test_charge_corrected_later_does_not_rewrite_the_earlier_answer():
    charges = [charged(POST, struck=6), charged(ASIDE, recorded=6)]
    holdings = [held(POST, JIN), held(ASIDE, GAO)]

    assert answer(charges, holdings, at=4, known_at=5).person == JIN
    assert answer(charges, holdings, at=4, known_at=6).person == GAO


# holder and stand-in


def test_holder_goes_before_a_stand_in():
    holdings = [held(person=GAO, acting=True, since=4), held(person=JIN)]

    assert who(holdings) == JIN


def test_stand_in_answers_where_the_post_is_vacant_and_is_marked_so():
    got = answer([charged()], [held(person=JIN, until=3), held(person=GAO, acting=True)])

    assert got == Answer(line=Line.TERRITORY, post=POST, person=GAO, acting=True)


def test_later_appointment_goes_before_an_earlier_one():
    assert who([held(person=JIN, since=2), held(person=GAO, since=3)]) == GAO


@given(st.permutations([held(person=JIN), held(person=GAO), held(person=YU, acting=True)]))
def test_holder_does_not_depend_on_the_order_of_the_rows(holdings):
    assert who(holdings) == JIN


# answers on three lines


def test_answers_are_three_lines_in_their_order():
    got = answers([], [], object=PLANT, subject="fire", at=day(6), known_at=day(6))

    assert list(got) == list(LINES) == [Line.ENTERPRISE, Line.INDUSTRY, Line.TERRITORY]
    assert {each.broken for each in got.values()} == {Break.NO_POST}


def test_answer_on_one_line_says_nothing_of_another():
    charges = [charged(POST, Line.ENTERPRISE), charged(ABOVE, Line.TERRITORY)]
    holdings = [held(POST, JIN)]

    got = answers(charges, holdings, object=PLANT, subject="fire", at=day(6), known_at=day(6))

    assert got == {
        Line.ENTERPRISE: Answer(line=Line.ENTERPRISE, post=POST, person=JIN),
        Line.INDUSTRY: Answer(line=Line.INDUSTRY, broken=Break.NO_POST),
        Line.TERRITORY: Answer(line=Line.TERRITORY, post=ABOVE, broken=Break.VACANT),
    }


def test_charge_of_the_subject_goes_before_one_of_any():
    charges = [charged(POST, since=3), charged(ASIDE, subject="fire")]
    holdings = [held(POST, JIN), held(ASIDE, GAO)]

    assert answer(charges, holdings, subject="fire").person == GAO
    assert answer(charges, holdings, subject="dust").person == JIN


def test_charge_of_another_object_or_subject_is_not_asked():
    charges = [charged(of=OTHER), charged(subject="dust")]

    assert answer(charges, [held()]).broken is Break.NO_POST


@pytest.mark.parametrize(("at", "broken"), [(2, Break.NO_POST), (4, None), (5, Break.NO_POST)])
def test_charge_answers_only_while_it_lasts(at, broken):
    assert answer([charged(since=3, until=5)], [held()], at=at).broken is broken


@given(st.permutations([charged(ABOVE), charged(POST), charged(ASIDE, since=1)]))
def test_answer_does_not_depend_on_the_order_of_the_rows(charges):
    assert answer(charges, []).post == POST


# a vacancy climbs

SUPERIORS = {POST: ABOVE, ABOVE: TOP}


def climbed(holdings, superiors=SUPERIORS, at=6, known_at=6) -> tuple[UUID, ...]:
    return climb(POST, superiors, holdings, at=day(at), known_at=day(known_at))


def test_climb_from_a_post_that_is_held_goes_nowhere():
    assert climbed([held(), held(ABOVE, GAO)]) == (POST,)


def test_climb_from_a_vacant_post_goes_to_the_first_one_held():
    assert climbed([held(ABOVE, GAO), held(TOP, YU)]) == (POST, ABOVE)
    assert climbed([held(TOP, YU)]) == (POST, ABOVE, TOP)


def test_climb_stops_at_a_stand_in():
    assert climbed([held(ABOVE, GAO, acting=True), held(TOP, YU)]) == (POST, ABOVE)


def test_climb_past_the_top_finds_nobody():
    assert climbed([held(ASIDE, GAO)]) == ()


@pytest.mark.parametrize("superiors", [{POST: ABOVE, ABOVE: POST}, {POST: POST}])
def test_climb_in_a_circle_ends(superiors):
    assert climbed([held(TOP, YU)], superiors) == ()


def test_climb_uses_what_was_valid_and_known_at_the_instant():
    holdings = [held(until=4), held(ABOVE, GAO, recorded=5), held(TOP, YU)]

    assert climbed(holdings, at=3) == (POST,)
    assert climbed(holdings, at=4, known_at=4) == (POST, ABOVE, TOP)
    assert climbed(holdings, at=4, known_at=5) == (POST, ABOVE)
