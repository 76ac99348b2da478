from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from anhuan.base.db import (
    InsertOnly,
    bulk_copy,
    bulk_set,
    compare_and_swap,
    next_number,
    next_numbers,
)
from anhuan.base.db import triggers as present_triggers
from anhuan.base.ids import new_id
from anhuan.base.models import Counter
from tests.modules.base.rows import Deed, Note, Thing

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 1, 8, tzinfo=UTC)


def refused(act: Callable[[], Any]) -> bool:
    try:
        with transaction.atomic():
            act()
    except IntegrityError:
        return True
    return False


def test_compare_and_swap_at_the_stored_version() -> None:
    thing = Thing.objects.create(name="old")

    assert compare_and_swap(Thing.objects.filter(pk=thing.pk), 1, name="new") is True
    thing.refresh_from_db()
    assert (thing.name, thing.version) == ("new", 2)


def test_compare_and_swap_at_a_stale_version() -> None:
    thing = Thing.objects.create(name="old", version=2)

    assert compare_and_swap(Thing.objects.filter(pk=thing.pk), 1, name="new") is False
    thing.refresh_from_db()
    assert (thing.name, thing.version) == ("old", 2)


def test_compare_and_swap_of_two_rows() -> None:
    Thing.objects.create(name="a")
    Thing.objects.create(name="b")

    with pytest.raises(ValueError, match="2 rows"), transaction.atomic():
        compare_and_swap(Thing.objects.all(), 1, name="new")
    assert sorted(Thing.objects.values_list("name", flat=True)) == ["a", "b"]


def test_next_number_counts_per_scope_and_year() -> None:
    given = [next_number("case", 2026), next_number("case", 2026), next_number("case", 2027)]

    assert given == [1, 2, 1]
    assert next_number("notice", 2026) == 1


def test_next_numbers_gives_a_block() -> None:
    next_number("case", 2026)

    assert next_numbers("case", 2026, 3) == range(2, 5)
    assert next_number("case", 2026) == 5


def test_next_numbers_of_nothing() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        next_numbers("case", 2026, 0)


def test_counter_twice_for_a_year() -> None:
    Counter.objects.create(scope="case", year=2026, last=1)

    assert refused(lambda: Counter.objects.create(scope="case", year=2026, last=9)) is True
    assert refused(lambda: Counter.objects.create(scope="case", year=2027, last=9)) is False


@pytest.mark.django_db(transaction=True)
def test_next_number_from_two_threads() -> None:
    def take(_: int) -> int:
        try:
            with transaction.atomic():
                return next_number("case", 2026)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        given = list(pool.map(take, range(40)))

    assert sorted(given) == list(range(1, 41))


def test_bulk_copy_writes_what_the_orm_reads() -> None:
    ids = [new_id() for _ in range(3)]
    fields = ["id", "name", "version", "path", "extra", "at", "search"]
    rows = [
        (ids[0], "tab\t\\N 换\n行", 1, "0001", {"a": [1, None, "“'"]}, AT, "燃气 泄漏"),
        (ids[1], "", 2, "", None, None, ""),
        (ids[2], "三", 3, "0002", [], AT, "危废"),
    ]

    written = bulk_copy(Thing, fields, iter(rows))

    stored = Thing.objects.order_by("version").values_list(*fields[:-1])
    assert written == 3
    assert list(stored) == [row[:-1] for row in rows]
    assert list(Thing.objects.filter(search__matches="燃气").values_list("id", flat=True)) == [
        ids[0]
    ]


def test_bulk_set_gives_each_row_its_own_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("anhuan.base.db.SET_AT_ONCE", 2)
    rows = [Thing.objects.create(name=str(number)) for number in range(3)]
    other = Thing.objects.create(name="other")
    for row, unit, extra, at in zip(
        rows, (new_id(), None, None), ({"a": "“'"}, [], None), (None, AT, None), strict=True
    ):
        row.name, row.unit, row.extra, row.at = f"{row.name}%s\n换", unit, extra, at

    bulk_set(rows, ["name", "unit", "extra", "at"])

    fields = ("id", "name", "unit", "extra", "at")
    expected = [tuple(getattr(row, name) for name in fields) for row in [*rows, other]]
    assert list(Thing.objects.order_by("pk").values_list(*fields)) == expected


def test_bulk_copy_across_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("anhuan.base.db.CHUNK", 2)
    rows = [(new_id(), str(number), 1, "", "") for number in range(5)]

    assert bulk_copy(Thing, ["id", "name", "version", "path", "search"], rows) == 5
    assert Thing.objects.count() == 5


def test_bulk_copy_with_a_row_too_short() -> None:
    with pytest.raises(ValueError, match="zip"), transaction.atomic():
        bulk_copy(Deed, ["id", "name"], [(1,)])
    assert Deed.objects.count() == 0


@pytest.mark.parametrize(
    ("model", "update_refused", "delete_refused"), [(Deed, True, True), (Note, True, False)]
)
def test_insert_only_table(
    model: type[models.Model], update_refused: bool, delete_refused: bool
) -> None:
    rows = model._default_manager
    assert refused(lambda: rows.create(name="a")) is False

    assert refused(lambda: rows.update(name="b")) is update_refused
    assert refused(lambda: rows.all().delete()) is delete_refused
    assert rows.count() == (1 if delete_refused else 0)


def test_insert_only_taken_back() -> None:
    step = InsertOnly("base_tests_deed")
    Deed.objects.create(name="a")
    with connection.cursor() as cursor, transaction.atomic():
        editor = connection.schema_editor(atomic=False)
        editor.deferred_sql = []
        editor.execute = lambda sql, params=None: cursor.execute(sql)  # type: ignore[method-assign]
        step.database_backwards("base_tests", editor, None, None)  # type: ignore[arg-type]

    assert refused(lambda: Deed.objects.update(name="b")) is False


def test_triggers_of_an_insert_only_table() -> None:
    wanted = {"insert_only_base_tests_deed_update", "insert_only_base_tests_deed_delete"}

    assert present_triggers() & wanted == wanted
    assert "insert_only_base_tests_note_delete" not in present_triggers()
