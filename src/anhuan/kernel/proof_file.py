"""Proof files: C2SP tlog-proof. One entry's place in a log, to be checked without the log.

The file holds the index, the inclusion proof and the signed checkpoint with its cosignatures; who
checks it brings the entry (or its leaf hash) and the keys of the log and the witnesses.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from anhuan.kernel.checkpoint import Confirmed, open_checkpoint, whole_number
from anhuan.kernel.merkle import LENGTH, included
from anhuan.kernel.note import LONGEST, BadNote, VerifierKey, Verify, base64_of, decoded

MAGIC: Final = "c2sp.org/tlog-proof@v1"
EXTENSION: Final = ".tlog-proof"
DEEPEST: Final = 63
"""Hashes of an inclusion proof at most."""

_EXTRA: Final = "extra "
_INDEX: Final = "index "


@dataclass(frozen=True, slots=True)
class ProofFile:
    """``index`` of the entry, ``proof`` from leaf to root, ``checkpoint`` the bytes of the signed
    note, ``extra`` bytes that nobody vouches for (``None``: no such line)."""

    index: int
    proof: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None

    def __bytes__(self) -> bytes:
        lines = [MAGIC]
        if self.extra is not None:
            lines.append(_EXTRA + base64_of(self.extra))
        lines.append(f"{_INDEX}{self.index}")
        lines += [base64_of(each) for each in self.proof]
        return ("\n".join(lines) + "\n\n").encode() + self.checkpoint


def parse_proof_file(raw: bytes) -> ProofFile:
    """The proof of exactly these bytes. Raises ``BadNote``; the checkpoint is not looked into."""
    head, empty, checkpoint = raw.partition(b"\n\n")
    if not empty or len(raw) > LONGEST:
        raise BadNote("a proof has an empty line before its checkpoint")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise BadNote("a proof is written in ASCII") from None
    if lines.pop(0) != MAGIC:
        raise BadNote(f"does not begin with {MAGIC}")
    extra = _extra(lines.pop(0)) if lines and lines[0].startswith(_EXTRA) else None
    if not lines or not lines[0].startswith(_INDEX):
        raise BadNote("a proof names the index of its entry")
    index = whole_number(lines.pop(0).removeprefix(_INDEX))
    return ProofFile(index, hashes_of(lines, DEEPEST), checkpoint, extra)


def check_proof_file(
    file: ProofFile,
    leaf: bytes,
    *,
    log_keys: Iterable[VerifierKey],
    witness_keys: Iterable[VerifierKey],
    verify: Verify,
) -> Confirmed:
    """The confirmed checkpoint in which the leaf hash lies at the file's index.

    Raises ``BadNote`` when the checkpoint does not open or the entry does not lie there.
    """
    confirmed = open_checkpoint(file.checkpoint, log_keys, witness_keys, verify)
    head = confirmed.checkpoint
    if not included(leaf, file.index, head.size, file.proof, head.root):
        raise BadNote("the entry does not lie at its index in the tree that was signed")
    return confirmed


def hashes_of(lines: list[str], most: int) -> tuple[bytes, ...]:
    """Hashes written one a line in base64, at most ``most``. Raises ``BadNote``."""
    found = tuple(map(decoded, lines))
    if len(found) > most or any(len(each) != LENGTH for each in found):
        raise BadNote(f"a proof is at most {most} hashes, each a line of base64")
    return found


def _extra(line: str) -> bytes:
    encoded = line.removeprefix(_EXTRA)
    raw = decoded(encoded)
    if encoded and not raw:
        raise BadNote("the extra data of a proof are no base64")
    return raw
