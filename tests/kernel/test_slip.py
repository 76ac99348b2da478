"""The slip: four words that sound apart, and a link of at most 140 bytes."""

from collections.abc import Sequence
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel.check_phrase import QUALITIES, THINGS, check_phrase, english_check_phrase
from anhuan.kernel.slip import LONGEST, BadSlip, Slip, is_origin, slip_of
from tests.kernel.signing import LOG

# the syllables of the words in their order, without tones
QUALITY_SOUNDS = (
    "qing bai hong huang lan zi jin yin gao yuan da xiao gu zao wan nuan "
    "liang ming dong xi nan bei chun xia qiu shi zhu tie yu xue yue chang"
)
THING_SOUNDS = (
    "shan he hu hai yun feng yu hua cao shu lin ye tu ma niu yang "
    "lu yan qiao chuan deng zhong gu ta men tian mai cha guo jing qin bi"
)
LEAF = bytes(range(250, 256)) + b"\xff" * 26


def test_phrase_is_four_words_of_the_first_five_bytes() -> None:
    leaf = bytes.fromhex("0000ffc801") + b"\x00" * 27

    assert check_phrase(leaf) == ("青山", "青羊", "长桥", "青河")
    assert english_check_phrase(leaf) == (
        "green hill",
        "green sheep",
        "long bridge",
        "green river",
    )


@given(st.binary(min_size=32, max_size=32), st.integers(0, 39))
def test_phrase_shows_each_of_the_first_forty_bits(leaf: bytes, bit: int) -> None:
    other = bytearray(leaf)
    other[bit // 8] ^= 1 << (bit % 8)

    assert check_phrase(leaf) != check_phrase(bytes(other))
    assert english_check_phrase(leaf) != english_check_phrase(bytes(other))


@pytest.mark.parametrize(
    ("table", "sounds"), [(QUALITIES, QUALITY_SOUNDS), (THINGS, THING_SOUNDS)]
)
def test_words_of_a_table_differ_in_sound_and_in_english(
    table: Sequence[Sequence[str]], sounds: str
) -> None:
    chinese, english = zip(*table, strict=True)

    assert len(set(chinese)) == len(set(english)) == len(set(sounds.split())) == len(table) == 32


@given(st.integers(0, 2**63 - 2), st.binary(min_size=32, max_size=32))
def test_link_is_read_back(index: int, leaf: bytes) -> None:
    slip = Slip(LOG, index, leaf)

    assert slip_of(slip.link) == slip
    assert urlsplit(slip.link).netloc == "anlan.example"


def test_longest_link_keeps_the_limit() -> None:
    origin = f"{'a' * 51}.example/log/2027"

    assert is_origin(origin)
    assert not is_origin(f"a{origin}")
    assert len(Slip(origin, 2**63 - 2, LEAF).link) == LONGEST


def test_link_has_exactly_this_form() -> None:
    assert Slip(LOG, 12, LEAF).link == (f"https://anlan.example/log/2027/12/-vv8_f7{'_' * 35}8")


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "https://anlan.example",
        "Anlan.example",
        "安澜.example",
        "anlan.example/",
        "anlan.example//log",
        "anlan.example/../log",
        "anlan.example/lo g",
        "anlan.example/log?x",
        "anlan.example/log#x",
        "user@anlan.example",
        "anlan.example:0",
        "-anlan.example",
        "anlan.example\n",
        "a" * 69,
    ],
)
def test_origin_of_another_form_is_refused(origin: str) -> None:
    with pytest.raises(BadSlip):
        Slip(origin, 0, LEAF)


@pytest.mark.parametrize(("index", "leaf"), [(-1, LEAF), (2**63, LEAF), (0, LEAF[1:])])
def test_entry_a_link_cannot_carry_is_refused(index: int, leaf: bytes) -> None:
    with pytest.raises(BadSlip):
        Slip(LOG, index, leaf)


@pytest.mark.parametrize(
    "change",
    [
        ("https://", "http://"),
        ("/12/", "/012/"),
        ("/12/", "/-1/"),
        ("/12/", "/9999999999999999999/"),
        ("/12/", "/١٢/"),
        ("log", "LOG ?"),
        ("anlan", "Anlan"),
        ("_", "/"),
    ],
)
def test_link_of_another_form_is_refused(change: tuple[str, str]) -> None:
    with pytest.raises(BadSlip):
        slip_of(Slip(LOG, 12, LEAF).link.replace(*change))


def test_link_with_other_last_bits_is_refused() -> None:
    link = Slip(LOG, 12, b"\x00" * 32).link

    with pytest.raises(BadSlip):
        slip_of(f"{link[:-1]}B")


@given(st.text(max_size=150).map(lambda tail: f"https://{tail}"))
def test_any_link_is_read_or_refused(link: str) -> None:
    try:
        slip = slip_of(link)
    except BadSlip:
        return

    assert slip.link == link


def test_link_carries_the_fingerprint_of_the_key_where_it_fits() -> None:
    fingerprint = "0123456789abcdef" * 2
    short = Slip("anlan.example/log/2026", 699, LEAF)
    long = Slip("a" * 50 + ".example/log/2026", 699, LEAF)

    assert short.with_key(fingerprint) == f"{short.link}#{fingerprint}"
    assert len(short.with_key(fingerprint)) <= LONGEST
    assert long.with_key(fingerprint) == long.link
