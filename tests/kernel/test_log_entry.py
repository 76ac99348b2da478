"""Entries of the log: exact form, at most 512 bytes, nothing that names a person."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel.canon import encode, read
from anhuan.kernel.checkpoint import Checkpoint
from anhuan.kernel.log_entry import (
    LONGEST,
    BadEntry,
    LogEntry,
    commitment,
    decode,
    encoded,
    opens,
)
from tests.kernel.signing import LOG

RECORD = "0197f3a0-1111-7abc-8def-000000000001"
OTHER = "0197f3a0-1111-7abc-8def-000000000002"
CREDIT = "91440300708461136T"
SALT, CONTENT = b"s" * 32, encode({"body": {"姓名": "某某"}, "public": {}})
PLAIN = LogEntry(
    kind="case.reported",
    record=RECORD,
    version=1,
    at=datetime(2027, 3, 1, 8, 0, 0, tzinfo=UTC),
    commitment=commitment(SALT, CONTENT),
)
FULL = replace(
    PLAIN,
    organisations=(CREDIT, OTHER),
    area="370828001",
    due_on=date(2027, 3, 15),
    ground="pipl-47-1",
    before=Checkpoint(LOG, 2**53 - 1, b"r" * 32),
)


def changed(**fields: Any) -> bytes:
    """The bytes of ``FULL`` with other fields; ``None`` leaves one out."""
    value = read(encoded(FULL)) | fields
    return encode({key: item for key, item in value.items() if item is not None})


def test_entry_has_exactly_these_bytes() -> None:
    assert encoded(replace(FULL, before=None, ground="")).decode() == (
        '{"a":"370828001","c":"kQ+jD78kZfsD9nncbEFsDBKZOIq0ie4qxf/VVdncPN0=",'
        '"d":"2027-03-15","k":"case.reported","n":1,'
        f'"o":["{CREDIT}","{OTHER}"],"r":"{RECORD}","t":"2027-03-01T08:00:00Z","v":1}}'
    )


@pytest.mark.parametrize(
    "entry", [PLAIN, FULL, replace(PLAIN, sm3=b"3" * 32), replace(PLAIN, imported=True)]
)
def test_entry_is_read_back(entry: LogEntry) -> None:
    assert decode(encoded(entry)) == entry


def test_commitment_opens_with_its_salt_and_content_alone() -> None:
    assert opens(PLAIN, SALT, CONTENT)
    assert not opens(PLAIN, b"t" * 32, CONTENT)
    assert not opens(PLAIN, SALT, CONTENT + b" ")
    assert not opens(PLAIN, b"", SALT + CONTENT)
    with pytest.raises(BadEntry):
        commitment(b"short", CONTENT)


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": ""},
        {"kind": "Case"},
        {"kind": "案件"},
        {"kind": "k" * 65},
        {"record": "张三"},
        {"record": RECORD.upper()},
        {"record": RECORD.replace("-", "")},
        {"version": 0},
        {"version": 2**53},
        {"version": True},
        {"at": datetime(2027, 3, 1, 8)},
        {"at": datetime(2027, 3, 1, 8, 0, 0, 1, tzinfo=UTC)},
        {"at": datetime(2027, 3, 1, 8, tzinfo=timezone(timedelta(hours=8)))},
        {"at": datetime(999, 3, 1, 8, tzinfo=UTC)},
        {"commitment": b"c" * 31},
        {"sm3": b""},
        {"organisations": (CREDIT, CREDIT)},
        {"organisations": (CREDIT.lower(),)},
        {"organisations": ("某公司",)},
        {"organisations": ("13800000000",)},
        {"organisations": ("11010519491231002X",)},
        {"organisations": tuple(f"{RECORD[:-1]}{n}" for n in range(9))},
        {"area": "网格"},
        {"area": "3" * 25},
        {"ground": "the law"},
        {"before": Checkpoint(LOG, 2**53, b"r" * 32)},
        {"before": Checkpoint("x" * 300, 1, b"r" * 32)},
    ],
)
def test_value_an_entry_cannot_carry_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(BadEntry):
        replace(FULL, **fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"v": 2},
        {"v": None},
        {"v": "1"},
        {"v": True},
        {"v": 1.5},
        {"name": "张三"},
        {"k": None},
        {"k": 1},
        {"r": [RECORD]},
        {"n": "1"},
        {"n": 1.5},
        {"t": "2027-03-01T08:00:00+00:00"},
        {"t": "2027-3-1T08:00:00Z"},
        {"t": "2027-02-30T08:00:00Z"},
        {"t": 1},
        {"c": "AAAA"},
        {"c": None},
        {"c": [1]},
        {"s": ""},
        {"s": 1},
        {"d": "20270315"},
        {"d": "2027-02-30"},
        {"d": ""},
        {"d": 5},
        {"o": []},
        {"o": CREDIT},
        {"o": [CREDIT, 1]},
        {"o": {CREDIT: 1}},
        {"o": 3},
        {"a": ""},
        {"a": 370828},
        {"g": ""},
        {"g": 0},
        {"b": {}},
        {"b": []},
        {"b": {"origin": LOG, "size": 1, "root": "AAAA"}},
        {"b": {"origin": LOG, "size": "1", "root": "A" * 43 + "="}},
        {"b": {"origin": LOG, "size": True, "root": "A" * 43 + "="}},
        {"b": {"origin": 1, "size": 1, "root": "A" * 43 + "="}},
        {"b": {"origin": LOG, "size": -1, "root": "A" * 43 + "="}},
    ],
)
def test_bytes_of_another_form_are_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(BadEntry):
        decode(changed(**fields))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"null",
        b"1",
        b"\xff",
        b" " + encoded(PLAIN),
        encoded(PLAIN).replace(b'"n":1', b'"n":1,"n":1'),
        encoded(PLAIN) + b"\n",
        b'"' + b"x" * LONGEST + b'"',
    ],
)
def test_bytes_that_are_no_entry_are_refused(raw: bytes) -> None:
    with pytest.raises(BadEntry):
        decode(raw)


@given(st.binary(max_size=200))
def test_any_bytes_are_decoded_or_refused(raw: bytes) -> None:
    with pytest.raises(BadEntry):
        decode(raw)


@given(
    st.dictionaries(
        st.sampled_from("vkoarntdcsgb"),
        st.none() | st.integers() | st.text(max_size=5) | st.lists(st.text(max_size=5)),
        max_size=3,
    )
)
def test_any_fields_are_decoded_or_refused(fields: dict[str, Any]) -> None:
    try:
        raw = changed(**fields)
    except ValueError:
        return
    try:
        entry = decode(raw)
    except BadEntry:
        return

    assert encoded(entry) == raw


def test_fullest_entry_of_the_product_keeps_the_limit() -> None:
    many = tuple(f"{RECORD[:-1]}{n}" for n in range(4))

    assert len(encoded(replace(FULL, before=None, organisations=many))) <= LONGEST


def test_mark_of_what_was_taken_over_has_one_form() -> None:
    marked = encoded(replace(PLAIN, imported=True))

    assert marked == encoded(PLAIN).replace(b'"k":', b'"i":1,"k":')
    assert decode(marked).is_taken_over
    assert replace(PLAIN, kind="case.imported").is_taken_over
    assert not PLAIN.is_taken_over
    for other in (b'"i":0,"k":', b'"i":true,"k":', b'"i":2,"k":'):
        with pytest.raises(BadEntry):
            decode(encoded(PLAIN).replace(b'"k":', other))
