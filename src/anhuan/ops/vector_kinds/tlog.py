"""Vectors of the record: RFC 6962 and 9162 hashing and proofs, C2SP notes, checkpoints, tiles,
proofs and witnesses."""

from base64 import b64decode
from collections.abc import Iterator, Mapping
from typing import Any

from anhuan.base.sign import holds
from anhuan.kernel import merkle, proof_file, tiles, witness
from anhuan.kernel.checkpoint import Confirmed, open_checkpoint
from anhuan.kernel.note import (
    BadNote,
    Note,
    VerifierKey,
    parse_note,
    verified,
    verifier_key,
)
from anhuan.kernel.tile_growth import Edge, grow
from anhuan.ops.vector_kinds.verdict import Case, Finding, Kind

# leaf inputs of the reference tree of transparency-dev/merkle, as the file's tables list them
_INPUTS = (
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)
_LEAVES = [merkle.leaf_hash(bytes.fromhex(each)) for each in _INPUTS]
_NO_PROOF = "a proof that does not hold"


def _leaf_hash(case: Case) -> Finding:
    return Finding({"hash": merkle.leaf_hash(bytes.fromhex(case["data"])).hex()})


def _hasher(case: Case) -> Finding:
    if case["op"] == "empty_root":
        return Finding({"hash": merkle.root([]).hex()})
    if case["op"] == "leaf":
        return _leaf_hash(case)
    raise ValueError(f"no such operation: {case['op']}")


def _tree_head(case: Case) -> Finding:
    frontier = merkle.Frontier()
    for leaf in _LEAVES[: case["size"]]:
        frontier = frontier.appended(leaf)
    whole = merkle.root(_LEAVES[: case["size"]])
    agreed = whole.hex() if frontier.root() == whole else "two roots"
    return Finding({"root": agreed})


def _inclusion(case: Case) -> Finding:
    index, size = case["index"], case["size"]
    proof = merkle.inclusion_proof(index, size, merkle.over(_LEAVES))
    whole = merkle.root(_LEAVES[:size])
    got = {"leaf_hash": _LEAVES[index].hex(), "root": whole.hex(), "proof": _hexes(proof)}
    if not merkle.included(_LEAVES[index], index, size, proof, whole):
        got["root"] = _NO_PROOF
    return Finding(got)


def _consistency(case: Case) -> Finding:
    old, new = case["size1"], case["size2"]
    proof = merkle.consistency_proof(old, new, merkle.over(_LEAVES))
    roots = merkle.root(_LEAVES[:old]), merkle.root(_LEAVES[:new])
    got = {"root1": roots[0].hex(), "root2": roots[1].hex(), "proof": _hexes(proof)}
    if not merkle.consistent(old, new, proof, *roots):
        got["root2"] = _NO_PROOF
    return Finding(got)


def _inclusion_probe(case: Case) -> Finding:
    leaf, whole = bytes.fromhex(case["leaf_hash"]), bytes.fromhex(case["root"])
    sound = merkle.included(leaf, case["index"], case["size"], _bytes(case["proof"]), whole)
    return Finding({"must_fail": not sound})


def _consistency_probe(case: Case) -> Finding:
    roots = bytes.fromhex(case["root1"]), bytes.fromhex(case["root2"])
    sound = merkle.consistent(case["size1"], case["size2"], _bytes(case["proof"]), *roots)
    return Finding({"must_fail": not sound})


def _signed_note(case: Case) -> Finding:
    note = parse_note(case["note"].encode())
    try:
        valid = bool(verified(note, [verifier_key(case["vkey"])], holds))
    except BadNote as wrong:
        return Finding({"valid": False, "note": _text(note)}, note=str(wrong))
    return Finding({"valid": valid, "note": _text(note)})


def _key_id(case: Case) -> Finding:
    name, _, rest = case["vkey"].partition("+")
    typed = b64decode(rest.partition("+")[2], validate=True)
    key = VerifierKey(name, typed[0], typed[1:])
    return Finding({"vkey": str(key), "type": int(key.algorithm)})


def _signed_checkpoint(case: Case) -> Finding:
    try:
        confirmed = _opened(case["note"], case["vkey"])
    except BadNote as wrong:
        return Finding({"valid": False}, note=str(wrong))
    head = confirmed.checkpoint
    text = confirmed.note.text
    return Finding({"valid": str(head) == text, "size": head.size, "note": _text(confirmed.note)})


def _cosigned_checkpoint(case: Case) -> Finding:
    keys = {verifier_key(text) for text in case["witness_vkeys"]}
    try:
        confirmed = _opened(case["note"], case["log_vkey"], *case["witness_vkeys"])
    except BadNote as wrong:
        return Finding({"valid": False}, note=str(wrong))
    times = sorted(set(confirmed.seen.values()))
    timestamp = times[0] if len(times) == 1 else times
    return Finding({"valid": confirmed.seen.keys() == keys, "timestamp": timestamp})


def _tlog_proof(case: Case) -> Finding:
    file = proof_file.parse_proof_file(case["proof"].encode())
    log, seen_by = verifier_key(case["log_vkey"]), verifier_key(case["witness_vkey"])
    leaf = merkle.leaf_hash(case["entry_utf8"].encode())
    try:
        confirmed = proof_file.check_proof_file(
            file, leaf, log_keys=[log], witness_keys=[seen_by], verify=holds
        )
    except BadNote as wrong:
        return Finding({"valid": False}, note=str(wrong))
    return Finding({"valid": seen_by in confirmed.seen, "proof": bytes(file).decode()})


def _tile_path(case: Case) -> Finding:
    place = tiles.Place(case["level"], case["index"])
    same = tiles.place_of(place.path) == place
    return Finding({"path": place.path if same else "a path that is not read back"})


def _tile_counts(case: Case) -> Finding:
    got: dict[str, int] = {}
    for level in range(tiles.LEVELS):
        full, partial = tiles.filled(case["size"], level)
        got |= {f"full_level{level}": full, f"partial_level{level}": partial}
    return Finding(got)


def _tile_bytes(case: Case) -> Finding:
    edge, files = grow(Edge(), [each.encode() for each in case["entries_utf8"]])
    bundle, tile = files
    return Finding(
        {
            "size": edge.size,
            "bundle_path": bundle.path,
            "bundle_hex": bundle.content.hex(),
            "tile_path": tile.path,
            "tile_hex": tile.content.hex(),
        }
    )


def _witness_sequence(case: Case) -> Finding:
    return Finding({"steps": list(_answered(case["steps"], verifier_key(case["log_vkey"])))})


def _answered(steps: list[Mapping[str, Any]], key: VerifierKey) -> Iterator[dict[str, Any]]:
    """Each step with the status a witness of that log alone gives, which keeps what it must."""
    watched = witness.Watched((key,))
    for step in steps:
        asked = witness.submission(step["request_body"].encode())
        known = watched if asked.checkpoint.origin == key.name else None
        answer = witness.decide(asked, known, holds)
        if answer.keep is not None:
            watched = witness.Watched((key,), answer.keep.size, answer.keep.root)
        yield {**step, "http_status": int(answer.status)}


def _opened(note: str, log: str, *witnesses: str) -> Confirmed:
    keys = [verifier_key(text) for text in witnesses]
    return open_checkpoint(note.encode(), [verifier_key(log)], keys, holds)


def _text(note: Note) -> str:
    return bytes(note).decode()


def _hexes(hashes: list[bytes]) -> list[str]:
    return [each.hex() for each in hashes]


def _bytes(hashes: list[str]) -> list[bytes]:
    return [bytes.fromhex(each) for each in hashes]


KINDS = (
    Kind("leaf_hash", frozenset({"data", "hash"}), _leaf_hash),
    Kind("hasher", frozenset({"op", "hash"}), _hasher),
    Kind("tree_head", frozenset({"size", "root"}), _tree_head),
    Kind("inclusion", frozenset({"index", "size", "proof"}), _inclusion),
    Kind("consistency", frozenset({"size1", "size2", "proof"}), _consistency),
    Kind("inclusion_probe", frozenset({"index", "size", "must_fail"}), _inclusion_probe),
    Kind("consistency_probe", frozenset({"size1", "size2", "must_fail"}), _consistency_probe),
    Kind("signed_note", frozenset({"vkey", "note", "valid"}), _signed_note),
    Kind("key_id", frozenset({"vkey"}), _key_id),
    Kind("signed_checkpoint", frozenset({"vkey", "note", "valid"}), _signed_checkpoint),
    Kind("cosigned_checkpoint", frozenset({"note", "witness_vkeys"}), _cosigned_checkpoint),
    Kind("tlog_proof", frozenset({"proof", "entry_utf8", "valid"}), _tlog_proof),
    Kind("tile_path", frozenset({"level", "index", "path"}), _tile_path),
    Kind("tile_counts", frozenset({"size"}), _tile_counts),
    Kind("tile_bytes", frozenset({"entries_utf8", "tile_hex", "bundle_hex"}), _tile_bytes),
    Kind("witness_sequence", frozenset({"log_vkey", "steps"}), _witness_sequence),
)
