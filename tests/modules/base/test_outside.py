"""Text from an address: numbers, names and words that a database takes, and what is none."""

from uuid import UUID

import pytest

from anhuan.base.keyset import cursor, place
from anhuan.base.outside import is_held, is_number, number_in, words_in
from anhuan.kernel.refusal import Refusal, Why

ODD = [
    "",
    " ",
    "C-2026-000001\0",
    "C-2026-\ud800",
    "C-2026-0000\n01",
    "Ｃ-2026-000001",
    "9" * 10_000,
]


@pytest.mark.parametrize("text", ["C-2026-000123", "T-2026-000001", "A-2026-000001", "c-1"])
def test_number_that_could_be_one_is_given_back(text: str) -> None:
    assert (is_number(text), number_in(text)) == (True, text)


@pytest.mark.parametrize("text", ODD, ids=ascii)
def test_number_that_is_none_is_not_visible(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        number_in(text)

    assert (is_number(text), refused.value) == (False, Refusal(Why.NOT_VISIBLE))


@pytest.mark.parametrize(
    ("text", "held"),
    [("安监站", True), ("a\0b", False), ("\ud800", False), ("\x7f", False), ("9" * 101, False)],
    ids=ascii,
)
def test_code_is_held_only_if_a_database_takes_it(text: str, held: bool) -> None:
    assert is_held(text) is held


def test_words_are_left_without_what_is_no_writing() -> None:
    assert words_in(" 喷漆\0车间 \ud800\n 东门 ") == "喷漆 车间 东门"
    assert words_in("好" * 10_000, most=64) == "好" * 64


@pytest.mark.parametrize("text", ["恒泰\0", "恒泰\ud800", "恒" * 10_000], ids=ascii)
def test_cursor_that_no_database_takes_is_malformed(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        place(cursor(text, UUID(int=7)), str)

    assert refused.value == Refusal(Why.MALFORMED, field="after", problem="cursor")
