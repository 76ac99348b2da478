"""The kinds of vectors of the record: a right case passes, a wrong expectation fails."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from anhuan.kernel import merkle
from anhuan.kernel.checkpoint import Checkpoint
from anhuan.kernel.note import Note, base64_of
from anhuan.kernel.proof_file import ProofFile
from anhuan.ops.vector_kinds import tlog
from anhuan.ops.vectors import run_vectors
from tests.kernel.signing import LOG, signer, witness

# the first leaves of the reference tree: "", 00, 10 (RFC 6962 as transparency-dev/merkle tests it)
ZERO = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
ONE = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
TWO = "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7"
ROOT_OF_TWO = "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
ROOT_OF_THREE = "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"
WRONG = "0" * 64

ENTRY = merkle.leaf_hash(b"entry")
TEXT = str(Checkpoint(LOG, 1, ENTRY))
NOTE = bytes(Note(TEXT, (signer().signature(TEXT),)))
SEEN = bytes(Note(TEXT, (signer().signature(TEXT), witness().signature(TEXT, 1_800_000_000))))
KEYS = {"vkey": str(signer().key), "note": NOTE.decode()}
TILE = {
    "size": 1,
    "entries_utf8": ["entry"],
    "tile_path": "tile/0/000.p/1",
    "tile_hex": ENTRY.hex(),
    "bundle_path": "tile/entries/000.p/1",
    "bundle_hex": "0005" + b"entry".hex(),
}
STEP = {"request_body": f"old 0\n\n{NOTE.decode()}", "http_status": 200}
CASES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "leaf_hash": ({"data": "", "hash": ZERO}, {"hash": WRONG}),
    "hasher": ({"op": "leaf", "data": "00", "hash": ONE}, {"hash": WRONG}),
    "tree_head": ({"size": 3, "root": ROOT_OF_THREE}, {"root": WRONG}),
    "inclusion": (
        {"index": 2, "size": 3, "leaf_hash": TWO, "root": ROOT_OF_THREE, "proof": [ROOT_OF_TWO]},
        {"proof": [WRONG]},
    ),
    "consistency": (
        {"size1": 2, "size2": 3, "root1": ROOT_OF_TWO, "root2": ROOT_OF_THREE, "proof": [TWO]},
        {"root1": WRONG},
    ),
    "inclusion_probe": (
        {"index": 0, "size": 1, "leaf_hash": ZERO, "root": ZERO, "proof": [], "must_fail": False},
        {"must_fail": True},
    ),
    "consistency_probe": (
        {"size1": 2, "size2": 1, "root1": ZERO, "root2": ZERO, "proof": [], "must_fail": True},
        {"must_fail": False},
    ),
    "signed_note": (KEYS | {"valid": True}, {"valid": False}),
    "key_id": ({"vkey": str(witness().key), "type": 4}, {"type": 1}),
    "signed_checkpoint": (KEYS | {"valid": True, "size": 1}, {"size": 2}),
    "cosigned_checkpoint": (
        {
            "note": SEEN.decode(),
            "log_vkey": str(signer().key),
            "witness_vkeys": [str(witness().key)],
            "timestamp": 1_800_000_000,
            "valid": True,
        },
        {"timestamp": 1},
    ),
    "tlog_proof": (
        {
            "proof": bytes(ProofFile(0, (), SEEN)).decode(),
            "entry_utf8": "entry",
            "log_vkey": str(signer().key),
            "witness_vkey": str(witness().key),
            "valid": True,
        },
        {"entry_utf8": "other"},
    ),
    "tile_path": ({"level": 0, "index": 1000, "path": "tile/0/x001/000"}, {"path": "tile/0/1000"}),
    "tile_counts": (
        {"size": 257, "full_level0": 1, "partial_level0": 1, "partial_level1": 1},
        {"full_level1": 1},
    ),
    "tile_bytes": (TILE, {"bundle_hex": "00"}),
    "witness_sequence": (
        {"log_vkey": str(signer().key), "steps": [STEP, STEP | {"http_status": 409}]},
        {"steps": [STEP, STEP]},
    ),
}


def run(tmp_path: Path, kind: str, case: dict[str, Any]) -> tuple[int, list[str]]:
    path = tmp_path / "v.json"
    path.write_text(json.dumps({"open": [{"id": "1", "kind": kind, **case}]}), encoding="utf-8")
    out = io.StringIO()
    return run_vectors(path, out), out.getvalue().splitlines()


def test_every_kind_has_its_case() -> None:
    assert sorted(CASES) == sorted(kind.name for kind in tlog.KINDS)


@pytest.mark.parametrize("kind", sorted(CASES))
def test_right_case_passes(tmp_path: Path, kind: str) -> None:
    code, lines = run(tmp_path, kind, CASES[kind][0])

    assert (code, lines) == (0, ["1 passed, 0 failed, 0 skipped"])


@pytest.mark.parametrize("kind", sorted(CASES))
def test_wrong_expectation_fails(tmp_path: Path, kind: str) -> None:
    right, wrong = CASES[kind]

    code, lines = run(tmp_path, kind, right | wrong)

    assert (code, lines[-1]) == (1, "0 passed, 1 failed, 0 skipped")


@pytest.mark.parametrize("kind", ["signed_note", "signed_checkpoint", "cosigned_checkpoint"])
def test_changed_note_is_not_valid(tmp_path: Path, kind: str) -> None:
    right, _ = CASES[kind]
    changed = right["note"].replace(base64_of(ENTRY), base64_of(merkle.EMPTY))

    code, _ = run(tmp_path, kind, right | {"note": changed})
    refused, _ = run(tmp_path, kind, {**right, "note": changed, "valid": False})

    assert (code, refused) == (1, 0)


def test_operation_that_is_none_fails(tmp_path: Path) -> None:
    code, lines = run(tmp_path, "hasher", {"op": "other", "hash": ZERO})

    assert (code, lines[0]) == (
        1,
        'FAILED 1 case: expected "a result", got "ValueError: no such operation: other"',
    )
