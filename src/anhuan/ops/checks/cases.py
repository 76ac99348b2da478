"""The cases: each is what its facts add up to, with one ball that the obligations confirm."""

from collections.abc import Iterator
from typing import Any, Final

from django.apps import apps

from anhuan.cases.checking import differences
from anhuan.ops.checks.finding import Context, Finding, chunks

CHUNK: Final = 1_000
BALL: Final = {
    "ball_act": "act",
    "ball_due_on": "due_on",
    "ball_post": "post",
    "ball_unit": "unit",
    "ball_site": "site",
}


def as_replayed(context: Context) -> Iterator[Finding]:
    for each in differences():
        what = f"{each.column}: 表中 stored {each.stored!r}，重演 replayed {each.replayed!r}"
        yield Finding(check="cases", subject=each.number, what=what)


def balls_as_obliged(context: Context) -> Iterator[Finding]:
    """What a case says of its ball is what its open obligation says; it has an owner."""
    cases = apps.get_model("cases", "Case").objects
    total, done = cases.count(), 0
    rows = cases.order_by("pk").values("id", "number", "is_open", "unit", *BALL)
    for chunk in chunks(rows.iterator(chunk_size=CHUNK), CHUNK):
        held = _held([row["id"] for row in chunk])
        for row in chunk:
            for what in _differing(row, held.get(row["id"])):
                yield Finding(check="balls", subject=row["number"], what=what)
        done += len(chunk)
        context.progress("balls", done, total)


def _held(ids: list[Any]) -> dict[Any, dict[str, Any]]:
    obligations = apps.get_model("obligations", "Obligation").objects
    rows = obligations.filter(case__in=ids, ball=True, closed_at__isnull=True)
    return {row["case"]: row for row in rows.values("case", *BALL.values())}


def _differing(row: dict[str, Any], held: dict[str, Any] | None) -> Iterator[str]:
    if row["unit"] is None:
        yield "没有责任单位 / no owner"
    if held is None:
        if row["is_open"]:
            yield "没有在办义务 / no open obligation holds the ball"
        return
    for column, name in BALL.items():
        if row[column] != held[name]:
            yield f"{column}: 表中 stored {row[column]!r}，义务 obligation {held[name]!r}"


def appointments(context: Context) -> Iterator[Finding]:
    """A post has one holder at any instant; whoever stands in for one comes beside."""
    rows = (
        apps.get_model("territory", "Appointment")
        .objects.filter(acting=False, recorded_to__isnull=True)
        .order_by("post", "valid_from", "pk")
        .values_list("post", "post__title", "valid_from", "valid_to")
    )
    former: Any = None
    until: Any = None
    for post, title, since, ends in rows.iterator(chunk_size=CHUNK):
        if post == former and (until is None or since < until):
            what = f"{since.isoformat()} 起有两个任职人 / two holders"
            yield Finding(check="appointments", subject=f"{title} {post}", what=what)
        both = post == former and until is not None and ends is not None
        until = max(until, ends) if both else None if post == former else ends
        former = post
