import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from anhuan.base import tree
from tests.modules.base.rows import Thing

PATHS = st.lists(st.sampled_from([0, 1, 9, 10, 35, 36, tree.LARGEST]), max_size=4).map(
    lambda numbers: "".join(tree.child("", number) for number in numbers)
)


@pytest.mark.parametrize(
    ("number", "segment"), [(0, "0000"), (35, "000Z"), (36, "0010"), (tree.LARGEST, "ZZZZ")]
)
def test_child_and_number(number: int, segment: str) -> None:
    assert tree.child("0001", number) == "0001" + segment
    assert tree.number("0001" + segment) == number


@pytest.mark.parametrize("number", [-1, tree.LARGEST + 1])
def test_child_out_of_range(number: int) -> None:
    with pytest.raises(ValueError, match="children"):
        tree.child("", number)


def test_parts_of_a_path() -> None:
    path = "00010002000Z"

    assert tree.parent(path) == "00010002"
    assert tree.ancestors(path) == ["0001", "00010002"]
    assert (tree.depth(path), tree.depth("")) == (3, 0)


def test_parts_of_a_root() -> None:
    assert (tree.parent("0001"), tree.ancestors("0001")) == ("", [])


@given(st.lists(PATHS, max_size=8))
def test_covering_keeps_the_fewest(paths: list[str]) -> None:
    kept = tree.covering(paths)

    assert all(any(tree.is_under(path, top) for top in kept) for path in paths)
    assert all(a == b or not tree.is_under(a, b) for a in kept for b in kept)
    assert set(kept) <= set(paths)


@pytest.mark.django_db
@given(st.lists(PATHS, max_size=12), PATHS)
def test_under_equals_a_scan(paths: list[str], top: str) -> None:
    Thing.objects.all().delete()
    Thing.objects.bulk_create(Thing(name="", path=path) for path in paths)

    found = Thing.objects.filter(path__under=top).values_list("path", flat=True)

    assert sorted(found) == sorted(path for path in paths if path.startswith(top))


@pytest.mark.django_db
@given(st.lists(PATHS, max_size=12), st.lists(PATHS, max_size=3))
def test_under_any_equals_a_scan(paths: list[str], tops: list[str]) -> None:
    Thing.objects.all().delete()
    Thing.objects.bulk_create(Thing(name="", path=path) for path in paths)

    found = Thing.objects.filter(tree.under_any("path", tops)).values_list("path", flat=True)

    assert sorted(found) == sorted(path for path in paths if path.startswith(tuple(tops)))


@pytest.mark.django_db
def test_under_is_a_range_of_the_index() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")

    plan = Thing.objects.filter(path__under="0001").values("id").explain()

    assert plan.count("base_tests_thing_path") == 1
    assert plan.count("path>? AND path<?") + plan.count("Index Cond: (((path)::text >=") == 1
