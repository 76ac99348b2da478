"""What a witness answers to every kind of request, and that it never cosigns two trees apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.base.sign import holds
from anhuan.kernel import merkle
from anhuan.kernel.checkpoint import Checkpoint, open_checkpoint
from anhuan.kernel.note import BadNote, Note, Signer, base64_of
from anhuan.kernel.witness import (
    PLAIN,
    SIZE,
    Answer,
    Evidence,
    Status,
    Watched,
    cosignatures,
    cosignatures_of,
    decide,
    malformed,
    submission,
)
from tests.kernel.signing import LOG, signer, witness

LEAVES = [merkle.leaf_hash(bytes([n])) for n in range(12)]
FORKED = [*LEAVES[:2], *(merkle.leaf_hash(bytes([n + 100])) for n in range(2, 12))]
NODE = merkle.over(LEAVES)
SEEN = Watched((signer().key,), 5, merkle.root(LEAVES[:5]))


def request(
    old: int,
    size: int,
    leaves: list[bytes] = LEAVES,
    proof: list[bytes] | None = None,
    by: Signer | None = None,
) -> bytes:
    """What a log with these leaves sends that believes ``old`` known."""
    if proof is None:
        proof = merkle.consistency_proof(old, size, merkle.over(leaves)) if old <= size else []
    text = str(Checkpoint(LOG, size, merkle.root(leaves[:size])))
    note = Note(text, ((by or signer()).signature(text),))
    lines = [f"old {old}", *map(base64_of, proof)]
    return ("\n".join(lines) + "\n\n").encode() + bytes(note)


def answer(raw: bytes, watched: Watched | None = SEEN) -> Answer:
    return decide(submission(raw), watched, holds)


def test_tree_that_continues_is_kept_and_cosigned() -> None:
    head = Checkpoint(LOG, 9, merkle.root(LEAVES[:9]))

    assert answer(request(5, 9)) == Answer(Status.COSIGNED, keep=head)


def test_first_tree_of_a_log_needs_no_proof() -> None:
    fresh = Watched((signer().key,))

    assert answer(request(0, 3), fresh).status == Status.COSIGNED
    assert answer(request(0, 0), fresh).status == Status.COSIGNED
    assert answer(request(0, 3, proof=[LEAVES[0]]), fresh).status == Status.UNPROVEN


def test_same_tree_is_cosigned_again() -> None:
    assert answer(request(5, 5)).status == Status.COSIGNED


def test_unknown_log_is_not_found() -> None:
    assert answer(request(5, 9), None).status == Status.UNKNOWN_LOG


def test_request_signed_by_nobody_known_is_forbidden() -> None:
    other = request(5, 9, by=signer(seed="another"))
    false = request(5, 9).replace(b"log/2027\n9\n", b"log/2027\n8\n")

    assert [answer(raw).status for raw in (other, false)] == [Status.FORBIDDEN] * 2


def test_old_size_above_the_size_is_bad() -> None:
    assert answer(request(9, 6)).status == Status.BAD_REQUEST


def test_old_size_that_is_not_ours_is_told_ours() -> None:
    assert answer(request(3, 9)) == Answer(
        Status.CONFLICT, "5\n", SIZE, evidence=Evidence.NOT_PROVEN
    )
    assert answer(request(0, 5)) == Answer(Status.CONFLICT, "5\n", SIZE)


def test_tree_without_its_proof_is_refused_and_remembered() -> None:
    refused = answer(request(5, 9, FORKED))

    assert (refused.status, refused.evidence) == (Status.UNPROVEN, Evidence.NOT_PROVEN)
    assert refused.keep is None


@pytest.mark.parametrize(
    ("old", "status"), [(5, Status.UNPROVEN), (0, Status.CONFLICT), (9, Status.BAD_REQUEST)]
)
def test_other_root_at_our_size_is_a_fork_whatever_else_is_wrong(old: int, status: Status) -> None:
    refused = answer(request(old, 5, FORKED, proof=[]))

    assert (refused.status, refused.evidence) == (status, Evidence.FORK)


@pytest.mark.parametrize(
    "change",
    [
        (b"old 5", b"old 05"),
        (b"old 5", b"old  5"),
        (b"old 5", b"new 5"),
        (b"old 5", b"old 5\nAAAA"),
        (b"old 5", b"old 5\n" + b"\n".join([base64_of(LEAVES[0]).encode()] * 64)),
        (b"old 5", b"\xff"),
        (b"\n\n", b"\n"),
        (b"\n9\n", b"\n09\n"),
    ],
)
def test_request_of_another_form_is_bad(change: tuple[bytes, bytes]) -> None:
    with pytest.raises(BadNote) as refused:
        submission(request(5, 9).replace(*change))

    assert malformed(refused.value) == Answer(Status.BAD_REQUEST, f"{refused.value}\n", PLAIN)


@given(st.binary(max_size=60).map(lambda tail: b"old 5\n" + tail))
def test_any_request_is_read_or_refused(raw: bytes) -> None:
    with pytest.raises(BadNote):
        submission(raw)


def test_answer_is_added_to_the_checkpoint_by_the_log() -> None:
    asked = submission(request(5, 9))
    two = [witness("a.example"), witness("b.example")]

    lines = cosignatures_of(cosignatures(asked.note, two, 1_800_000_000).encode())

    note = Note(asked.note.text, (*asked.note.signatures, *lines))
    confirmed = open_checkpoint(bytes(note), [signer().key], [each.key for each in two], holds)
    assert confirmed.seen == {each.key: 1_800_000_000 for each in two}


@pytest.mark.parametrize("body", [b"", b"\n", b"more\n\n", b"text\n\n\xe2\x80\x94 a AAAAAQI=\n"])
def test_answer_that_is_no_signature_is_refused(body: bytes) -> None:
    with pytest.raises(BadNote):
        cosignatures_of(body)


@given(
    st.lists(
        st.tuples(st.integers(0, 12), st.integers(0, 12), st.sampled_from([LEAVES, FORKED])),
        max_size=12,
    )
)
def test_witness_never_cosigns_two_trees_apart(
    asked: list[tuple[int, int, list[bytes]]],
) -> None:
    watched, kept = Watched((signer().key,)), []
    for old, size, leaves in asked:
        given_answer = answer(request(old, size, leaves), watched)
        if given_answer.keep is not None:
            kept.append((size, leaves))
            watched = Watched(watched.keys, size, given_answer.keep.root)

    sizes = [size for size, _ in kept]
    assert sizes == sorted(sizes)
    assert len({id(leaves) for size, leaves in kept if size > 2}) <= 1
