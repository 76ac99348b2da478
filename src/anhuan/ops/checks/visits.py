"""The visits and the lists of places to be visited: each is what its facts add up to."""

from collections.abc import Iterator

from anhuan.inspections.checking import campaign_differences, differences, unowed, unsent
from anhuan.ops.checks.finding import Context, Finding


def as_replayed(context: Context) -> Iterator[Finding]:
    for each in differences():
        what = f"{each.column}: 表中 stored {each.stored!r}，重演 replayed {each.replayed!r}"
        yield Finding(check="visits", subject=each.number, what=what)


def campaigns_as_replayed(context: Context) -> Iterator[Finding]:
    """Campaigns as replayed, their lists as frozen, and what is open of them as owed."""
    for each in campaign_differences():
        what = f"{each.column}: 表中 stored {each.stored!r}，应为 should be {each.replayed!r}"
        yield Finding(check="campaigns", subject=each.number, what=what)
    for number, name, owed in unowed():
        said = (
            "了结了还欠着 / ended and still owed" if owed else "待查却不欠 / open, nobody owes it"
        )
        yield Finding(check="campaigns", subject=number, what=f"{name}: {said}")
    for number, name, away in unsent():
        said = (
            "了结了还封着前情 / ended, the place is still open to the team"
            if away
            else "待查却没派人 / open, its team does not reach the place"
        )
        yield Finding(check="campaigns", subject=number, what=f"{name}: {said}")
