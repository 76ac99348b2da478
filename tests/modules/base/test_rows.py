from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from anhuan.base.ids import new_id
from anhuan.base.rows import insert_row, set_row, swap_row, together
from tests.modules.base.rows import Thing

pytestmark = pytest.mark.django_db


class Gone(Exception):
    pass


def names() -> list[str]:
    return sorted(Thing.objects.values_list("name", flat=True))


def values(key: UUID, name: str) -> dict[str, object]:
    return {"id": key, "name": name, "version": 1, "path": "", "search": ""}


def test_writes_together_take_one_round_trip_on_postgresql() -> None:
    one, two = new_id(), new_id()

    with CaptureQueriesContext(connection) as queries, together():
        insert_row(Thing, values(one, "a"))
        insert_row(Thing, values(two, "b"))
        set_row(Thing, one, {"name": "c%s"})

    assert names() == ["b", "c%s"]
    assert len(queries) == (1 if connection.vendor == "postgresql" else 3)


def test_gathered_rows_come_last_and_in_one_statement_on_postgresql() -> None:
    one, two, three = new_id(), new_id(), new_id()

    with CaptureQueriesContext(connection) as queries, together():
        insert_row(Thing, values(one, "a"), gathered=True)
        insert_row(Thing, values(two, "b"))
        insert_row(Thing, values(three, "c"), gathered=True)

    sent = "".join(str(each["sql"]) for each in queries)
    assert names() == ["a", "b", "c"]
    if connection.vendor == "postgresql":
        assert (len(queries), sent.count("INSERT"), sent.index("'b'") < sent.index("'a'")) == (
            1,
            2,
            True,
        )
    else:
        assert (len(queries), sent.count("INSERT")) == (3, 3)


def test_writes_together_are_sent_by_the_outermost() -> None:
    with together():
        with together():
            insert_row(Thing, values(new_id(), "a"))
        inside = names()
        insert_row(Thing, values(new_id(), "b"))

    assert (inside, names()) == ([], ["a", "b"])


def test_nothing_is_sent_after_an_exception() -> None:
    @together()
    def interrupted() -> None:
        insert_row(Thing, values(new_id(), "a"))
        raise Gone

    with pytest.raises(Gone):
        interrupted()

    assert names() == []


@pytest.mark.parametrize("first", ["here", "gone"])
def test_a_write_that_changes_no_row_raises_what_it_was_given(first: str) -> None:
    here = Thing.objects.create(name="a")
    keys = {"here": here.pk, "gone": new_id()}
    order = [keys.pop(first), *keys.values()]

    @transaction.atomic
    @together()
    def change() -> None:
        for key in order:
            set_row(Thing, key, {"name": "b"}, otherwise=Gone())

    with pytest.raises(Gone):
        change()

    assert names() == ["a"]


def test_swap_row_raises_when_the_version_has_moved_on() -> None:
    thing = Thing.objects.create(name="a")
    swap_row(Thing, thing.pk, 1, {"name": "b"}, otherwise=Gone())

    with pytest.raises(Gone):
        swap_row(Thing, thing.pk, 1, {"name": "c"}, otherwise=Gone())

    assert list(Thing.objects.values_list("name", "version")) == [("b", 2)]


def test_a_refused_row_undoes_all_that_was_sent_with_it() -> None:
    key = new_id()

    @transaction.atomic
    @together()
    def write() -> None:
        for name in ("a", "b"):
            insert_row(Thing, values(key, name))

    with pytest.raises(IntegrityError):
        write()

    assert names() == []
