"""What was promised and what came of it, counted from entries alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel.log_entry import LogEntry, encoded
from anhuan.kernel.promises import Count, Promises

DAY = date(2027, 3, 15)
BEFORE = datetime(2027, 3, 15, 15, 59, 59, tzinfo=UTC)
AFTER = datetime(2027, 3, 15, 16, 0, 0, tzinfo=UTC)
LOG = "anlan.example/log/2027"


def entry(kind: str, number: int = 1, *, at: datetime = BEFORE, due_on: date | None = None):
    version = 1 if kind in ("made", "imported") else 2
    return encoded(
        LogEntry(
            kind=f"obligation.{kind}",
            record=str(UUID(int=number)),
            version=version,
            at=at,
            commitment=b"c" * 32,
            due_on=due_on,
        )
    )


def case_entry(kind: str, at: datetime) -> bytes:
    return encoded(
        LogEntry(kind=kind, record=str(UUID(int=9)), version=1, at=at, commitment=b"c" * 32)
    )


def counted(*entries: bytes) -> Count:
    promises = Promises()
    promises.take(LOG, entries)
    return promises.counted()[LOG]


MADE = entry("made", at=BEFORE - timedelta(days=9), due_on=DAY)


@pytest.mark.parametrize(
    "entries, expected",
    [
        ([MADE], Count(open=1)),
        ([MADE, entry("discharged", at=BEFORE)], Count(done=1)),
        ([MADE, entry("discharged", at=AFTER)], Count(missed=1, late=1)),
        ([MADE, entry("withdrawn", at=BEFORE)], Count(withdrawn=1)),
        ([MADE, entry("withdrawn", at=AFTER)], Count(missed=1)),
        ([MADE, entry("missed", at=AFTER)], Count(missed=1)),
        ([MADE, case_entry("case.plan", BEFORE)], Count(open=1)),
        ([MADE, case_entry("case.plan", AFTER)], Count(missed=1)),
        ([entry("made"), case_entry("case.plan", AFTER)], Count(open=1)),
        ([entry("made"), entry("discharged", at=AFTER)], Count(done=1)),
        ([entry("discharged")], Count(earlier=1)),
        ([entry("imported", due_on=DAY), entry("discharged")], Count(done=1, imported=1)),
        ([entry("imported")], Count(imported=1)),
        ([case_entry("case.imported", BEFORE)], Count(imported=1)),
        ([b"", b"no entry", b'{"k":"obligation.made"}'], Count()),
    ],
)
def test_obligation_counts_by_what_came_of_it(entries: list[bytes], expected: Count) -> None:
    assert counted(*entries) == expected


def test_absence_is_a_fact_as_soon_as_the_log_goes_on() -> None:
    three = [entry("made", n, at=BEFORE - timedelta(days=n), due_on=DAY) for n in (1, 2, 3)]

    found = counted(*three, entry("discharged", 2), case_entry("case.plan", AFTER))

    assert (found.due, found.done, found.missed) == (3, 1, 2)


def test_promise_of_one_year_is_kept_in_the_next() -> None:
    promises = Promises()
    promises.take("2026", [MADE])
    promises.take("2027", [entry("discharged")])

    assert promises.counted() == {"2026": Count(done=1), "2027": Count()}


def test_entry_with_fields_of_other_writers_is_counted_as_well() -> None:
    made = LogEntry(
        kind="obligation.made",
        record=str(UUID(int=1)),
        version=1,
        at=BEFORE,
        commitment=b"c" * 32,
        area="370828001",
        due_on=DAY,
    )

    assert counted(encoded(made), encoded(replace(made, record=str(UUID(int=2))))) == Count(open=2)


ACTS = st.sampled_from(["discharged", "withdrawn", "missed", None])
SCRIPT = st.lists(st.tuples(ACTS, st.integers(-3, 3)), max_size=12)


@given(SCRIPT)
def test_every_promise_is_counted_once(script) -> None:
    entries = [
        entry("made", n + 1, at=BEFORE - timedelta(days=9), due_on=DAY) for n in range(len(script))
    ]
    for number, (act, days) in enumerate(script, 1):
        if act:
            entries.append(entry(act, number, at=BEFORE + timedelta(days=days)))

    found = counted(*entries, case_entry("case.plan", BEFORE))

    assert found.due + found.withdrawn + found.open == len(script)
    assert found.done == sum(act == "discharged" and days <= 0 for act, days in script)
