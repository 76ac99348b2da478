"""Ladders, obligations and stories of both, for the tests of escalation."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st

from anhuan.kernel.calendar import Calendar, YearNotice
from anhuan.kernel.chain import Holding, Span
from anhuan.kernel.climbing import Above, Chart
from anhuan.kernel.deadline import Unit
from anhuan.kernel.escalation import (
    Aspect,
    Known,
    Measure,
    Owed,
    Policy,
    Reached,
    Rung,
)

DAY = timedelta(days=1)
DUE = date(2026, 11, 28)
OPENED = datetime(2026, 11, 2, 2, tzinfo=UTC)
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
PLAIN = Calendar({2026: YearNotice(frozenset(), frozenset())})
FIRM, OFFICER, HEAD, MAYOR = (UUID(int=n) for n in (1, 2, 3, 4))
WANG, CHEN, ZHENG, HAN = (UUID(int=n) for n in (11, 12, 13, 14))


def beijing(month: int, day: int, hour: int = 0) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC) - timedelta(hours=8)


def rung(days: int, up: int = 0, **more: object) -> Rung:
    code = f"late-{days}" if days > 0 else f"remind-{-days}"
    measure = Measure.LETTER if days > 0 else Measure.REMINDER
    return replace(Rung(code=code, days=days, up=up, measure=measure), **more)  # type: ignore[arg-type]


LADDER = Policy(
    rungs=(rung(-7), rung(0), rung(1, 1), rung(7, 2, supervision=1), rung(15, 3, supervision=2))
)


def known(*, since: datetime = EPOCH, calendar: Calendar = PLAIN, **policies: Policy) -> Known:
    return Known(since=since, calendar=calendar, policies=policies or {"general": LADDER})


def owed(**changes: object) -> Owed:
    base = Owed(
        act="submit",
        due_on=DUE,
        opened_at=OPENED,
        aspects=(Aspect(since=OPENED, kind="hazard", grade="general", overseer=OFFICER),),
        post=FIRM,
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def told_of(found: tuple[Reached, ...]) -> list[tuple[str, datetime]]:
    return [(each.rung.code, each.at) for each in found]


def held(post: UUID, person: UUID, since: datetime = EPOCH, heard: datetime = EPOCH) -> Holding:
    return Holding(post=post, person=person, span=Span(valid_from=since, recorded_from=heard))


def chart(*holdings: Holding) -> Chart:
    above = {FIRM: None, OFFICER: HEAD, HEAD: MAYOR, MAYOR: None}
    return Chart(
        above={p: [Above(since=None, until=None, superior=s)] for p, s in above.items()},
        holdings={each.post: [each] for each in holdings},
    )


LATE = beijing(12, 5)


def reaching(up: int, at: datetime = LATE) -> Reached:
    return Reached(family="general", rung=rung(7, up), at=at)


instants = st.integers(0, 90 * 24).map(lambda hours: OPENED + timedelta(hours=hours))
ladders = st.lists(
    st.tuples(st.integers(-10, 30), st.integers(0, 3), st.sampled_from([Unit.DAY, Unit.WORKDAY])),
    min_size=1,
    max_size=6,
    unique_by=lambda each: each[0],
).map(lambda rows: Policy(rungs=tuple(rung(d, up, unit=unit) for d, up, unit in rows)))
windows = st.tuples(ladders, st.sampled_from([True, False, None])).map(
    lambda both: replace(both[0], rank=1, windows=both[1])
)
notices = st.frozensets(st.integers(0, 59), max_size=8).map(
    lambda days: Calendar(
        {2026: YearNotice(frozenset(date(2026, 11, 1) + n * DAY for n in days), frozenset())}
    )
)


@st.composite
def stories(draw: st.DrawFn) -> tuple[Owed, tuple[Known, ...]]:
    cuts = sorted(draw(st.sets(instants, max_size=3)))
    knowledge = tuple(
        known(since=since, calendar=draw(notices), general=draw(ladders), window=draw(windows))
        for since in (EPOCH, *cuts)
    )
    turned = sorted(draw(st.sets(instants, max_size=2)) - {OPENED})
    aspects = tuple(Aspect(since=since, overseer=OFFICER) for since in (OPENED, *turned))
    closed = draw(st.none() | instants.filter(lambda at: at > OPENED))
    due_on = date(2026, 11, 1) + draw(st.integers(0, 40)) * DAY
    window = draw(st.booleans())
    return owed(aspects=aspects, closed_at=closed, due_on=due_on, window=window), knowledge
