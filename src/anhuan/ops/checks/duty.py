"""Duty: rosters, states and calls are what the record says; an open call is owed, no other is."""

from collections.abc import Iterator

from django.apps import apps

from anhuan.duty.checking import differences
from anhuan.obligations.queries import open_calls
from anhuan.ops.checks.finding import Context, Finding


def as_recorded(context: Context) -> Iterator[Finding]:
    for each in differences():
        what = f"{each.column}: 表中 stored {each.stored!r}，重演 replayed {each.replayed!r}"
        yield Finding(check="duty", subject=each.number, what=what)


def owed_while_open(context: Context) -> Iterator[Finding]:
    calls = apps.get_model("duty", "DutyCall").objects
    unanswered = set(calls.filter(answered_at__isnull=True).values_list("id", flat=True))
    owed = open_calls()
    for key in sorted(unanswered - owed):
        yield Finding(
            check="calls", subject=str(key), what="没应答也不欠应答 / open, nobody owes it"
        )
    for key in sorted(owed - unanswered):
        yield Finding(
            check="calls", subject=str(key), what="已应答还欠应答 / answered and still owed"
        )
