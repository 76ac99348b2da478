from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.models import CharField, IntegerField, UUIDField
from django.test.utils import CaptureQueriesContext

from anhuan.base.compiled import Compiled, Slot
from anhuan.base.ids import new_id
from anhuan.base.rows import insert_object, insert_row, set_row
from tests.modules.base.rows import Thing

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 1, 8, tzinfo=UTC)


def named() -> Compiled[Thing]:
    return Compiled(lambda: Thing.objects.filter(name=Slot("name", CharField())).order_by("pk"))


def test_compiled_read_gives_what_the_queryset_gives() -> None:
    one, _, three = (Thing.objects.create(name=name) for name in ("a", "b", "a"))

    found = named().objects(name="a")

    assert found == [one, three]
    assert [vars(row)["version"] for row in found] == [1, 1]


def test_compiled_read_is_built_once() -> None:
    built: list[int] = []
    read = Compiled(lambda: built.append(1) or Thing.objects.filter(pk=Slot("pk", UUIDField())))
    thing = Thing.objects.create(name="a")

    found = [read.first(pk=thing.pk), read.first(pk=thing.pk), read.first(pk=new_id())]

    assert found == [thing, thing, None]
    assert built == [1]


def test_compiled_values_keep_python_types() -> None:
    Thing.objects.create(name="a", version=7)
    read = Compiled(
        lambda: Thing.objects.filter(version=Slot("version", IntegerField())).values_list(
            "name", "version"
        )
    )

    assert read.rows(version=7) == [("a", 7)]
    assert read.rows(version=8) == []


def test_compiled_read_without_a_value_is_refused() -> None:
    with pytest.raises(KeyError):
        named().rows()


def test_compiled_read_is_one_query() -> None:
    read = named()
    Thing.objects.create(name="a")

    with CaptureQueriesContext(
        connection,
    ) as queries:
        read.objects(name="a")

    assert len(queries) == 1


def test_set_row_writes_one_row() -> None:
    one, _ = Thing.objects.create(name="a"), Thing.objects.create(name="b")

    set_row(Thing, one.pk, {"name": "c"})
    set_row(Thing, new_id(), {"name": "d"})

    assert sorted(Thing.objects.values_list("name", flat=True)) == ["b", "c"]


def test_insert_object_writes_what_save_would() -> None:
    thing = Thing(name="a", unit=new_id(), extra={"size": [1, None]}, at=AT)

    insert_object(thing)

    stored = Thing.objects.get(pk=thing.pk)
    assert (stored.name, stored.unit, stored.extra, stored.at) == (
        "a",
        thing.unit,
        {"size": [1, None]},
        AT,
    )


def test_insert_row_once_leaves_out_what_is_there() -> None:
    thing = Thing.objects.create(name="a")
    again = {"id": thing.pk, "name": "b", "version": 1, "path": "", "search": ""}

    insert_row(Thing, again, once=True)

    assert list(Thing.objects.values_list("name", flat=True)) == ["a"]
