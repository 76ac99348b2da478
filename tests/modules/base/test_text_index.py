import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.base.text_index import bigrams, matching, phrases
from tests.modules.base.rows import Thing

LETTERS = "燃气管道危废A a1Z9ＢéЖ，-、%'\"*:&|!()\\㎡𠀀々"
TEXTS = st.text(alphabet=LETTERS, max_size=12)
QUERIES = st.text(alphabet=LETTERS, min_size=1, max_size=4)


def canonical(text: str) -> str:
    """Characters follow each other; runs of letters and of digits stand between spaces."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    spaced, before = "", "b"
    for character in folded:
        kind = _kind(character)
        if kind != "b":
            spaced += character if kind == before else " " + character
        before = kind
    return spaced + " "


def _kind(character: str) -> str:
    if character.isascii():
        return "n" if character.isdigit() else "w" if character.isalpha() else "b"
    return "c" if character.isalnum() else "b"


def contains(text: str, query: str) -> bool:
    """A scan: every word of the query lies in the text; a run of letters is not cut in front."""
    words = [canonical(word).rstrip(" ") for word in query.split()]
    words = [word if _kind(word[1]) != "c" else word[1:] for word in words if word]
    return bool(words) and all(word in canonical(text) for word in words)


def save(*texts: str) -> None:
    Thing.objects.bulk_create(Thing(name=text, search=text) for text in texts)


def found(query: str) -> list[str]:
    return sorted(matching(Thing.objects.all(), query).values_list("name", flat=True))


@pytest.mark.django_db
@given(st.lists(TEXTS, max_size=8), QUERIES)
def test_matching_equals_a_scan(texts: list[str], query: str) -> None:
    Thing.objects.all().delete()
    save(*texts)

    wanted = texts if not query.strip() else [t for t in texts if contains(t, query)]

    assert found(query) == sorted(wanted)


@pytest.mark.django_db
@given(
    st.text(alphabet="燃气管道泄", max_size=30),
    st.text(alphabet="燃气管道泄", min_size=1, max_size=4),
)
def test_matching_chinese_equals_in(text: str, query: str) -> None:
    Thing.objects.all().delete()
    save(text)

    assert (found(query) == [text]) is (query in text)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("燃气", ["燃气管道泄漏"]),
        ("气", ["废气处理", "燃气管道泄漏"]),
        ("漏", ["燃气管道泄漏"]),
        ("气燃", []),
        ("管道 燃气", ["燃气管道泄漏"]),
        ("lng储罐", ["ＬＮＧ 储罐区3号"]),
        ("LN", ["ＬＮＧ 储罐区3号"]),
        ("NG", []),
        ("3号", ["ＬＮＧ 储罐区3号"]),
        ("！？", []),
        ("  ", ["废气处理", "燃气管道泄漏", "ＬＮＧ 储罐区3号"]),
    ],
)
def test_matching_words(query: str, names: list[str]) -> None:
    save("燃气管道泄漏", "废气处理", "ＬＮＧ 储罐区3号")

    assert found(query) == names


@pytest.mark.django_db
def test_matching_after_a_change() -> None:
    save("燃气")
    thing = Thing.objects.get()
    thing.search = "危废"
    thing.save()

    assert (found("燃气"), found("危废")) == ([], ["燃气"])


@pytest.mark.django_db
def test_matching_after_an_update_and_a_deletion() -> None:
    save("燃气")
    Thing.objects.update(search="粉尘")
    assert (found("燃气"), found("粉尘")) == ([], ["燃气"])

    Thing.objects.all().delete()
    save("油烟")
    assert (found("粉尘"), found("油烟")) == ([], ["油烟"])


@pytest.mark.django_db
def test_matching_after_saving_a_row_that_was_read() -> None:
    save("燃气")
    thing = Thing.objects.get()
    thing.name = "renamed"
    thing.save()

    assert found("燃气") == ["renamed"]


@pytest.mark.django_db
def test_matching_a_very_long_text() -> None:
    save("燃" * 9_990 + "气", "x" * 5_000)

    assert [len(text) for text in found("燃气")] == [9_991]
    assert [len(text) for text in found("x" * 5_000)] == [5_000]


@pytest.mark.django_db
def test_matching_joins_with_other_filters() -> None:
    save("燃气", "燃气管")

    rows = matching(Thing.objects.filter(name="燃气管"), "燃气").order_by("-id")[:50]

    assert [row.name for row in rows] == ["燃气管"]


def test_bigrams_begin_once_at_each_character() -> None:
    assert bigrams("燃气 A1") == "c0mgz0lck c0lck wa n1"


def test_phrases_of_many_words() -> None:
    assert len(phrases("一 二 三 四 五 六 七 八 九 十")) == 8


@pytest.mark.parametrize(
    ("query", "tokens"),
    [
        ("燃气", [["c0mgz0lck"]]),
        ("气", [["c0lck*"]]),
        ("3号 A1", [["n3", "c0gl3*"], ["wa", "n1*"]]),
        ("燃气，", [["c0mgz0lck"]]),
        ("，", []),
    ],
)
def test_phrases_end_open_unless_in_a_pair(query: str, tokens: list[list[str]]) -> None:
    assert phrases(query) == tokens
