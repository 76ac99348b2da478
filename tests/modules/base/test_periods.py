from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from anhuan.base.periods import holds, valid_at, valid_within
from tests.modules.base.rows import Holding

pytestmark = pytest.mark.django_db
T0 = datetime(2026, 1, 1, tzinfo=UTC)


def day(number: int) -> datetime:
    return T0 + timedelta(days=number)


def hold(name: str, valid: tuple[int, int | None], recorded: tuple[int, int | None]) -> Holding:
    return Holding.objects.create(
        name=name,
        valid_from=day(valid[0]),
        valid_to=None if valid[1] is None else day(valid[1]),
        recorded_from=day(recorded[0]),
        recorded_to=None if recorded[1] is None else day(recorded[1]),
    )


@pytest.mark.parametrize(("at", "seen"), [(0, []), (1, ["a"]), (4, ["a"]), (5, [])])
def test_valid_at_the_edges_of_valid_time(at: int, seen: list[str]) -> None:
    hold("a", (1, 5), (0, None))

    assert [row.name for row in valid_at(Holding.objects.all(), day(at), day(9))] == seen


@pytest.mark.parametrize(("known", "seen"), [(1, []), (2, ["a"]), (5, ["a"]), (6, [])])
def test_valid_at_the_edges_of_recorded_time(known: int, seen: list[str]) -> None:
    hold("a", (0, None), (2, 6))

    assert [row.name for row in valid_at(Holding.objects.all(), day(3), day(known))] == seen


def test_valid_at_after_a_correction_shows_both_histories() -> None:
    hold("as first written", (0, None), (0, 10))
    hold("corrected", (0, None), (10, None))

    as_of = [Holding.objects.get(holds(day(5), day(known))).name for known in (9, 10)]

    assert as_of == ["as first written", "corrected"]


@pytest.mark.parametrize(
    ("start", "end", "seen"), [(0, 1, []), (0, 2, ["a"]), (4, 9, ["a"]), (5, 9, [])]
)
def test_valid_within(start: int, end: int, seen: list[str]) -> None:
    hold("a", (1, 5), (0, None))

    found = valid_within(Holding.objects.all(), day(start), day(end), day(9))

    assert [row.name for row in found] == seen


@pytest.mark.parametrize("valid", [(1, 2), (1, None)])
def test_valid_time_that_runs_forward(valid: tuple[int, int | None]) -> None:
    assert hold("a", valid, (0, None)).pk is not None


@pytest.mark.parametrize("valid", [(1, 1), (2, 1)])
def test_valid_time_that_does_not(valid: tuple[int, int]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        hold("a", valid, (0, None))


def test_recorded_time_backwards() -> None:
    assert hold("a", (1, 2), (1, 1)).pk is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        hold("a", (1, 2), (2, 1))
