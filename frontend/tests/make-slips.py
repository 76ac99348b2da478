"""``PYTHONPATH=src python frontend/tests/make-slips.py``: the fixed slips that the browser's check
is tested with, made by the program itself. Keys are fixed, so every run writes the same bytes."""

import json
from base64 import b64encode
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from anhuan.base.sign import fingerprint
from anhuan.kernel.check_phrase import check_phrase, english_check_phrase
from anhuan.kernel.checkpoint import Checkpoint
from anhuan.kernel.log_entry import LogEntry, encoded
from anhuan.kernel.merkle import inclusion_proof, leaf_hash, over, root
from anhuan.kernel.note import Algorithm, Note, Signer, VerifierKey
from anhuan.kernel.proof_file import ProofFile
from anhuan.kernel.slip import Slip

ORIGIN = "anlan.example/log/2026"
AT = datetime(2026, 11, 20, 0, 42, tzinfo=UTC)
SEEN = int(AT.timestamp()) + 60
SIZES = (1, 2, 7, 256, 257, 700)


def signer(seed: str, name: str, algorithm: int) -> Signer:
    key = Ed25519PrivateKey.from_private_bytes(sha256(seed.encode()).digest())
    public = key.public_key().public_bytes_raw()
    return Signer(VerifierKey(name, algorithm, public), key.sign)


def entry(n: int) -> bytes:
    return encoded(
        LogEntry(
            kind="case.close",
            record=f"018f0000-0000-7000-8000-{n:012d}",
            version=n + 1,
            at=AT,
            commitment=sha256(str(n).encode()).digest(),
            due_on=date(2026, 11, 30),
        )
    )


def main() -> None:
    log = signer("log", ORIGIN, Algorithm.ED25519)
    witness = signer("witness", "city.example/witness", Algorithm.COSIGNATURE)
    entries = [entry(n) for n in range(max(SIZES))]
    leaves = [leaf_hash(one) for one in entries]
    slips = []
    for size in SIZES:
        text = str(Checkpoint(ORIGIN, size, root(leaves[:size])))
        note = Note(text, (log.signature(text), witness.signature(text, SEEN)))
        for index in sorted({0, size // 2, size - 1}):
            proof = inclusion_proof(index, size, over(leaves[:size]))
            file = ProofFile(index, tuple(proof), bytes(note))
            slips.append(
                {
                    "link": Slip(ORIGIN, index, leaves[index]).link,
                    "entry": entries[index].decode(),
                    "proof": bytes(file).decode(),
                    "size": size,
                    "zh": " ".join(check_phrase(leaves[index])),
                    "en": ", ".join(english_check_phrase(leaves[index])),
                }
            )
    made = {
        "log": str(log.key),
        "witness": str(witness.key),
        "fingerprint": fingerprint(b64encode(log.key.key).decode()),
        "seen": SEEN,
        "slips": slips,
    }
    target = Path(__file__).with_name("slips.json")
    target.write_text(json.dumps(made, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
