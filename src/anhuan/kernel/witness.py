"""What a witness answers: C2SP tlog-witness, ``add-checkpoint``.

A witness keeps, for each log it watches, the largest tree it has cosigned, and cosigns only what
continues it. The decision is pure; whoever runs it reads the state, decides and stores in one
transaction, and signs and answers only after the new state is durable.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

from anhuan.kernel.checkpoint import Checkpoint, parse_checkpoint, whole_number
from anhuan.kernel.merkle import EMPTY, consistent
from anhuan.kernel.note import (
    Algorithm,
    BadNote,
    Note,
    Signature,
    Signer,
    VerifierKey,
    Verify,
    parse_note,
    verified,
)
from anhuan.kernel.proof_file import hashes_of

MOST_HASHES: Final = 63
"""Lines of a consistency proof at most."""
PLAIN: Final = "text/plain; charset=utf-8"
SIZE: Final = "text/x.tlog.size"

_OLD: Final = "old "


class Status(IntEnum):
    """The HTTP status of an answer."""

    COSIGNED = 200
    BAD_REQUEST = 400
    FORBIDDEN = 403
    UNKNOWN_LOG = 404
    CONFLICT = 409
    UNPROVEN = 422


class Evidence(StrEnum):
    """What a refused request, signed by the log itself, may show of it."""

    FORK = "fork"
    NOT_PROVEN = "not-proven"


@dataclass(frozen=True, slots=True)
class Submission:
    """A request: the size the sender thinks we know, the proof from there, the checkpoint and the
    note that carries it."""

    old: int
    proof: tuple[bytes, ...]
    checkpoint: Checkpoint
    note: Note


@dataclass(frozen=True, slots=True)
class Watched:
    """What a witness knows of a log: its keys and the largest tree cosigned."""

    keys: tuple[VerifierKey, ...]
    size: int = 0
    root: bytes = EMPTY


@dataclass(frozen=True, slots=True)
class Answer:
    """The status, the body of a refusal and its type; ``keep`` is the checkpoint to store before
    cosigning (only with 200), ``evidence`` why the request itself must be kept."""

    status: Status
    body: str = ""
    content_type: str = PLAIN
    keep: Checkpoint | None = None
    evidence: Evidence | None = None


def submission(raw: bytes) -> Submission:
    """The request of exactly these bytes. Raises ``BadNote``: the answer is then 400."""
    head, empty, rest = raw.partition(b"\n\n")
    if not empty:
        raise BadNote("a request has an empty line before its checkpoint")
    try:
        first, *lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise BadNote("the lines before the checkpoint are not ASCII") from None
    if not first.startswith(_OLD):
        raise BadNote("a request begins with the old size")
    old, proof = whole_number(first.removeprefix(_OLD)), hashes_of(lines, MOST_HASHES)
    note = parse_note(rest)
    return Submission(old, proof, parse_checkpoint(note.text), note)


def decide(asked: Submission, watched: Watched | None, verify: Verify) -> Answer:
    """The answer to a request about the log of its origin, ``None`` where it is not watched.

    In the order of the specification: 404 unknown log, 403 none of its keys signed, 400 old size
    above the new, 409 old size not ours, 422 not proven or another root at the same size, 200.
    """
    head = asked.checkpoint
    if watched is None:
        return Answer(Status.UNKNOWN_LOG, "this log is not watched here\n")
    if not _signed(asked.note, watched.keys, head.origin, verify):
        return Answer(Status.FORBIDDEN, "no known key of this log has signed\n")
    evidence = _evidence(head, watched)
    if asked.old > head.size:
        return Answer(Status.BAD_REQUEST, "the old size is above the size\n", evidence=evidence)
    if asked.old != watched.size:
        return Answer(Status.CONFLICT, f"{watched.size}\n", SIZE, evidence=evidence)
    if not consistent(asked.old, head.size, asked.proof, watched.root, head.root):
        return Answer(Status.UNPROVEN, "the proof does not hold\n", evidence=evidence)
    return Answer(Status.COSIGNED, keep=head)


def _evidence(head: Checkpoint, watched: Watched) -> Evidence | None:
    """Two roots at one size, both signed, are a fork whoever sent them; a larger tree without its
    proof is only a reason to ask the log."""
    if head.size == watched.size:
        return Evidence.FORK if head.root != watched.root else None
    return Evidence.NOT_PROVEN if head.size > watched.size else None


def malformed(why: BadNote) -> Answer:
    """The answer to a request that ``submission`` refused."""
    return Answer(Status.BAD_REQUEST, f"{why}\n")


def cosignatures(note: Note, signers: Iterable[Signer], at: int) -> str:
    """The body of a 200: one line a witness key, over the note's text, ``at`` in seconds since
    1970. Only after ``keep`` is stored."""
    return "".join(str(signer.signature(note.text, at)) for signer in signers)


def cosignatures_of(body: bytes) -> tuple[Signature, ...]:
    """The signature lines in a witness's answer; unknown keys and false signatures are found when
    the note they are added to is opened. Raises ``BadNote``."""
    note = parse_note(b"\n\n" + body)
    if note.text != "\n":
        raise BadNote("an answer holds signature lines and nothing else")
    return note.signatures


def _signed(note: Note, keys: Iterable[VerifierKey], origin: str, verify: Verify) -> bool:
    own = [key for key in keys if key.name == origin and key.algorithm == Algorithm.ED25519]
    try:
        return bool(verified(note, own, verify))
    except BadNote:
        return False
