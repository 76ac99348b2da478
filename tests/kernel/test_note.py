"""Signed notes, checkpoints, cosignatures and proof files: exact forms, and what is refused."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.base.sign import holds
from anhuan.kernel import merkle
from anhuan.kernel.checkpoint import Checkpoint, Confirmed, open_checkpoint, parse_checkpoint
from anhuan.kernel.note import (
    Algorithm,
    BadNote,
    Note,
    Signature,
    Signed,
    Signer,
    VerifierKey,
    parse_note,
    signature_of,
    verified,
    verifier_key,
)
from anhuan.kernel.proof_file import ProofFile, check_proof_file, parse_proof_file
from tests.kernel.signing import LOG, signer, witness

TEXT = "一行字\n\n第二段\n"
LINE = "— a.example/x AAAAAQI=\n"
ROOT64 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
LEAVES = [merkle.leaf_hash(bytes([n])) for n in range(7)]
HEAD = Checkpoint(LOG, 7, merkle.root(LEAVES))


def note_of(text: str, *signers: Signer, at: int = 1_800_000_000) -> Note:
    return Note(
        text,
        tuple(
            each.signature(text, at if each.key.algorithm == Algorithm.COSIGNATURE else None)
            for each in signers
        ),
    )


def opened(note: Note, *witnesses: Signer) -> Confirmed:
    return open_checkpoint(bytes(note), [signer().key], [each.key for each in witnesses], holds)


def proof_of(index: int, /, **more: Any) -> ProofFile:
    proof = merkle.inclusion_proof(index, 7, merkle.over(LEAVES))
    note = bytes(note_of(str(HEAD), signer(), witness()))
    return replace(ProofFile(index, tuple(proof), note), **more)


def checked(file: ProofFile, leaf: bytes, log: Signer | None = None) -> Confirmed:
    keys = [(log or signer()).key]
    return check_proof_file(file, leaf, log_keys=keys, witness_keys=[witness().key], verify=holds)


def test_signed_note_is_read_back_and_holds() -> None:
    note = note_of(TEXT, signer("a.example"), signer("b.example"))

    again = parse_note(bytes(note))

    assert again == note
    keys = [signer("b.example").key, signer("c.example").key]
    assert verified(again, keys, holds) == (Signed(keys[0], None),)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n",
        b"\n\n",
        b"text\n",
        b"text\n\n",
        f"text\n{LINE}".encode(),
        f"text\n\n{LINE}".encode()[:-1],
        f"text\n\n{LINE}\n".encode(),
        f"text\n\n{LINE}more\n".encode(),
        f"te\txt\n\n{LINE}".encode(),
        f"text\r\n\r\n{LINE}".encode(),
        f"text\x00\n\n{LINE}".encode(),
        f"text\n\n{LINE}".encode("utf-16"),
        f"text\n\n{LINE}".encode() + b"\xff\n",
        f"text\n\n{LINE * 101}".encode(),
        f"{'x' * (1 << 20)}\n\n{LINE}".encode(),
        b"text\n\n- a.example/x AAAAAQI=\n",
        "text\n\n—  AAAAAQI=\n".encode(),
        "text\n\n— a+b AAAAAQI=\n".encode(),
        "text\n\n— a b AAAAAQI=\n".encode(),
        "text\n\n— a\u3000b AAAAAQI=\n".encode(),
        "text\n\n— a AAAAAQ==\n".encode(),
        "text\n\n— a AAAAAQI\n".encode(),
        "text\n\n— a AAAA_QI=\n".encode(),
        "text\n\n— a AAAAAQI= \n".encode(),
        "text\n\n— a 安\n".encode(),
    ],
)
def test_note_of_another_form_is_refused(raw: bytes) -> None:
    with pytest.raises(BadNote):
        parse_note(raw)


def test_note_with_sixteen_signatures_is_read() -> None:
    assert len(parse_note(f"text\n\n{LINE * 16}".encode()).signatures) == 16


@given(st.binary(max_size=80) | st.text(max_size=40).map(lambda t: f"{t}\n\n{LINE}".encode()))
def test_any_note_is_read_or_refused(raw: bytes) -> None:
    try:
        note = parse_note(raw)
    except BadNote:
        return

    assert bytes(note) == raw


def test_false_signature_of_a_known_key_spoils_the_note() -> None:
    note = note_of(TEXT, signer("a.example"), signer("b.example"))
    changed = Note(TEXT.replace("二", "三"), note.signatures)

    with pytest.raises(BadNote):
        verified(changed, [signer("a.example").key], holds)
    assert verified(changed, [], holds) == ()


def test_key_of_another_name_or_id_is_unknown() -> None:
    note = note_of(TEXT, signer("a.example"))
    others = [signer("b.example", seed="a.example").key, signer("a.example", seed="b").key]

    assert verified(note, others, holds) == ()


@pytest.mark.parametrize(
    ("algorithm", "key"),
    [
        (Algorithm.ED25519, b"k" * 32),
        (Algorithm.COSIGNATURE, b"k" * 32),
        (Algorithm.ECDSA, b"der"),
        (Algorithm.TREE_HEAD, b"k" * 32),
        (Algorithm.ML_DSA_44, b"k" * 1312),
        (Algorithm.PRIVATE, b"sm2-with-sm3 anhuan" + b"k" * 65),
    ],
)
def test_verifier_key_of_every_kind_is_read_back(algorithm: int, key: bytes) -> None:
    made = VerifierKey("a.example/x", algorithm, key)

    assert verifier_key(str(made)) == made


def test_identifiers_differ_by_kind_and_name() -> None:
    kinds = [Algorithm.ED25519, Algorithm.COSIGNATURE, Algorithm.TREE_HEAD]
    keys = [VerifierKey(name, kind, b"k" * 32) for name in ("a", "b") for kind in kinds]

    assert len({key.id for key in keys}) == 6
    ecdsa = [VerifierKey(name, Algorithm.ECDSA, b"k") for name in ("a", "b")]
    assert ecdsa[0].id == ecdsa[1].id


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a.example",
        "a.example+00000000+",
        "a.example+00000000+AQ==",
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/fob+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
    ],
)
def test_verifier_key_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(BadNote):
        verifier_key(text)


@pytest.mark.parametrize(
    ("algorithm", "at"),
    [
        (Algorithm.ED25519, 1),
        (Algorithm.COSIGNATURE, None),
        (Algorithm.COSIGNATURE, -1),
        (Algorithm.COSIGNATURE, 2**63),
        (Algorithm.TREE_HEAD, None),
        (Algorithm.TREE_HEAD, 1),
    ],
)
def test_signature_not_of_its_kind_is_not_made(algorithm: int, at: int | None) -> None:
    with pytest.raises(BadNote):
        signer(algorithm=algorithm).signature(TEXT, at)


def test_signature_line_is_read_back() -> None:
    made = signer().signature(TEXT)

    assert signature_of(str(made)[:-1]) == made
    assert isinstance(made, Signature)


@given(st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32))
def test_checkpoint_is_read_back(size: int, root: bytes) -> None:
    head = Checkpoint(LOG, size, root)

    assert parse_checkpoint(str(head)) == head


def test_extension_lines_are_let_pass() -> None:
    assert parse_checkpoint(f"{LOG}\n0\n{ROOT64}\nmore\n") == Checkpoint(LOG, 0, merkle.EMPTY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"{LOG}\n0\n",
        f"{LOG}\n0\n{ROOT64}",
        f"\n0\n{ROOT64}\n",
        f"{LOG}\n\n{ROOT64}\n",
        f"{LOG}\n00\n{ROOT64}\n",
        f"{LOG}\n+1\n{ROOT64}\n",
        f"{LOG}\n-1\n{ROOT64}\n",
        f"{LOG}\n 1\n{ROOT64}\n",
        f"{LOG}\n١\n{ROOT64}\n",
        f"{LOG}\n{2**63}\n{ROOT64}\n",
        f"{LOG}\n{'9' * 5000}\n{ROOT64}\n",
        f"{LOG}\n0\n{ROOT64[:-1]}\n",
        f"{LOG}\n0\nAAAA\n",
        f"{LOG}\n0\n{ROOT64[:-2]}V=\n",
        f"{LOG}\n0\n{ROOT64}\n\nmore\n",
    ],
)
def test_checkpoint_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(BadNote):
        parse_checkpoint(text)


def test_checkpoint_shows_who_confirmed_it_and_when() -> None:
    early, late = witness("a.example"), witness("b.example")
    signatures = (
        *note_of(str(HEAD), signer(), early, at=100).signatures,
        *note_of(str(HEAD), early, late, at=200).signatures,
    )

    confirmed = opened(Note(str(HEAD), signatures), early, late)

    assert confirmed.checkpoint == HEAD
    assert confirmed.seen == {early.key: 200, late.key: 200}
    assert opened(confirmed.note).seen == {}


def test_checkpoint_of_another_log_or_unsigned_is_refused() -> None:
    other = Checkpoint("other.example/log", 7, HEAD.root)

    for note in (note_of(str(other), signer()), note_of(str(HEAD), witness())):
        with pytest.raises(BadNote):
            opened(note, witness())


def test_time_of_a_cosignature_cannot_be_changed() -> None:
    line = witness().signature(str(HEAD), 100)
    moved = Signature(line.name, line.key_id, (101).to_bytes(8, "big") + line.value[8:])
    own = signer().signature(str(HEAD))

    with pytest.raises(BadNote):
        opened(Note(str(HEAD), (own, moved)), witness())


def test_short_cosignature_is_refused() -> None:
    short = Signature(witness().key.name, witness().key.id, b"\x00")

    with pytest.raises(BadNote):
        opened(Note(str(HEAD), (signer().signature(str(HEAD)), short)), witness())


@pytest.mark.parametrize("extra", [None, b"", b"\x00more"])
def test_proof_file_is_read_back_and_holds(extra: bytes | None) -> None:
    for index, leaf in enumerate(LEAVES):
        file = proof_of(index, extra=extra)

        assert parse_proof_file(bytes(file)) == file
        assert checked(file, leaf).seen == {witness().key: 1_800_000_000}


def test_proof_of_the_only_entry_has_no_hashes() -> None:
    head = Checkpoint(LOG, 1, LEAVES[0])
    file = ProofFile(0, (), bytes(note_of(str(head), signer())))

    assert parse_proof_file(bytes(file)) == file
    assert checked(file, LEAVES[0]).checkpoint == head


@pytest.mark.parametrize(
    ("more", "leaf"),
    [
        ({}, LEAVES[4]),
        ({"index": 4}, LEAVES[3]),
        ({"index": 7}, LEAVES[3]),
        ({"proof": ()}, LEAVES[3]),
        ({"proof": (LEAVES[2],)}, LEAVES[3]),
        ({"checkpoint": b"no note"}, LEAVES[3]),
        ({"checkpoint": bytes(note_of(str(HEAD), witness()))}, LEAVES[3]),
    ],
)
def test_proof_of_something_else_is_refused(more: dict[str, Any], leaf: bytes) -> None:
    with pytest.raises(BadNote):
        checked(proof_of(3, **more), leaf)


def test_proof_under_an_unknown_key_is_refused() -> None:
    with pytest.raises(BadNote):
        checked(proof_of(3), LEAVES[3], log=signer(seed="another"))


@pytest.mark.parametrize(
    "head",
    [
        "",
        "c2sp.org/tlog-proof@v2\nindex 0",
        "c2sp.org/tlog-proof@v1",
        "c2sp.org/tlog-proof@v1\nextra AA==",
        "c2sp.org/tlog-proof@v1\nextra A\nindex 0",
        "c2sp.org/tlog-proof@v1\nindex 0\nextra AA==",
        "c2sp.org/tlog-proof@v1\nindex 00",
        "c2sp.org/tlog-proof@v1\nindex -1",
        "c2sp.org/tlog-proof@v1\nindex 0\nAAAA",
        f"c2sp.org/tlog-proof@v1\nindex 0\n{ROOT64} ",
        "c2sp.org/tlog-proof@v1\nindex 0" + f"\n{ROOT64}" * 64,
        "c2sp.org/tlog-proof@v1\r\nindex 0",
        "c2sp.org/tlog-proof@v1\nindex ٠",
    ],
)
def test_proof_file_of_another_form_is_refused(head: str) -> None:
    with pytest.raises(BadNote):
        parse_proof_file(f"{head}\n\n{HEAD}".encode())


@given(st.binary(max_size=120).map(lambda tail: b"c2sp.org/tlog-proof@v1\nindex 1\n" + tail))
def test_any_proof_file_is_read_or_refused(raw: bytes) -> None:
    try:
        file = parse_proof_file(raw)
    except BadNote:
        return

    assert bytes(file) == raw
