"""Canonical bytes: the vectors of RFC 8785, what is refused, and that nothing is lost."""

import json
import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel.canon import DEPTH, SAFE, NotCanonical, encode, number, read, read_canonical

# RFC 8785 appendix B: the bits of a double and how ECMAScript writes it
NUMBERS = {
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "ffefffffffffffff": "-1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "41b3de4355555554": "333333333.33333325",
    "41b3de4355555555": "333333333.3333333",
    "41b3de4355555556": "333333333.3333334",
    "41b3de4355555557": "333333333.33333343",
    "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-SAFE, SAFE)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
    max_leaves=20,
)


@pytest.mark.parametrize("bits", sorted(NUMBERS))
def test_number_is_written_as_the_rfc_lists_it(bits: str) -> None:
    (value,) = struct.unpack(">d", bytes.fromhex(bits))

    assert number(value) == NUMBERS[bits]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_number_that_is_none_is_refused(value: float) -> None:
    with pytest.raises(NotCanonical):
        encode([value])


def test_example_of_the_rfc_becomes_its_bytes() -> None:
    raw = (
        b'{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],'
        rb'"string": "\u20ac$\u000F\u000aA\u0027\u0042\u0022\u005c\\\"\/",'
        b'"literals": [null, true, false]}'
    )
    wanted = (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )

    assert encode(read(raw)) == wanted.encode()


def test_keys_stand_in_the_order_of_utf16_units() -> None:
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\x80", "\u00f6"]

    wanted = ["\r", "1", "\x80", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
    assert list(json.loads(encode(dict.fromkeys(keys)))) == wanted


@pytest.mark.parametrize(
    "value",
    [
        SAFE + 1,
        -SAFE - 1,
        "\ud800",
        {"\udc00": 1},
        {1: 1},
        {"a": b"b"},
        {"a": {1, 2}},
    ],
)
def test_value_without_a_form_is_refused(value: Any) -> None:
    with pytest.raises(NotCanonical):
        encode(value)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[1,]",
        b"NaN",
        b"-Infinity",
        b"1e400",
        b"9007199254740993",
        b"-9007199254740993",
        b"1" * 5000,
        b"0." + b"1" * 5000,
        b'{"a":1,"a":1}',
        b'[{"a":{"b":1,"b":2}}]',
        rb'"\ud800"',
        rb'{"\udfff":1}',
        b'"\xff"',
        b"\xef\xbb\xbf1",
        b"[" * (DEPTH + 1) + b"]" * (DEPTH + 1),
        b"[" * 200_000,
    ],
)
def test_text_that_would_lose_something_is_refused(raw: bytes) -> None:
    with pytest.raises(NotCanonical):
        read(raw)


@pytest.mark.parametrize("raw", [b" 1", b"1.0", b'{"b":1,"a":1}', rb'"\u0041"', b"[1, 2]", b"-0"])
def test_other_form_of_a_value_is_not_canonical(raw: bytes) -> None:
    read(raw)

    with pytest.raises(NotCanonical):
        read_canonical(raw)


def test_deepest_value_is_carried() -> None:
    raw = b"[" * DEPTH + b"]" * DEPTH

    assert encode(read_canonical(raw)) == raw


@given(JSON)
def test_value_comes_back_from_its_bytes(value: Any) -> None:
    raw = encode(value)

    assert read_canonical(raw) == value


@given(JSON)
def test_bytes_do_not_depend_on_the_form_read(value: Any) -> None:
    loose = json.dumps(value, ensure_ascii=True, indent=1).encode()

    assert encode(read(loose)) == encode(value)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        value = read(raw)
    except NotCanonical:
        return

    assert read_canonical(encode(value)) == value
