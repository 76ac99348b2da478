"""What a node signs before an act has its place: read back exactly, or refused."""

from datetime import UTC, datetime

import pytest

from anhuan.base.sign import holds
from anhuan.kernel.checkpoint import parse_checkpoint
from anhuan.kernel.note import Algorithm, BadNote, Note
from anhuan.kernel.received import Received, open_received, parse_received
from tests.kernel.signing import signer

AT = datetime(2027, 3, 1, 8, tzinfo=UTC)
ONE = Received(b"\x01" * 32, AT, 3600)
NODE = signer("anlan.example/received", Algorithm.ED25519)


def note(text: str) -> bytes:
    return bytes(Note(text, (NODE.signature(text),)))


def test_note_says_what_came_in_when_and_within_what_time() -> None:
    assert str(ONE).split("\n") == [
        "received/v1",
        "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=",
        "2027-03-01T08:00:00Z",
        "3600",
        "",
    ]
    assert open_received(note(str(ONE)), [NODE.key], holds) == ONE


def test_note_of_an_unknown_key_or_with_another_text_is_refused() -> None:
    other = signer("anlan.example/received", Algorithm.ED25519, "other")
    altered = note(str(ONE)).replace(b"3600", b"3601")

    with pytest.raises(BadNote, match="no known key has signed"):
        open_received(note(str(ONE)), [other.key], holds)
    with pytest.raises(BadNote, match="does not hold"):
        open_received(altered, [NODE.key], holds)


def test_note_is_never_a_checkpoint() -> None:
    with pytest.raises(BadNote):
        parse_checkpoint(str(ONE))


@pytest.mark.parametrize(
    "old, new",
    [
        ("received/v1", "received/v2"),
        ("AQE=", "AQE"),
        ("AQE=", "AQF="),
        ("2027-03-01", "2027-02-30"),
        ("08:00:00Z", "08:00:00"),
        ("3600", "03600"),
        ("3600", "0"),
        ("3600", "86401"),
        ("3600\n", "3600\n\n"),
        ("3600\n", "3600"),
    ],
)
def test_note_of_another_form_is_refused(old: str, new: str) -> None:
    with pytest.raises(BadNote):
        parse_received(str(ONE).replace(old, new))


@pytest.mark.parametrize(
    "leaf, at, within",
    [
        (b"\x01" * 31, AT, 60),
        (b"\x01" * 32, AT.replace(microsecond=1), 60),
        (b"\x01" * 32, AT.replace(tzinfo=None), 60),
        (b"\x01" * 32, AT, 0),
    ],
)
def test_promise_that_a_note_cannot_carry_is_refused(
    leaf: bytes, at: datetime, within: int
) -> None:
    with pytest.raises(BadNote):
        Received(leaf, at, within)
